"""The observations that count, by kind of place and code, per coder; what is taken back is not there."""

from collections.abc import Iterator, Mapping
from itertools import islice

from chartside.review.effects import CHANGE, CODE, PLACE
from chartside.review.observations import UNSEEN, Observation

Key = tuple[str, str]
"""Encounter and code."""
ORGANISATION = ""
"""Stands for a coder where all of them are meant."""
Subject = tuple[str, str, str]
"""Kind, code or place, and coder."""


NEWEST = {PLACE: 150, CODE: 30, CHANGE: 30}
"""Observations of one subject that are kept: half as many again as ever count (`moves.OWN`), so that some
may be undone. Those of years would fill the memory."""
SLACK = 1.25
"""Times as many before the oldest go, so that this is seldom done."""


class Kept:
    """The newest observations in the order of their events; `changed` collects what is not as it was."""

    def __init__(self) -> None:
        self.changed: set[Subject] = set()
        self._kept: dict[str, dict[str, dict[str, dict[Key, Observation]]]] = {
            kind: {} for kind in (PLACE, CODE, CHANGE)
        }
        self._taught: dict[str, tuple[str, Mapping[str, Observation]]] = {}
        self._reverted: dict[Subject, int] = {}
        self._forgotten: dict[str | None, int] = {}
        self._unsorted: set[Subject] = set()

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

    def leave(self, encounter: str) -> None:
        """Forget which observations are of this encounter; they count on."""
        self._taught.pop(encounter, None)

    def recall(self, encounter: str, coder: str, observed: Mapping[str, Observation]) -> None:
        """Know again what an encounter taught that was left; nothing moves by it."""
        self._taught[encounter] = coder, observed

    def revert(self, effect: str, coder: str | None, seq: int) -> None:
        """Forget what was taught up to event `seq`: one effect, or all (of one coder)."""
        kind, _, rest = effect.partition(":")
        about, _, whose = rest.partition(":")
        if rest:
            self._reverted[(kind, about, whose)] = seq
            gone = [(kind, about, whose)]
            self.changed.update((kind, about, each) for each in self.coders(kind, about))
        else:
            self._forgotten[coder] = seq
            gone = [subject for subject in self.subjects() if coder in (None, subject[2])]
        for subject in gone:
            self._remove(subject)

    def subjects(self) -> Iterator[Subject]:
        """Everything that is known of, by kind."""
        for kind, kept in self._kept.items():
            for about, by_coder in kept.items():
                yield from ((kind, about, coder) for coder in by_coder)

    def coders(self, kind: str, about: str) -> tuple[str, ...]:
        """Who decided on it."""
        return tuple(self._kept.get(kind, {}).get(about, ()))

    def last(self, kind: str, about: str, coder: str, most: int, shared: bool = False) -> list[Observation]:
        """The newest ones, oldest first; `shared`: without what was taken back from the organisation."""
        those = self._kept[kind].get(about, {}).get(coder)
        if not those:
            return []
        self._sort((kind, about, coder), those)
        found = list(islice(reversed(those.values()), most))[::-1]
        after = self._reverted.get((kind, about, ORGANISATION), 0) if shared else 0
        return [each for each in found if each.seq > after] if after else found

    def state(self) -> dict[Subject, list[Observation]]:
        """All observations that may count, in their order."""
        return {subject: self.last(*subject, most=NEWEST[subject[0]]) for subject in sorted(self.subjects())}

    def _keep(self, encounter: str, code: str, coder: str, new: Observation) -> None:
        if new.seq <= max(self._forgotten.get(None, 0), self._forgotten.get(coder, 0)):
            return
        key = (encounter, code)
        for kind, about in _about(code, new):
            subject = (kind, about, coder)
            if new.seq <= self._reverted.get(subject, 0):
                continue
            those = self._kept[kind].setdefault(about, {}).setdefault(coder, {})
            newest = next(reversed(those.items()), None)
            those[key] = new
            if newest is not None and _order(newest) > _order((key, new)):
                self._unsorted.add(subject)
            self.changed.add(subject)
            if len(those) > SLACK * NEWEST[kind]:
                self._sort(subject, those)
                for old in list(islice(those, len(those) - NEWEST[kind])):
                    del those[old]

    def _sort(self, subject: Subject, those: dict[Key, Observation]) -> None:
        if subject in self._unsorted:
            self._unsorted.discard(subject)
            ordered = sorted(those.items(), key=_order)
            those.clear()
            those.update(ordered)

    def _drop(self, encounter: str, code: str, coder: str, old: Observation) -> None:
        for kind, about in _about(code, old):
            those = self._kept[kind].get(about, {}).get(coder, {})
            if those.pop((encounter, code), None) is not None:
                self.changed.add((kind, about, coder))
                if not those:
                    self._remove((kind, about, coder))

    def _remove(self, subject: Subject) -> None:
        kind, about, coder = subject
        by_coder = self._kept.get(kind, {}).get(about, {})
        if by_coder.pop(coder, None) is not None:
            self.changed.add(subject)
            if not by_coder:
                del self._kept[kind][about]


def _about(code: str, observation: Observation) -> Iterator[tuple[str, str]]:
    yield CODE, code
    yield CHANGE, code
    if observation.place != UNSEEN:
        yield PLACE, observation.place


def _order(item: tuple[Key, Observation]) -> tuple[int, Key]:
    return item[1].seq, item[0]
