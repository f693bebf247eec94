"""What is kept of decisions: the newest, and enough of an encounter to take it up again."""

import random

import pytest

from chartside.review import observations
from chartside.review.kept import NEWEST, SLACK
from chartside.review.learning import Learned
from chartside.review.records import Decision, DecisionKind

from .conftest import ANA, BEN, Record
from .learning_events import Life, moved

ANGINA = {"I25.10": ("hpi", 0.2)}
LATEST_KEPT = 150


def test_encounters_that_were_left_are_read_again_when_they_are_worked_on(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, few = random.Random(5), Learned()
    names: list[str] = []
    for _ in range(12):
        names += [record.opened("I10", "R05.9"), record.opened("I10", "M10.9", coder=BEN)]
        for _ in range(4):
            number = chance.randrange(len(names))
            coder, name = (ANA, BEN)[number % 2], names[number]
            view = record.reviews.get(name, coder)
            if view.state == "finalized":
                record.reviews.reopen(coder, name)
            standing = [each.number for each in view.decisions if not each.undone]
            if standing and chance.random() < 0.4:
                record.reviews.undo(coder, name, number=standing[-1])
            else:
                code = chance.choice(["I10", "R05.9", "M10.9"])
                record.reviews.decide(coder, name, Decision(DecisionKind.ACCEPT, code))
            if chance.random() < 0.4:
                record.reviews.finalize(coder, name)
        monkeypatch.setattr(observations, "LATEST", 2)
        few.refresh(record.database)
        monkeypatch.undo()
        whole = Learned()
        whole.refresh(record.database)
        assert few.state() == whole.state()
        assert few.effects() == whole.effects()


def test_what_is_kept_does_not_grow_with_years_of_decisions(monkeypatch: pytest.MonkeyPatch) -> None:
    life = Life()
    monkeypatch.setattr(observations, "LATEST", LATEST_KEPT)
    names = [life.encounter("ana", ANGINA, ("accept", "I25.10")) for _ in range(400)]
    learned = life.learned()
    kept = learned._moves.kept
    counts = {kind: len(those) for kind in NEWEST for those in next(iter(kept._kept[kind].values())).values()}
    assert all(NEWEST[kind] <= count <= SLACK * NEWEST[kind] for kind, count in counts.items()), counts
    assert len(kept._taught) == LATEST_KEPT
    before = moved(learned, "ana", "I25.10")
    for name in (names[300], names[-1]):
        life.event("undone", "ana", {"number": 1}, name)
        learned.take(life.events[-1])
    assert moved(learned, "ana", "I25.10") == pytest.approx(before, abs=0.1)
