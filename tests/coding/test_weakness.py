"""One-sided weakness beside a stroke is hemiplegia; its rule book stands in `rulebook/sequela.tsv`."""

import pytest

from chartside.coding.suggester import Suggester
from chartside.model import Note


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Acute stroke with right-sided weakness", "G81.91"),
        ("Weakness of his left side from a stroke", "G81.94"),
        ("Acute stroke with right-sided weakness in a left-handed man", "G81.93"),
        ("Acute stroke with generalized weakness", None),
        ("Acute stroke with left leg weakness", None),
        ("Acute stroke. Right-sided weakness since childhood", None),
    ],
)
def test_a_side_of_the_body_beside_a_stroke(suggester: Suggester, said: str, code: str | None) -> None:
    found = suggester.suggest(Note(f"ASSESSMENT\n1. {said}."))
    assert [each.code for each in found.suggestions if each.code.startswith("G81")] == (
        [code] if code else []
    )


def test_the_reasoning_says_why(suggester: Suggester) -> None:
    found = suggester.suggest(Note("ASSESSMENT\n1. Acute stroke with right-sided weakness."))
    (weak,) = (each for each in found.suggestions if each.code == "G81.91")
    assert [each.text for each in weak.evidence] == ["weakness"]
    assert any("Coding Clinic" in step.reference for step in weak.reasoning)
