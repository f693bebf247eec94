"""What observations move: kept by kind of place and by code, per coder, and reckoned when it is asked for."""

from collections.abc import Iterator, Mapping
from itertools import islice

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
from chartside.review.observations import UNSEEN, Observation
from chartside.review.preferences import Preference, preferred

Key = tuple[str, str]
"""Encounter and code."""
_Kept = dict[str, dict[str, dict[str, dict[Key, Observation]]]]
"""By kind, code or place, and coder."""
ORGANISATION = ""
SEEN = 0.05
"""A move of log-odds from which it is told."""
PRIOR = {PLACE: 8.0, CODE: 3.0}
"""Decisions that came as expected, before any was made."""
HOURLY = {PLACE: 60.0, CODE: 3.0}
"""A burst of one hour counts at most like twice as many decisions."""
OWN = {PLACE: 300, CODE: 40}
"""The newest decisions of a coder that count for themselves."""
SHARED = {PLACE: 100, CODE: 15}
"""The newest decisions of one coder that count for the organisation."""
YIELD = {PLACE: 60.0, CODE: 6.0}
"""Own decisions from which the organisation's part counts half."""


class Moves:
    """Observations, and the moves of log-odds that they speak for."""

    def __init__(self) -> None:
        self._taught: dict[str, tuple[str, Mapping[str, Observation]]] = {}
        self._kept: dict[str, dict[str, dict[str, dict[Key, Observation]]]] = {
            PLACE: {},
            CODE: {},
            CHANGE: {},
        }
        self._reverted: dict[tuple[str, str, str], int] = {}
        self._forgotten: dict[str | None, int] = {}
        self._reckoned: dict[tuple[str, str, str, int], float] = {}
        self._offsets: dict[tuple[str, str], float] = {}
        self._stale: set[tuple[str, str]] = set()

    def put(self, encounter: str, coder: str, observed: Mapping[str, Observation]) -> None:
        """What an encounter teaches now, in place of what it taught before."""
        _, before = self._taught.get(encounter, (coder, {}))
        self._taught[encounter] = coder, observed
        for code in sorted({*before, *observed}):
            old, new = before.get(code), observed.get(code)
            if old != new:
                if old is not None:
                    self._drop(encounter, code, coder, old)
                if new is not None:
                    self._keep(encounter, code, coder, new)

    def revert(self, effect: str, coder: str | None, seq: int) -> None:
        """Forget what was taught up to now: one effect, or all (of one coder)."""
        kind, _, rest = effect.partition(":")
        about, _, whose = rest.partition(":")
        if not rest:
            self._forgotten[coder] = seq
            gone = [
                (kind, about, whose)
                for kind, kept in self._kept.items()
                for about, by_coder in kept.items()
                for whose in by_coder
                if coder in (None, whose)
            ]
        else:
            self._reverted[(kind, about, whose)] = seq
            gone = [(kind, about, whose)] if whose in self._kept.get(kind, {}).get(about, {}) else []
        for kind, about, whose in gone:
            del self._kept[kind][about][whose]
            if not self._kept[kind][about]:
                del self._kept[kind][about]
        self._reckoned.clear()
        self._offsets.clear()

    def of(self, coder: str, code: str, features: frozenset[str]) -> tuple[str, float, float]:
        """The kind of place of a code, the move of that place and the move of the code."""
        self._settle()
        place = place_of(features)
        return place, self._combined(PLACE, place, coder), self._combined(CODE, code, coder)

    def counts(self, kind: str, about: str, coder: str) -> Counts:
        """How often something was chosen by this coder, or by all when they never decided on it."""
        by_coder = self._kept[kind].get(about, {})
        if coder in by_coder:
            last = _last(by_coder[coder], OWN[kind])
            return Counts(sum(each.chosen for each in last), len(last), own=True)
        last = [each for those in by_coder.values() for each in _last(those, SHARED[kind])]
        return Counts(sum(each.chosen for each in last), len(last), own=False)

    def preferred(self, code: str, coder: str, options: tuple[str, ...] | None = None) -> Preference | None:
        """The code that is chosen in place of another one."""
        by_coder = self._kept[CHANGE].get(code)
        if not by_coder:
            return None
        after = self._reverted.get((CHANGE, code, ORGANISATION), 0)
        told = {
            who: [each for each in _last(those, OWN[CODE]) if who == coder or each.seq > after]
            for who, those in by_coder.items()
        }
        return preferred(told, coder, options)

    def effects(self) -> Iterator[Effect]:
        """Each effect that moves something now, of every coder and of the organisation."""
        self._settle()
        for kind in (PLACE, CODE):
            say = place_text if kind == PLACE else code_text
            for about, by_coder in self._kept[kind].items():
                for coder in (*by_coder, ORGANISATION):
                    move = self._own(kind, about, coder) if coder else self._shared(kind, about)
                    if abs(move) >= SEEN:
                        counts = self.counts(kind, about, coder)
                        yield Effect(
                            name_of(kind, about, coder), kind, about, coder, counts.chosen, counts.times,
                            round(move, 2), say(about, counts),
                        )  # fmt: skip
        for code, by_coder in self._kept[CHANGE].items():
            for coder in (*by_coder, ORGANISATION):
                found = self.preferred(code, coder)
                if found is not None and found.counts.own == bool(coder):
                    counts = found.counts
                    yield Effect(
                        name_of(CHANGE, code, coder), CHANGE, code, coder, counts.chosen, counts.times, 0.0,
                        change_text(code, found.code, counts),
                    )  # fmt: skip

    def state(self) -> dict[str, dict[str, dict[str, list[Observation]]]]:
        """All observations that count, in their order."""
        return {
            kind: {
                about: {coder: list(those.values()) for coder, those in sorted(by_coder.items())}
                for about, by_coder in sorted(kept.items())
            }
            for kind, kept in self._kept.items()
        }

    def _combined(self, kind: str, about: str, coder: str) -> float:
        by_coder = self._kept[kind].get(about)
        if not by_coder:
            return 0.0
        times = min(len(by_coder.get(coder, ())), OWN[kind])
        shared = self._shared(kind, about) * YIELD[kind] / (times + YIELD[kind])
        return bounded(self._own(kind, about, coder) + shared)

    def _shared(self, kind: str, about: str) -> float:
        by_coder = self._kept[kind].get(about, {})
        if len(by_coder) < 2:
            return 0.0
        return agreed(self._reckon(kind, about, coder, SHARED[kind]) for coder in by_coder)

    def _own(self, kind: str, about: str, coder: str) -> float:
        return self._reckon(kind, about, coder, OWN[kind])

    def _reckon(self, kind: str, about: str, coder: str, most: int) -> float:
        key = (kind, about, coder, most)
        known = self._reckoned.get(key)
        if known is None:
            after = self._reverted.get((kind, about, ORGANISATION), 0) if most == SHARED[kind] else 0
            last = [each for each in _last(self._kept[kind][about].get(coder, {}), most) if each.seq > after]
            offsets = [self._offset(coder, each.place) if kind == CODE else 0.0 for each in last]
            known = self._reckoned[key] = shift(last, PRIOR[kind], HOURLY[kind], offsets)
        return known

    def _offset(self, coder: str, place: str) -> float:
        """What the place moves, in coarse steps, so that most codes need not be reckoned anew."""
        key = (coder, place)
        if key not in self._offsets:
            known = coder in self._kept[PLACE].get(place, {})
            self._offsets[key] = round(5 * self._own(PLACE, place, coder)) / 5 if known else 0.0
        return self._offsets[key]

    def _settle(self) -> None:
        """Reckon the codes anew where the move of their place changed."""
        for key in self._stale:
            before = self._offsets.pop(key, None)
            if before is not None and before != self._offset(*key):
                self._reckoned = {k: v for k, v in self._reckoned.items() if k[0] == PLACE or k[2] != key[0]}
        self._stale.clear()

    def _keep(self, encounter: str, code: str, coder: str, new: Observation) -> None:
        if new.seq <= max(self._forgotten.get(None, 0), self._forgotten.get(coder, 0)):
            return
        for kind, about in _subjects(code, new):
            if new.seq <= self._reverted.get((kind, about, coder), 0):
                continue
            those = self._kept[kind].setdefault(about, {}).setdefault(coder, {})
            newest = next(reversed(those.items()), None)
            those[(encounter, code)] = new
            if newest is not None and _order(newest) > _order(((encounter, code), new)):
                ordered = sorted(those.items(), key=_order)
                those.clear()
                those.update(ordered)
            self._changed(kind, about, coder)

    def _drop(self, encounter: str, code: str, coder: str, old: Observation) -> None:
        for kind, about in _subjects(code, old):
            by_coder = self._kept[kind].get(about, {})
            if by_coder.get(coder, {}).pop((encounter, code), None) is not None:
                if not by_coder[coder]:
                    del by_coder[coder]
                if not by_coder:
                    del self._kept[kind][about]
                self._changed(kind, about, coder)

    def _changed(self, kind: str, about: str, coder: str) -> None:
        if kind == CHANGE:
            return
        for most in (OWN[kind], SHARED[kind]):
            self._reckoned.pop((kind, about, coder, most), None)
        if kind == PLACE:
            self._stale.add((coder, about))


def _subjects(code: str, observation: Observation) -> Iterator[tuple[str, str]]:
    yield CODE, code
    yield CHANGE, code
    if observation.place != UNSEEN:
        yield PLACE, observation.place


def _order(item: tuple[Key, Observation]) -> tuple[int, Key]:
    return item[1].seq, item[0]


def _last(those: dict[Key, Observation], most: int) -> list[Observation]:
    """The newest ones, oldest first."""
    return list(islice(reversed(those.values()), most))[::-1]
