import pytest

from chartside.coding.rules.qualifier import read_qualifiers
from chartside.coding.suggester import Suggester
from chartside.model import Note


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Left inguinal hernia, incarcerated.", "K40.30"),
        ("Left inguinal hernia without obstruction.", "K40.90"),
        ("Left inguinal hernia, no signs of strangulation.", "K40.90"),
        ("Umbilical hernia with gangrene.", "K42.1"),
        ("Sickle cell disease in crisis.", "D57.00"),
    ],
)
def test_words_beside_a_condition_count_unless_denied(suggester: Suggester, said: str, code: str) -> None:
    result = suggester.suggest(Note(f"ASSESSMENT\n1. {said}"))
    assert code in {s.code for s in result.suggestions}


def test_the_chain_quotes_the_words(suggester: Suggester) -> None:
    (found,) = suggester.suggest(Note("ASSESSMENT\n1. Incarcerated left inguinal hernia.")).suggestions
    assert any("Incarcerated" in step.text for step in found.reasoning)


def test_every_row_names_codes_that_exist(suggester: Suggester) -> None:
    for row in read_qualifiers():
        assert suggester.code_set.get(row.base).billable, row.base
        assert suggester.code_set.get(row.becomes).billable, row.becomes
        assert row.base[:3] == row.becomes[:3] or row.section
