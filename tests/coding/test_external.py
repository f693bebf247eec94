from chartside.coding.rules.external import without_injury
from chartside.coding.suggester import Suggester
from chartside.model import Note


def test_causes_count_beside_an_injury_only() -> None:
    assert without_injury(["W10.9XXA", "S93.401A"]) == frozenset()
    assert without_injury(["Y92.009", "J06.9"]) == {"Y92.009"}


def test_at_home_is_no_place_of_an_injury_that_is_not_there(suggester: Suggester) -> None:
    result = suggester.suggest(Note("ASSESSMENT\n1. Hypertension.\n\nHe checks his pressure at home."))
    assert {suggestion.code for suggestion in result.suggestions} == {"I10"}
