import pytest

from chartside.coding.suggester import Suggester
from chartside.model import Note


@pytest.mark.parametrize(
    ("said", "demanded", "forbidden"),
    [
        ("Acute myocardial infarction.", "I21.9", "I25.2"),
        ("Myocardial infarction 3 weeks ago.", "I21.9", "I25.2"),
        ("Myocardial infarction four weeks ago.", "I21.9", "I25.2"),
        ("Myocardial infarction 5 weeks ago.", "I25.2", "I21.9"),
        ("Myocardial infarction two years ago.", "I25.2", "I21.9"),
    ],
)
def test_four_weeks_divide_acute_from_old(
    suggester: Suggester, said: str, demanded: str, forbidden: str
) -> None:
    codes = {s.code for s in suggester.suggest(Note(f"ASSESSMENT\n1. {said}")).suggestions}
    assert demanded in codes
    assert forbidden not in codes
