"""Waiting for a condition, never for a length of time."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
PAUSE = 0.03
"""Seconds between two looks."""


def until(
    look: Callable[[], T],
    what: str,
    *,
    timeout: float = 10.0,
    pause: Callable[[float], None] = time.sleep,
) -> T:
    """Look again and again until `look` gives something true, and return it.

    Args:
        look: called until it returns a true value.
        what: what is waited for, in words; ends up in the error.
        timeout: seconds after which it is given up.
        pause: how to pass the time between looks, in seconds; a browser's own loop must go on in it.

    Raises:
        AssertionError: when the time is up; says what was waited for and what was seen last.
    """
    end = time.monotonic() + timeout
    while True:
        seen = look()
        if seen:
            return seen
        if time.monotonic() > end:
            raise AssertionError(f"waited {timeout:g} s in vain for {what}; last seen: {str(seen)[:2000]!r}")
        pause(PAUSE)
