"""From events to observations: each is one code of one encounter that a person chose or did not choose.

An observation holds codes, kinds of places and numbers, never a word of a note. A later decision on the same
code replaces the earlier one; what is undone is as if it had not been. Training and scripts teach nothing.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from sys import intern
from typing import NamedTuple

from chartside.coding.ranking import POSSIBLE_FROM
from chartside.review.records import DecisionKind, Event, Json, Mode

KINDS = tuple(
    (
        "coder_added coder_changed opened read_again revealed decided undone finalized reopened "
        "learning_reverted synonym_proposed synonym_confirmed synonym_withdrawn"
    ).split()
)
"""The events that learning looks at."""
LATEST = 2000
"""Encounters whose events are kept: those that were worked on last. Others are read again when needed."""
UNSEEN = ""
"""The place of a code that was not suggested; nothing is learned about places from it."""


class Observation(NamedTuple):
    """One code that was chosen or not.

    `seq` is the event that settled it, `hour` its hour since 1970, `logit` the log-odds before anything
    learned, `became` the code that stands in its place after a change.
    """

    seq: int
    hour: int
    chosen: bool
    logit: float
    place: str
    became: str | None = None


class _Told(NamedTuple):
    """What counts of one event; the rest of it would fill the memory of a long record."""

    seq: int
    hour: int
    kind: str = ""
    code: str = ""
    before: str | None = None


@dataclass(slots=True)
class _Encounter:
    coder: str
    teaches: bool
    hidden: bool
    """The suggestions were not shown yet: a code that was not chosen says nothing."""
    basis: dict[str, tuple[str, float]] = field(default_factory=dict)
    decisions: dict[int, tuple[_Told, bool]] = field(default_factory=dict)
    closed: _Told | None = None


class Encounters:
    """The encounters of the events so far, or the latest of them: those of years would fill the memory."""

    def __init__(self) -> None:
        self._encounters: dict[str, _Encounter] = {}
        self._persons: dict[str, bool] = {}

    def take(self, event: Event) -> str | None:
        """Apply one event; the encounter that teaches something else now, if one does."""
        if event.kind in ("coder_added", "coder_changed"):
            self._persons[event.body["id"]] = event.body["person"]
            return None
        encounter = event.encounter or ""
        if (known := self._encounters.pop(encounter, None)) is not None:
            self._encounters[encounter] = known
        if event.kind == "opened":
            teaches = event.body["mode"] != Mode.TRAINING and self._persons.get(event.actor, True)
            hidden = event.body["mode"] != Mode.ASSISTED
            self._encounters[encounter] = _Encounter(event.actor, teaches, hidden)
        one = self._encounters.get(encounter)
        if one is None or not one.teaches:
            return None
        if event.kind in ("opened", "read_again"):
            one.basis.update(_basis(event.body))
            return None
        if event.kind == "revealed":
            one.hidden = False
        elif event.kind == "decided":
            one.decisions[event.body["number"]] = (_told(event), True)
        elif event.kind == "undone":
            number = event.body["number"]
            one.decisions[number] = (one.decisions[number][0], False)
        elif event.kind in ("finalized", "reopened"):
            one.closed = _told(event) if event.kind == "finalized" else None
        return encounter

    def knows(self, encounter: str) -> bool:
        """Whether its events are kept."""
        return encounter in self._encounters

    def leave(self) -> Iterator[str]:
        """Drop all but the latest; the identifiers of those that go."""
        while len(self._encounters) > LATEST:
            oldest = next(iter(self._encounters))
            del self._encounters[oldest]
            yield oldest

    def observed(self, encounter: str) -> tuple[str, dict[str, Observation]]:
        """The coder of an encounter, and what it teaches about each code."""
        one = self._encounters[encounter]
        found: dict[str, Observation] = {}
        for told, stands in one.decisions.values():
            if stands:
                for code, observation in _decided(told, one.basis):
                    found.pop(code, None)
                    found[code] = observation
        if found and one.closed is not None and not one.hidden:
            for code in one.basis:
                if code not in found:
                    found[code] = _made(one.closed, False, one.basis[code])
        return one.coder, found


def _told(event: Event) -> _Told:
    hour = int(datetime.fromisoformat(event.at).timestamp() // 3600)
    if event.kind != "decided":
        return _Told(event.seq, hour)
    before = event.body["from_code"]
    return _Told(
        event.seq, hour, intern(event.body["kind"]), intern(event.body["code"]), before and intern(before)
    )


def _decided(told: _Told, basis: dict[str, tuple[str, float]]) -> Iterator[tuple[str, Observation]]:
    kind, code, before = told.kind, told.code, told.before
    start = basis.get(code) or basis.get(before or "") or (UNSEEN, POSSIBLE_FROM)
    if kind == DecisionKind.CHANGE and before in basis:
        yield before, _made(told, False, basis[before], code)
    if kind != DecisionKind.REJECT or code in basis:
        yield code, _made(told, kind != DecisionKind.REJECT, start)


def _made(told: _Told, chosen: bool, basis: tuple[str, float], became: str | None = None) -> Observation:
    place, probability = basis
    bounded = min(max(probability, 0.005), 0.995)
    return Observation(told.seq, told.hour, chosen, math.log(bounded / (1.0 - bounded)), place, became)


def _basis(body: Json) -> dict[str, tuple[str, float]]:
    """Of each suggestion that was shown; events of before learning hold none."""
    return {intern(row[0]): (intern(row[4][0]), float(row[4][1])) for row in body["shown"] if len(row) > 4}
