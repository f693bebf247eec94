import pytest

from chartside.coding.rules.age import age_of
from chartside.coding.suggester import Suggester
from chartside.datafiles import read_rows
from chartside.model import Note


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("A 45-year-old man", 45),
        ("This is a 3 month old girl", 0.25),
        ("Pt is 61 yo F", 61),
        ("71 y.o. female", 71),
        ("Age: 52", 52),
        ("She smoked for 20 years", None),
        ("a 999-year-old tree", None),
    ],
)
def test_the_age_is_read(text: str, age: float | None) -> None:
    assert age_of(text) == (None if age is None else pytest.approx(age))


def codes(suggester: Suggester, text: str) -> set[str]:
    return set(suggester.worksheet(Note(text)).coded)


def test_a_child_has_a_childs_examination(suggester: Suggester) -> None:
    assert "Z00.129" in codes(
        suggester, "HPI: 6-year-old here for annual physical.\nASSESSMENT\n1. Annual physical."
    )
    assert "Z00.00" in codes(
        suggester, "HPI: 36-year-old here for annual physical.\nASSESSMENT\n1. Annual physical."
    )


def test_a_stable_disease_is_no_abnormal_finding(suggester: Suggester) -> None:
    routine = "CC: Annual physical.\nHPI: 50-year-old.\nASSESSMENT\n1. Annual physical.\n2. {}"
    assert "Z00.00" in codes(suggester, routine.format("Hypertension, stable."))
    assert "Z00.01" in codes(suggester, routine.format("Elevated blood pressure reading."))


def test_a_symptom_makes_the_screening_diagnostic(suggester: Suggester) -> None:
    sheet = suggester.worksheet(Note("ASSESSMENT\n1. Rectal bleeding.\n2. Screening colonoscopy."))
    assert sheet.folded["Z12.11"].reason == "diagnostic"


def test_what_is_planned_is_no_reason(suggester: Suggester) -> None:
    text = "HPI: Due for her annual physical next month.\nASSESSMENT\n1. Gout."
    assert "Z00.00" not in codes(suggester, text)


def test_follow_up_after_cancer(suggester: Suggester) -> None:
    text = "HPI: Here for follow-up, history of melanoma.\nASSESSMENT\n1. History of melanoma."
    assert {"Z08", "Z85.820"} <= codes(suggester, text)


def test_tables_name_codes_of_the_release(suggester: Suggester) -> None:
    for row in read_rows("rules/encounters.tsv", ("pattern", "code", "source")):
        assert suggester.code_set.get(row["code"]).billable, row
    for row in read_rows("rules/examinations.tsv", ("without", "with", "source")):
        assert "without" in suggester.code_set.get(row["without"]).description
        assert suggester.code_set.get(row["with"]).billable
    for row in read_rows("rules/screening-symptoms.tsv", ("screening", "symptoms", "source")):
        for code in (row["screening"], *row["symptoms"].split()):
            assert suggester.code_set.find(code), row
