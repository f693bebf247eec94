"""How long a coder has been active on an encounter: beats from the browser, until a decision is written."""

from datetime import UTC, datetime

from chartside.review.records import EncounterView, Json
from chartside.review.shelf import MemoryShelf, Shelf

KIND = "activity"
"""Of the entries on the shelf."""
KEPT_SECONDS = 24 * 3600.0
"""That beats are kept for after the last one."""


class Activity:
    """Seconds by encounter; idle time is left out by the browser, which sends no beats then.

    Args:
        shelf: where they stand; the processes of a department share one.
    """

    def __init__(self, shelf: Shelf | None = None) -> None:
        self._shelf = MemoryShelf() if shelf is None else shelf

    def beat(self, view: EncounterView, seconds: float) -> float:
        """Add seconds; the total, never more than has passed since the encounter was opened."""
        passed = (datetime.now(UTC) - datetime.fromisoformat(view.opened_at)).total_seconds()

        def longer(known: Json | None) -> Json:
            before = max(known["seconds"] if known else 0.0, view.active_seconds)
            return {"seconds": min(before + seconds, max(passed, view.active_seconds))}

        return float(self._shelf.change(KIND, view.id, longer, KEPT_SECONDS, renew=True)["seconds"])

    def total(self, view: EncounterView) -> float:
        """The seconds so far."""
        known = self._shelf.get(KIND, view.id)
        return max(known["seconds"] if known else 0.0, view.active_seconds)
