import pytest

from chartside.coding.rules.excludes import names


@pytest.mark.parametrize(
    ("pattern", "code", "covered"),
    [
        ("E11.-", "E11.22", True),
        ("E11", "E11.9", True),
        ("O24.4-", "O24.410", True),
        ("O24.4-", "O24.01", False),
        ("E08-E13", "E10.9", True),
        ("E08-E13", "E14.9", False),
        ("J44.0", "J44.1", False),
        ("S00-T88", "S42.201A", True),
    ],
)
def test_a_pattern_covers_its_codes(pattern: str, code: str, covered: bool) -> None:
    assert names(pattern, code) is covered
