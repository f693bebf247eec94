import pytest

from chartside.coding.rules.overlap import outdone
from chartside.coding.suggester import Suggester


@pytest.mark.parametrize(
    ("codes", "bare"),
    [
        (["E11.9", "E11.40"], {"E11.9"}),
        (["N18.9", "N18.31"], {"N18.9"}),
        (["I50.9", "I50.22"], {"I50.9"}),
        (["M25.569", "M25.562"], {"M25.569"}),
        (["J45.909", "J45.51"], {"J45.909"}),
        (["M25.561", "M25.562"], set()),
        (["E11.22", "E11.40"], set()),
        (["I10", "E11.9"], set()),
    ],
)
def test_a_bare_code_gives_way(suggester: Suggester, codes: list[str], bare: set[str]) -> None:
    assert set(outdone(suggester.code_set, codes)) == bare
