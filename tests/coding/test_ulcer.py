import pytest

from chartside.coding.suggester import Suggester
from chartside.model import Note


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Diabetic foot ulcer of the right heel with fat layer exposed.", "L97.412"),
        ("Diabetic foot ulcer of the left great toe.", "L97.529"),
        ("Diabetic foot ulcer.", "L97.509"),
        ("Diabetic foot ulcer of the left midfoot with necrosis of bone.", "L97.424"),
    ],
)
def test_the_site_follows_from_the_words_of_the_ulcer(suggester: Suggester, said: str, code: str) -> None:
    found = {s.code: s for s in suggester.suggest(Note(f"ASSESSMENT\n1. {said}")).suggestions}
    assert {"E11.621", code} <= found.keys()
    assert any("L97" in step.text for step in found["E11.621"].reasoning)


def test_no_ulcer_is_offered_without_one(suggester: Suggester) -> None:
    found = suggester.suggest(Note("ASSESSMENT\n1. Type 2 diabetes.")).suggestions
    assert not [s for s in found if s.code.startswith("L97")]


def test_an_arterial_ulcer_said_in_one_term_asks_for_its_severity(suggester: Suggester) -> None:
    text = "ASSESSMENT\n1. Atherosclerosis of native arteries of right leg with ulceration of calf."
    found = {s.code: s for s in suggester.suggest(Note(text)).suggestions}
    assert set(found) == {"I70.232", "L97.219"}
    assert any("asks for the severity" in step.text for step in found["L97.219"].reasoning)
