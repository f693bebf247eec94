"""The ranges in which a large record is compared."""

import pytest

from chartside.review.accounts import PREFIXES, Part, parts_of


@pytest.mark.parametrize("count", [1, 2, 5, 100, PREFIXES, 10 * PREFIXES])
def test_every_identifier_lies_in_one_range(count: int) -> None:
    parts = parts_of(count)
    assert len(parts) == min(count, PREFIXES)
    for name in ("", "0", "000", "00", "4c5d-1", "7fffffff", "ffff", "zz", "Ana", "~"):
        holding = [each for each in parts if each.first <= name and (not each.before or name < each.before)]
        assert len(holding) == 1


def test_one_range_holds_all() -> None:
    assert parts_of(1) == [Part()]
