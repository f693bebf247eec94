"""Floor 5: the local HTTP service."""
