import pytest

from chartside.coding.suggester import Suggester
from chartside.model import Note


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Left hemiplegia.", "G81.94"),
        ("Right hemiplegia.", "G81.91"),
        ("Left hemiplegia in a left-handed man.", "G81.92"),
        ("Right hemiplegia in a left-handed man.", "G81.93"),
        ("Left hemiplegia, ambidextrous.", "G81.92"),
    ],
)
def test_right_is_dominant_unless_the_note_says_otherwise(suggester: Suggester, said: str, code: str) -> None:
    assert code in {s.code for s in suggester.suggest(Note(f"ASSESSMENT\n1. {said}")).suggestions}
