"""Learning from decisions: a fold over the ledger that moves the ranking for a coder, within bounds.

Nothing of its own is stored: what was learned is folded from events when the service starts and as they come.
It has a part of the coder's own and one of the organisation (what coders agree on), about kinds of places
in a note and about codes. It never invents a code, touches an assertion or hides a suggestion.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from threading import Lock, RLock

from sqlalchemy import Connection, func, select

from chartside.coding.house_terms import Terms
from chartside.errors import NotFoundError
from chartside.model import ReasoningStep
from chartside.review import ledger
from chartside.review.database import Database
from chartside.review.effects import CODE, PLACE, Effect, code_text, place_text
from chartside.review.estimates import bounded
from chartside.review.moves import SEEN, Moves
from chartside.review.observations import KINDS, Encounters
from chartside.review.records import Coder, Event
from chartside.review.reviews import Reviews
from chartside.review.synonyms import Synonyms
from chartside.review.tables import event as event_table

MOST_AT_ONCE = 200
"""Events that are taken while who suggests waits."""
ALL = "all"
"""What is taken back as a whole."""


class Learned:
    """What the decisions of a record taught; may be shared between threads."""

    def __init__(self) -> None:
        self.synonyms = Synonyms()
        self._moves = Moves()
        self._encounters = Encounters()
        self._last = 0
        self.has_read = False
        """Whether a record was read to its end once."""
        self._told: tuple[Effect, ...] | None = None
        self._lock = RLock()
        self._reading = Lock()

    def refresh(self, database: Database) -> None:
        """Take the events that were written since the last time; quick when there are none.

        Raises:
            StoreError: the record cannot be read.
        """
        # Nobody who suggests waits for the database: the lock is held only to take what was read.
        with self._reading, database.read() as connection:
            newest = connection.execute(select(func.max(event_table.c.seq))).scalar() or 0
            if newest <= self._last:
                self.has_read = True
                return
            after = self._last
            while told := _next(connection, after):
                missing = self._missing(connection, told)
                with self._lock:
                    self._recall(missing)
                    changed: dict[str, None] = {}
                    for event in told:
                        self._take(event, changed)
                    self._put(changed)
                after = told[-1].seq
            self._last = max(self._last, newest)
            self.has_read = True

    def _missing(self, connection: Connection, told: Sequence[Event]) -> list[Event]:
        """The earlier events of the encounters that are worked on again after they were left."""
        opened = {event.encounter for event in told if event.kind == "opened"}
        again = {event.encounter: event.seq for event in reversed(told) if event.encounter}
        return [
            event
            for encounter, seq in again.items()
            if encounter not in opened and not self._encounters.knows(encounter)
            for event in ledger.events(connection, encounter=encounter, kinds=KINDS)
            if event.seq < seq
        ]

    def _recall(self, missing: Sequence[Event]) -> None:
        for event in missing:
            self._encounters.take(event)
        for encounter in {event.encounter or "": None for event in missing}:
            self._moves.kept.recall(encounter, *self._encounters.observed(encounter))

    def take(self, event: Event) -> None:
        """Learn from one event; they come in their order."""
        with self._lock:
            changed: dict[str, None] = {}
            self._take(event, changed)
            self._put(changed)

    def _take(self, event: Event, changed: dict[str, None]) -> None:
        """Take an event; `changed` collects the encounters that teach something else now, in their order."""
        self._last = event.seq
        if event.kind == "learning_reverted":
            self._put(changed)
            self._moves.kept.revert(event.body["id"], event.body.get("coder"), event.seq)
            self._told = None
        elif event.kind.startswith("synonym_"):
            self.synonyms.take(event)
        elif event.kind in ("coder_added", "coder_changed"):
            self.synonyms.meet(event)
            self._encounters.take(event)
        elif (encounter := self._encounters.take(event)) is not None:
            changed.pop(encounter, None)
            changed[encounter] = None

    def _put(self, changed: dict[str, None]) -> None:
        if changed:
            self._told = None
        for encounter in changed:
            self._moves.kept.put(encounter, *self._encounters.observed(encounter))
        changed.clear()
        for encounter in self._encounters.leave():
            self._moves.kept.leave(encounter)
        self._moves.settle()

    def adjuster(self, coder: str) -> "CoderAdjuster":
        """What the ranking asks, for one coder (their identifier)."""
        with self._lock:
            return CoderAdjuster(self._moves, coder, self._lock, self.synonyms.terms_of(coder))

    def effects(self, coder: str | None = None) -> tuple[Effect, ...]:
        """Each thing learned that moves something now, strongest first; of one coder and the organisation."""
        with self._lock:
            if self._told is None:
                found = sorted(self._moves.effects(), key=lambda each: (-abs(each.move), each.id))
                self._told = tuple(found)
            told = self._told
        return tuple(each for each in told if coder in (None, each.coder) or not each.coder)

    def state(self) -> object:
        """All that is known, for comparing and for looking into it; codes, kinds of places and numbers."""
        with self._lock:
            return self._moves.kept.state(), self.synonyms.state()

    def revert(self, reviews: Reviews, actor: Coder, effect: str = ALL, coder: str | None = None) -> None:
        """Take back one effect, or all that was learned (from one coder, when one is given).

        Raises:
            NotFoundError: there is no such effect.
        """
        self.refresh(reviews.database)
        if effect != ALL and all(each.id != effect for each in self.effects()):
            raise NotFoundError("Nothing of that name was learned; look at the list of what was.")
        body = {"id": effect} | ({"coder": coder} if coder else {})
        reviews.note_event("learning_reverted", actor, body)
        self.refresh(reviews.database)


def _next(connection: Connection, after: int) -> list[Event]:
    """The next events, some at a time: a driver may hold all that a statement finds."""
    query = select(event_table).where(event_table.c.seq > after, event_table.c.kind.in_(KINDS))
    found = connection.execute(query.order_by(event_table.c.seq).limit(MOST_AT_ONCE)).mappings()
    return [ledger.as_event(row) for row in found]


@dataclass(frozen=True, slots=True)
class CoderAdjuster:
    """Moves the ranking for one coder; see `chartside.coding.adjusting.Adjuster`."""

    moves: Moves
    coder: str
    lock: AbstractContextManager[object]
    terms: Terms

    def adjust(self, code: str, features: frozenset[str]) -> tuple[float, ReasoningStep | None]:
        """By how much the log-odds of a code move (at most `LIMIT`), and why."""
        with self.lock:
            place, about_place, about_code = self.moves.of(self.coder, code, features)
            told = []
            if abs(about_code) >= SEEN:
                told.append(code_text(code, self.moves.counts(CODE, code, self.coder)))
            if abs(about_place) >= SEEN:
                told.append(place_text(place, self.moves.counts(PLACE, place, self.coder)))
        moved = bounded(about_place + about_code)
        return moved, ReasoningStep("learned", " ".join(told)) if told else None

    def preferred(self, code: str, options: Sequence[str]) -> tuple[str, ReasoningStep] | None:
        """The code that this coder, or the coders here, choose in place of `code`."""
        with self.lock:
            found = self.moves.preferred(code, self.coder, tuple(options))
        if found is None:
            return None
        return found.code, ReasoningStep("learned", found.told(code))
