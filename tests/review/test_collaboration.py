import tracemalloc

import pytest

from chartside.review.collaboration import (
    Judged,
    Reviewed,
    engine_alone,
    figure,
    first_passes,
    recorded,
    upper_bounds,
)
from chartside.review.first_pass import reveal
from chartside.review.records import Decision, DecisionKind, Mode, RejectReason

from .conftest import ANA, Record, result

NOTES = [
    Judged(frozenset({"I10", "E119"}), ("I10", "R05", "J45", "E119"), frozenset({"I10", "R05"})),
    Judged(frozenset({"M5450"}), ("M5450",), frozenset({"M5450"})),
]


def test_the_engine_is_scored_as_it_is() -> None:
    alone = engine_alone(NOTES)
    assert (alone.kind, alone.notes) == ("measured", 2)
    assert alone.precision == alone.recall == alone.f1 == pytest.approx(2 / 3)
    assert alone.low <= alone.f1 <= alone.high


def test_the_upper_bound_takes_every_right_row_and_adds_none() -> None:
    few, all_rows = upper_bounds(NOTES, (3,))
    assert (few.kind, few.name) == ("upper bound", "coder from the list, 3 rows read")
    assert (few.precision, few.recall) == (1.0, pytest.approx(2 / 3))
    assert all_rows.f1 == 1.0


def test_intervals_of_many_notes_take_little_memory() -> None:
    right, wrong = frozenset({"A"}), frozenset({"B"})
    pairs = [(right, right), (wrong, right)] * 2500
    tracemalloc.start()
    told = figure("x", "measured", pairs)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 0.48 < told.low < told.f1 == 0.5 < told.high < 0.52
    assert peak < 20e6


def test_intervals_are_the_same_each_time_and_grow_with_what_differs() -> None:
    same = [(frozenset({"A"}), frozenset({"A"}))] * 20
    mixed = same[:10] + [(frozenset({"B"}), frozenset({"A"}))] * 10
    assert (figure("x", "measured", same).low, figure("x", "measured", same).high) == (1.0, 1.0)
    first, second = figure("x", "measured", mixed), figure("x", "measured", mixed)
    assert first == second
    assert 0.2 < first.low < first.f1 == 0.5 < first.high < 0.8


def test_a_recorded_first_pass_has_a_before_and_an_after(record: Record) -> None:
    note = record.note("the note")
    encounter = record.reviews.open(ANA, note, result("I10", "E11.9", "R05.9"), Mode.FIRST_PASS)
    decide = record.reviews.decide
    decide(ANA, encounter, Decision(DecisionKind.ADD, "I10"))
    decide(ANA, encounter, Decision(DecisionKind.ADD, "R05.9"))
    reveal(record.reviews, ANA, encounter)
    decide(ANA, encounter, Decision(DecisionKind.ADD, "E11.9"))
    decide(ANA, encounter, Decision(DecisionKind.REJECT, "R05.9", reason=RejectReason.INTEGRAL))
    with record.database.read() as connection:
        assert first_passes(connection) == []
    record.reviews.finalize(ANA, encounter)
    with record.database.read() as connection:
        (found,) = first_passes(connection)
    assert found == Reviewed(note.digest, frozenset({"I10", "R059"}), frozenset({"I10", "E119"}))
    before, after, own = recorded([found], {note.digest: frozenset({"I10", "E119"})})
    assert (before.f1, after.f1, own.f1) == (0.5, 1.0, 0.5)
    assert [each.name for each in recorded([found], {})] == ["first pass against the coder's own final codes"]


def test_a_first_pass_that_never_saw_the_suggestions_has_no_after(record: Record) -> None:
    encounter = record.reviews.open(ANA, record.note(), result("I10", "E11.9"), Mode.FIRST_PASS)
    record.reviews.decide(ANA, encounter, Decision(DecisionKind.ADD, "I10"))
    record.reviews.finalize(ANA, encounter)
    with record.database.read() as connection:
        assert first_passes(connection) == []
