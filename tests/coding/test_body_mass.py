import pytest

from chartside.coding.rules.body_mass import code_of_percentile, code_of_value
from chartside.coding.suggester import Suggester
from chartside.model import Note


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (9.0, None),
        (18.4, "Z68.1"),
        (20.0, "Z68.20"),
        (34.99, "Z68.34"),
        (40.0, "Z68.41"),
        (45.0, "Z68.42"),
        (59.9, "Z68.43"),
        (60.0, "Z68.44"),
        (70.0, "Z68.45"),
        (110.0, None),
    ],
)
def test_an_adults_value(value: float, code: str | None) -> None:
    assert code_of_value(value) == code


@pytest.mark.parametrize(
    ("percentile", "part", "code"),
    [
        (3, 0, "Z68.51"),
        (50, 0, "Z68.52"),
        (85, 0, "Z68.53"),
        (97, 0, "Z68.54"),
        (99, 125, "Z68.55"),
        (99, 150, "Z68.56"),
    ],
)
def test_a_childs_percentile(percentile: float, part: float, code: str) -> None:
    assert code_of_percentile(percentile, part) == code


def test_the_value_of_the_note_outdoes_another_bmi_code(suggester: Suggester) -> None:
    sheet = suggester.worksheet(Note("VITALS: BMI: 33.1 kg/m2\nASSESSMENT\n1. Obesity."))
    assert [code for code in sheet.coded if code.startswith("Z68")] == ["Z68.33"]
    assert "33.1" in sheet.coded["Z68.33"][0].steps[0].text


def test_without_a_diagnosis_the_value_stays_a_value(suggester: Suggester) -> None:
    sheet = suggester.worksheet(Note("VITALS: BMI 33\nASSESSMENT\n1. Gout."))
    assert not [code for code in sheet.coded if code.startswith("Z68")]
    assert sheet.folded["Z68.33"].reason == "no_diagnosis"
