import pytest

from chartside.coding.suggester import Suggester
from chartside.model import Assertion, Note, Setting


def listed(suggester: Suggester, text: str, setting: Setting = Setting.INPATIENT) -> set[str]:
    return {s.code for s in suggester.suggest(Note(text, setting=setting)).suggestions}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("AKI, resolved.", "N17.9"),
        ("Hyponatremia, now resolved.", "E87.1"),
        ("The cellulitis of the left leg has resolved.", "L03.116"),
    ],
)
def test_what_was_treated_in_the_stay_is_coded(suggester: Suggester, said: str, code: str) -> None:
    note = f"DISCHARGE DIAGNOSES\n1. {said}"
    assert code in listed(suggester, note)
    assert code not in listed(suggester, note, Setting.OUTPATIENT)


@pytest.mark.parametrize(
    "said",
    ["History of pneumonia, resolved.", "Pneumonia in 2019, resolved.", "Prior pneumonia, resolved."],
)
def test_what_was_over_before_is_history(suggester: Suggester, said: str) -> None:
    assert "J18.9" not in listed(suggester, f"DISCHARGE DIAGNOSES\n1. {said}")


def test_the_medical_history_stays_history(suggester: Suggester) -> None:
    note = "PAST MEDICAL HISTORY\nPneumonia, resolved.\nDISCHARGE DIAGNOSES\n1. Hypertension."
    assert "J18.9" not in listed(suggester, note)


def test_the_evidence_reads_present_and_the_chain_says_why(suggester: Suggester) -> None:
    note = Note("DISCHARGE DIAGNOSES\n1. AKI, resolved.", setting=Setting.INPATIENT)
    (found,) = [s for s in suggester.suggest(note).suggestions if s.code == "N17.9"]
    assert {each.assertion for each in found.evidence} == {Assertion.PRESENT}
    assert any("treated in this stay" in step.text for step in found.reasoning)
