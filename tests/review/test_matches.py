"""What is kept is what counting anew says, whatever happened to the record since."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chartside.review import matches
from chartside.review.figures import Asked
from chartside.review.matches import Matches
from chartside.review.records import Decision, DecisionKind
from chartside.review.statistics import match_by_day

from .conftest import ANA, BEN, Record
from .test_statistics import opened, today, worked


def test_kept_matches_are_those_that_are_counted_anew(record: Record) -> None:
    kept, encounter = Matches(), worked(record)
    other = opened(record, coder=BEN)

    def change() -> None:
        record.reviews.decide(BEN, other, Decision(DecisionKind.ACCEPT, "I10"))

    acts: tuple[Callable[[], object], ...] = (
        lambda: None,
        change,
        lambda: record.reviews.finalize(BEN, other),
        lambda: record.reviews.reopen(ANA, encounter),
        lambda: record.reviews.decide(ANA, encounter, Decision(DecisionKind.ADD, "Z79.4")),
        lambda: record.reviews.finalize(ANA, encounter),
        lambda: record.reviews.erase(ANA, [encounter]),
    )
    asked_for = (
        Asked(),
        Asked(coder=ANA.id),
        Asked(coder=BEN.id),
        Asked(since=today()),
        Asked(until=today() - timedelta(days=1)),
    )
    seen = []
    for act in acts:
        act()
        for asked in asked_for:
            with record.database.read() as connection:
                told = kept.by_day(connection, asked)
                assert told == match_by_day(connection, asked)
            seen.append(str(told))
    assert len(set(seen)) > 3


def test_nothing_is_counted_anew_when_no_code_became_final(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, _ = Matches(), worked(record)
    with record.database.read() as connection:
        before = kept.by_day(connection, Asked())
    other = opened(record)
    record.reviews.decide(ANA, other, Decision(DecisionKind.ACCEPT, "I10"))
    monkeypatch.setattr(matches, "match_by_day", None)
    with record.database.read() as connection:
        assert kept.by_day(connection, Asked()) == before
