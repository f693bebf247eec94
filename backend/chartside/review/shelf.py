"""What passes: links, sessions, invitations and counts, good for a while and no part of the record.

A service of one process keeps them in memory (`MemoryShelf`), gone when it stops. The processes of
a department share them in the record's database (`chartside.review.passing`).
"""

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from copy import deepcopy
from typing import Protocol

from chartside.review.records import Json

Change = Callable[[Json | None], Json]
"""From what is there, or None, to what shall be there."""
MOST = 2000
"""Entries of one kind in memory; the oldest go first."""


class Shelf(Protocol):
    """Entries by kind and key; each ends at its time. Secrets are handed in as hashes.

    Every method may raise `StoreError` where the entries lie in a database.
    """

    def put(self, kind: str, key: str, body: Json, seconds: float) -> None:
        """Keep an entry for so many seconds, in place of one that is there."""

    def get(self, kind: str, key: str) -> Json | None:
        """An entry that has not ended."""

    def take(self, kind: str, key: str) -> Json | None:
        """As `get`, and it is gone: of all who ask, in any process, one gets it."""

    def drop(self, kind: str, key: str) -> None:
        """Take an entry away; nothing happens when there is none."""

    def change(self, kind: str, key: str, how: Change, seconds: float, *, renew: bool = False) -> Json:
        """Put what `how` makes of an entry, with nobody else in between.

        A new entry is kept for so many seconds; one that is there ends when it was to end, or with `renew` so
        many seconds from now.
        """

    def bodies(self, kind: str) -> list[Json]:
        """All entries of a kind."""

    def clear(self, kind: str, of: Callable[[Json], bool]) -> int:
        """Take away the entries of a kind for which `of` is true; how many there were."""

    def sweep(self) -> None:
        """Take away what has ended."""


class MemoryShelf:
    """Entries of one process; may be shared between threads.

    Args:
        clock: seconds since 1970; tests hand in their own.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[str, dict[str, tuple[Json, float]]] = defaultdict(dict)

    def put(self, kind: str, key: str, body: Json, seconds: float) -> None:
        """See `Shelf`."""
        with self._lock:
            self._set(kind, key, body, self._clock() + seconds)

    def get(self, kind: str, key: str) -> Json | None:
        """See `Shelf`."""
        with self._lock:
            found = self._entry(kind, key)
            return found and deepcopy(found[0])

    def take(self, kind: str, key: str) -> Json | None:
        """See `Shelf`."""
        with self._lock:
            found = self._entry(kind, key)
            self._kept[kind].pop(key, None)
            return found and found[0]

    def drop(self, kind: str, key: str) -> None:
        """See `Shelf`."""
        with self._lock:
            self._kept[kind].pop(key, None)

    def change(self, kind: str, key: str, how: Change, seconds: float, *, renew: bool = False) -> Json:
        """See `Shelf`."""
        with self._lock:
            found = self._entry(kind, key)
            made = how(found and deepcopy(found[0]))
            self._set(kind, key, made, found[1] if found and not renew else self._clock() + seconds)
            return made

    def bodies(self, kind: str) -> list[Json]:
        """See `Shelf`."""
        with self._lock:
            now = self._clock()
            return [deepcopy(body) for body, ends in self._kept[kind].values() if ends > now]

    def clear(self, kind: str, of: Callable[[Json], bool]) -> int:
        """See `Shelf`."""
        with self._lock:
            now, entries = self._clock(), self._kept[kind]
            gone = [key for key, (body, ends) in entries.items() if ends > now and of(body)]
            for key in gone:
                del entries[key]
            return len(gone)

    def sweep(self) -> None:
        """See `Shelf`."""
        with self._lock:
            now = self._clock()
            for entries in self._kept.values():
                for key in [key for key, (_, ends) in entries.items() if ends <= now]:
                    del entries[key]

    def _entry(self, kind: str, key: str) -> tuple[Json, float] | None:
        found = self._kept[kind].get(key)
        return found if found is not None and found[1] > self._clock() else None

    def _set(self, kind: str, key: str, body: Json, ends: float) -> None:
        entries = self._kept[kind]
        entries.pop(key, None)
        entries[key] = (body, ends)
        # The entries of a kind last equally long, so the first is the one that ends first.
        now = self._clock()
        while entries and (len(entries) > MOST or next(iter(entries.values()))[1] <= now):
            del entries[next(iter(entries))]
