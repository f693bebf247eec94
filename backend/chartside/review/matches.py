"""Suggested and final codes by day, kept while a record grows: only days that changed are counted anew."""

from collections import OrderedDict
from dataclasses import replace
from datetime import date
from threading import Lock

from sqlalchemy import Connection, func, select

from chartside.review.figures import Asked, Match
from chartside.review.statistics import DayMatch, first, match_by_day
from chartside.review.tables import encounter as encounter_table
from chartside.review.tables import event as event_table

CLOSINGS = ("finalized", "reopened", "erased")
"""The events that change which codes are final."""
MOST_DAYS = 31
"""More days than this are counted together."""
MOST_KEPT = 20


class Matches:
    """What `match_by_day` says of a record; may be shared between threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Asked, tuple[int, dict[date, Match]]] = OrderedDict()
        self._lock = Lock()

    def by_day(self, connection: Connection, asked: Asked) -> list[DayMatch]:
        """The same as `match_by_day` in the snapshot of `connection`."""
        newest = connection.execute(select(func.max(event_table.c.seq))).scalar() or 0
        with self._lock:
            seen, known = self._kept.get(asked, (0, {}))
        changed = _changed(connection, seen) if 0 < seen <= newest else None
        if changed is None or len(changed) > MOST_DAYS:
            found = dict(match_by_day(connection, asked))
        else:
            found = {day: match for day, match in known.items() if day not in changed}
            for day in changed:
                if (asked.since or day) <= day <= (asked.until or day):
                    found |= match_by_day(connection, replace(asked, since=day, until=day))
        with self._lock:
            self._kept[asked] = (newest, found)
            self._kept.move_to_end(asked)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return sorted(found.items())


def _changed(connection: Connection, seen: int) -> set[date]:
    """The days of opening of the encounters that were closed, opened again or erased after an event."""
    closed = select(event_table.c.encounter).where(event_table.c.seq > seen, event_table.c.kind.in_(CLOSINGS))
    day = first(encounter_table.c.opened_at, 10)
    query = select(day).where(encounter_table.c.id.in_(closed)).distinct()
    return {date.fromisoformat(each) for each in connection.execute(query).scalars()}
