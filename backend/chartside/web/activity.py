"""How long a coder has been active on an encounter: beats from the browser, until a decision is written."""

import threading
from collections import OrderedDict
from datetime import UTC, datetime

from chartside.review.records import EncounterView

MOST = 2000
"""Encounters whose beats are kept."""


class Activity:
    """Seconds by encounter; idle time is left out by the browser, which sends no beats then."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seconds: OrderedDict[str, float] = OrderedDict()

    def beat(self, view: EncounterView, seconds: float) -> float:
        """Add seconds; the total, never more than has passed since the encounter was opened."""
        passed = (datetime.now(UTC) - datetime.fromisoformat(view.opened_at)).total_seconds()
        with self._lock:
            known = max(self._seconds.pop(view.id, 0.0), view.active_seconds)
            self._seconds[view.id] = total = min(known + seconds, max(passed, view.active_seconds))
            if len(self._seconds) > MOST:
                self._seconds.popitem(last=False)
        return total

    def total(self, view: EncounterView) -> float:
        """The seconds so far."""
        return max(self._seconds.get(view.id, 0.0), view.active_seconds)
