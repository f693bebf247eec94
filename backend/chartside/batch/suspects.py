"""Finds the note that ends whatever process reads it, by halves, with nothing else on its way."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from chartside.batch.driver import Killed
from chartside.batch.rows import BatchError, Outcome, Part, Row

REASON = (
    "The process that read this note ended each time: a crash, no memory left, or no end within its time."
)
MOST = 5
"""Notes of one part that may end workers; beyond, it is the workers that are ill."""
Alone = Callable[[Part], Outcome]


def read_suspect(alone: Alone, part: Part) -> Outcome:
    """Read a part that ended its workers, without the notes that do.

    Args:
        alone: reads a part while nothing else is read; raises `Killed` when its worker ends.
        part: the part.

    Raises:
        BatchError: workers end whatever they read.
    """
    barred: dict[int, str] = {}
    while True:
        try:
            return alone(replace(part, barred=barred))
        except Killed:
            if len(barred) == MOST:
                raise BatchError(
                    "The workers end again and again while they read; is there enough memory? What is "
                    "finished is kept, and the same command goes on."
                ) from None
        found = _culprit(alone, part, barred)
        if found is not None:
            barred[found.place] = REASON


def _culprit(alone: Alone, part: Part, barred: Mapping[int, str]) -> Row | None:
    """A note that ends its worker when it is read by itself; None when none did this time."""
    rows = [row for row in part.rows if row.place not in barred]
    while len(rows) > 1:
        half = rows[: len(rows) // 2]
        rows = half if _kills(alone, part.of(half)) else rows[len(half) :]
    return rows[0] if rows and _kills(alone, part.of(rows)) else None


def _kills(alone: Alone, part: Part) -> bool:
    try:
        alone(part)
    except Killed:
        return True
    return False
