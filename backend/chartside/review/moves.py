"""What observations move: of each kind of place and each code, reckoned when it is asked for, and kept."""

from collections.abc import Iterator

from chartside.coding.adjusting import place_of
from chartside.review.effects import (
    CHANGE,
    CODE,
    PLACE,
    Counts,
    Effect,
    change_text,
    code_text,
    name_of,
    place_text,
)
from chartside.review.estimates import agreed, bounded, shift
from chartside.review.kept import ORGANISATION, Kept, Subject
from chartside.review.preferences import Preference, preferred

SEEN = 0.05
"""A move of log-odds from which it is told."""
PRIOR = {PLACE: 8.0, CODE: 3.0}
"""Decisions that came as expected, before any was made."""
HOURLY = {PLACE: 60.0, CODE: 3.0}
"""A burst of one hour counts at most like twice as many decisions."""
OWN = {PLACE: 100, CODE: 20, CHANGE: 20}
"""The newest decisions of a coder that count for themselves."""
SHARED = {PLACE: 60, CODE: 15, CHANGE: 15}
"""The newest decisions of one coder that count for the organisation."""
YIELD = {PLACE: 60.0, CODE: 6.0}
"""Own decisions from which the organisation's part counts half."""


class Moves:
    """The moves of log-odds that the observations of `kept` speak for."""

    def __init__(self) -> None:
        self.kept = Kept()
        self._own: dict[Subject, float] = {}
        self._shared: dict[Subject, float] = {}
        self._offsets: dict[tuple[str, str], float] = {}
        self._counted: dict[Subject, Counts] = {}
        self._known: dict[Subject, float] = {}

    def of(self, coder: str, code: str, features: frozenset[str]) -> tuple[str, float, float]:
        """The kind of place of a code, the move of that place and the move of the code."""
        self.settle()
        place = place_of(features)
        return place, self._combined(PLACE, place, coder), self._combined(CODE, code, coder)

    def counts(self, kind: str, about: str, coder: str) -> Counts:
        """How often something was chosen by this coder, or by all when they never decided on it."""
        self.settle()
        known = self._counted.get((kind, about, coder))
        if known is None:
            own = self.kept.last(kind, about, coder, OWN[kind])
            last = list(own)
            for other in () if own else self.kept.coders(kind, about):
                last += self.kept.last(kind, about, other, SHARED[kind], shared=True)
            known = Counts(sum(each.chosen for each in last), len(last), bool(own))
            self._counted[(kind, about, coder)] = known
        return known

    def preferred(self, code: str, coder: str, options: tuple[str, ...] | None = None) -> Preference | None:
        """The code that is chosen in place of another one."""
        told = {
            each: self.kept.last(CHANGE, code, each, OWN[CHANGE], shared=each != coder)
            for each in self.kept.coders(CHANGE, code)
        }
        return preferred(told, coder, options) if told else None

    def effects(self) -> Iterator[Effect]:
        """Each effect that moves something now, of every coder and of the organisation."""
        self.settle()
        everyone = dict.fromkeys((kind, about, ORGANISATION) for kind, about, _ in self.kept.subjects())
        for kind, about, coder in (*self.kept.subjects(), *everyone):
            if kind == CHANGE:
                found = self.preferred(about, coder)
                if found is not None and found.counts.own == bool(coder):
                    text = change_text(about, found.code, found.counts)
                    yield _effect(kind, about, coder, found.counts, 0.0, text)
                continue
            move = self._of_coder(kind, about, coder) if coder else self._of_all(kind, about)
            if abs(move) >= SEEN:
                counts = self.counts(kind, about, coder)
                text = (place_text if kind == PLACE else code_text)(about, counts)
                yield _effect(kind, about, coder, counts, round(move, 2), text)

    def settle(self) -> None:
        """Forget what was reckoned from observations that are not as they were."""
        if self.kept.changed:
            self._known.clear()
            self._counted.clear()
        places = []
        for subject in self.kept.changed:
            kind, about, coder = subject
            self._own.pop(subject, None)
            self._shared.pop(subject, None)
            if kind == PLACE:
                places.append((coder, about))
        self.kept.changed.clear()
        for place in places:
            before = self._offsets.pop(place, None)
            if before is not None and before != self._offset(*place):
                for known in (self._own, self._shared):
                    for subject in [each for each in known if each[0] == CODE and each[2] == place[0]]:
                        del known[subject]

    def _combined(self, kind: str, about: str, coder: str) -> float:
        known = self._known.get((kind, about, coder))
        if known is not None:
            return known
        coders = self.kept.coders(kind, about)
        if not coders:
            return 0.0
        move, shared = self._of_coder(kind, about, coder), self._of_all(kind, about)
        if shared:
            times = self.counts(kind, about, coder).times if coder in coders else 0
            move += shared * YIELD[kind] / (times + YIELD[kind])
        found = self._known[(kind, about, coder)] = bounded(move)
        return found

    def _of_all(self, kind: str, about: str) -> float:
        coders = self.kept.coders(kind, about)
        if len(coders) < 2:
            return 0.0
        for coder in coders:
            if (kind, about, coder) not in self._shared:
                self._shared[(kind, about, coder)] = self._reckon(kind, about, coder, shared=True)
        return agreed(self._shared[(kind, about, coder)] for coder in coders)

    def _of_coder(self, kind: str, about: str, coder: str) -> float:
        known = self._own.get((kind, about, coder))
        if known is None:
            known = self._own[(kind, about, coder)] = self._reckon(kind, about, coder, shared=False)
        return known

    def _reckon(self, kind: str, about: str, coder: str, shared: bool) -> float:
        last = self.kept.last(kind, about, coder, (SHARED if shared else OWN)[kind], shared)
        offsets = [self._offset(coder, each.place) if kind == CODE else 0.0 for each in last]
        return shift(last, PRIOR[kind], HOURLY[kind], offsets)

    def _offset(self, coder: str, place: str) -> float:
        """What the place moves, in coarse steps, so that most codes need not be reckoned anew."""
        known = self._offsets.get((coder, place))
        if known is None:
            known = self._offsets[(coder, place)] = round(5 * self._of_coder(PLACE, place, coder)) / 5
        return known


def _effect(kind: str, about: str, coder: str, counts: Counts, move: float, text: str) -> Effect:
    name = name_of(kind, about, coder)
    return Effect(name, kind, about, coder, counts.chosen, counts.times, move, text)
