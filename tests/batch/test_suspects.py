"""A note that ends its worker is found among others, and blamed alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartside.batch.driver import Killed
from chartside.batch.rows import BatchError, Outcome, Part, Row
from chartside.batch.suspects import MOST, read_suspect


def reader(bad: set[int], calls: list[int] | None = None):
    def alone(part: Part) -> Outcome:
        if calls is not None:
            calls.append(len(part.rows))
        read = [row.place for row in part.rows if row.place not in part.barred]
        if bad.intersection(read):
            raise Killed
        return Outcome("x", repr((read, dict(part.barred))).encode(), notes=len(read))

    return alone


def part_of(count: int) -> Part:
    return Part(4, tuple(Row(place, b"{}") for place in range(1, count + 1)))


@given(st.integers(1, 100), st.sets(st.integers(1, 100), max_size=MOST))
def test_exactly_the_bad_notes_are_barred(count: int, bad: set[int]) -> None:
    bad = {place for place in bad if place <= count}
    outcome = read_suspect(reader(bad), part_of(count))
    read, barred = eval(outcome.data)
    assert set(barred) == bad
    assert read == [place for place in range(1, count + 1) if place not in bad]


def test_one_bad_note_costs_few_attempts() -> None:
    calls: list[int] = []
    read_suspect(reader({37}, calls), part_of(100))
    assert len(calls) <= 10


def test_a_part_that_was_innocent_is_just_read() -> None:
    calls: list[int] = []
    assert read_suspect(reader(set(), calls), part_of(100)).notes == 100
    assert calls == [100]


def test_ill_workers_end_the_run_instead_of_blaming_every_note() -> None:
    with pytest.raises(BatchError, match="again and again"):
        read_suspect(reader(set(range(1, 101))), part_of(100))
