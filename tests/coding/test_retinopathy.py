import pytest

from chartside.coding.suggester import Suggester
from chartside.model import Note


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Type 2 diabetes with mild nonproliferative diabetic retinopathy of the right eye.", "E11.3291"),
        (
            "Type 2 diabetes with severe NPDR and diabetic retinopathy with macular edema, both eyes.",
            "E11.3413",
        ),
        ("Type 2 diabetes with proliferative diabetic retinopathy of the left eye.", "E11.3592"),
        ("Type 1 diabetes with diabetic retinopathy with macular edema.", "E10.311"),
        ("Type 2 diabetes with diabetic retinopathy without macular edema.", "E11.319"),
    ],
)
def test_kind_edema_and_eye_are_taken_from_the_words(suggester: Suggester, said: str, code: str) -> None:
    result = suggester.suggest(Note(f"ASSESSMENT\n1. {said}"))
    assert code in {s.code for s in result.suggestions}
