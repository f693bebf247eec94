import pytest

from chartside.coding.candidates import candidates
from chartside.coding.suggester import Suggester


def steps(suggester: Suggester, note: str) -> list[str]:
    found = candidates(suggester.code_set, note, suggester.reader.read(note))
    return [step.text for each, _ in found for step in each.steps]


@pytest.mark.parametrize(
    ("note", "why"),
    [
        ("RA on methotrexate.", "RA beside “methotrexate” has this meaning."),
        ("PMH: DM.", "Nothing around DM says what it means; this is its usual meaning."),
        ("Cystic fibrosis (CF). CF since birth.", "The note writes CF out as “Cystic fibrosis”."),
    ],
)
def test_the_reason_is_told(suggester: Suggester, note: str, why: str) -> None:
    assert why in steps(suggester, note)


def test_without_a_usual_meaning_nothing_is_said(suggester: Suggester) -> None:
    assert steps(suggester, "The AS was seen.") == []
