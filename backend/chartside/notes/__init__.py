"""Floor 2: from the text of a note to mentions with their assertion."""
