"""Events as the record holds them, made without one: encounters of named coders, minute by minute."""

from datetime import UTC, datetime, timedelta
from typing import Any

from chartside.review.learning import Learned
from chartside.review.records import Event

Step = tuple[str, str] | tuple[str, str, str]
"""Kind and code of a decision, and for a change the code it replaces."""


class Life:
    """Encounters one after the other, each two hours after the one before unless said otherwise."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.clock = datetime(2026, 1, 5, 8, tzinfo=UTC)
        self.encounters = 0

    def event(self, kind: str, actor: str, body: dict[str, Any], encounter: str | None = None) -> None:
        at = self.clock.isoformat()
        self.events.append(Event(len(self.events) + 1, at, kind, encounter, actor, body, "", ""))

    def encounter(
        self,
        coder: str,
        shown: dict[str, tuple[str, float]],
        *steps: Step,
        mode: str = "assisted",
        final: bool = True,
        gap: timedelta = timedelta(hours=2),
    ) -> str:
        self.encounters += 1
        self.clock += gap
        name = f"e{self.encounters}"
        rows = [
            [code, "suggested", 0.5, [[3, 9, "hpi", "present"]], list(basis)] for code, basis in shown.items()
        ]
        self.event("opened", coder, {"mode": mode, "shown": rows}, name)
        for number, (kind, code, *before) in enumerate(steps, 1):
            body = {"number": number, "kind": kind, "code": code, "from_code": before[0] if before else None}
            self.event("decided", coder, body, name)
        if final:
            self.event("finalized", coder, {}, name)
        return name

    def learned(self) -> Learned:
        made = Learned()
        for event in self.events:
            made.take(event)
        return made


def moved(learned: Learned, coder: str, code: str, *features: str) -> float:
    """By how much the log-odds of a code move."""
    return learned.adjuster(coder).adjust(code, frozenset(features or ("section_hpi",)))[0]


def told(learned: Learned, coder: str, code: str, *features: str) -> str:
    """What is said about it."""
    step = learned.adjuster(coder).adjust(code, frozenset(features or ("section_hpi",)))[1]
    return step.text if step else ""
