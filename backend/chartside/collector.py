"""Python's garbage collector in a process that loads much once and then answers many short requests."""

import gc

FEWEST_NEW = 20_000
"""Objects made, beyond those freed, before the collector looks at the young ones; Python's own 700 makes
it run several times within one note. What a note makes is freed by counting references anyway."""


def settle() -> None:
    """Call once when all is loaded: it stays for good, so the collector need not look at it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(FEWEST_NEW, 20, 20)
