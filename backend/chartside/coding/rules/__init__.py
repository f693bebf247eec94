"""Coding rules, one file per family, each naming its guideline."""
