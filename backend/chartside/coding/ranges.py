"""Ranges of a text, looked up by a place in it: a long note has thousands."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate


class Ranges:
    """Ranges in the order of their starts; they may overlap.

    Args:
        ranges: first offset, and offset after the last.
    """

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._all = sorted(set(ranges))
        self._starts = [start for start, _ in self._all]
        self._farthest = list(accumulate((end for _, end in self._all), max))

    def around(self, place: int) -> Iterator[tuple[int, int]]:
        """Those that hold a place, the one that begins last first."""
        at = bisect_right(self._starts, place) - 1
        while at >= 0 and self._farthest[at] > place:
            if self._all[at][1] > place:
                yield self._all[at]
            at -= 1


def outermost(ranges: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those that lie in no other one."""
    found: set[tuple[int, int]] = set()
    farthest = -1
    for start, end in sorted(set(ranges), key=lambda each: (each[0], -each[1])):
        if end > farthest:
            found.add((start, end))
            farthest = end
    return found
