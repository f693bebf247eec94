import pytest

from chartside.coding.suggester import Suggester
from chartside.model import Note

FORBIDDEN = (
    "payment",
    "reimburs",
    "revenue",
    "drg",
    "hcc",
    "severity of illness",
    "please document",
    "should",
)


def query(suggester: Suggester, problem: str, code: str) -> str:
    result = suggester.suggest(Note(f"ASSESSMENT\n1. {problem}."))
    return next(s.query for s in result.suggestions if s.code == code)


@pytest.mark.parametrize(
    ("problem", "code", "open_detail"),
    [("Knee pain", "M25.569", "which side"), ("Carpal tunnel syndrome", "G56.00", "which side")],
)
def test_a_question_says_what_is_there_and_what_is_open(
    suggester: Suggester, problem: str, code: str, open_detail: str
) -> None:
    text = query(suggester, problem, code)
    assert f"“{problem}”" in text
    assert open_detail in text
    assert text.splitlines()[-2:] == ["[ ] Other: ________", "[ ] Unable to determine"]


def test_a_question_leads_nowhere(suggester: Suggester) -> None:
    text = query(suggester, "Knee pain", "M25.569")
    assert {"[ ] Right", "[ ] Left"} <= set(text.splitlines())
    assert "M25" not in text
    assert not any(word in text.lower() for word in FORBIDDEN)


def test_nothing_is_asked_where_nothing_is_open(suggester: Suggester) -> None:
    assert query(suggester, "Left knee pain", "M25.562") == ""
    assert query(suggester, "Hypertension", "I10") == ""
