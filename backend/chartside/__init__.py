"""Chartside: a medical-coding assistant that suggests and explains; the coder decides."""

__version__ = "0.1.0"
