"""Floor 1: the classification. Reading a release, compiling it, opening it, searching it."""
