"""Floor 3: from mentions to suggestions."""
