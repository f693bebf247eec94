"""Ranges looked up by place agree with looking at every one."""

from hypothesis import given
from hypothesis import strategies as st

from chartside.coding.ranges import Ranges, outermost

STARTS_AND_LENGTHS = st.tuples(st.integers(0, 40), st.integers(1, 15))
RANGES = st.lists(STARTS_AND_LENGTHS.map(lambda each: (each[0], each[0] + each[1])), max_size=12)


@given(RANGES, st.integers(0, 60))
def test_around_is_every_range_that_holds_the_place(ranges: list[tuple[int, int]], place: int) -> None:
    found = list(Ranges(ranges).around(place))
    assert sorted(found) == sorted({(start, end) for start, end in ranges if start <= place < end})
    assert found == sorted(found, reverse=True)


@given(RANGES)
def test_outermost_lie_in_no_other(ranges: list[tuple[int, int]]) -> None:
    def lies_in(one: tuple[int, int], other: tuple[int, int]) -> bool:
        return other != one and other[0] <= one[0] and one[1] <= other[1]

    every = set(ranges)
    assert outermost(ranges) == {one for one in every if not any(lies_in(one, other) for other in every)}
