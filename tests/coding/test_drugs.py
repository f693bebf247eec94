import pytest

from chartside.coding.rules.drugs import DrugTable
from chartside.coding.suggester import Suggester
from chartside.model import Note

DIABETES = "\nASSESSMENT\n1. Type 2 diabetes."


def codes(suggester: Suggester, text: str) -> set[str]:
    return {code for code in suggester.worksheet(Note(text)).coded if code.startswith("Z79")}


def test_the_table_is_large_and_names_codes(suggester: Suggester) -> None:
    drugs = DrugTable().drugs
    assert len(drugs) >= 250
    for drug in drugs.values():
        assert suggester.code_set.get(drug.code).billable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MEDICATIONS: metformin 500 mg BID, insulin glargine 10 units nightly", {"Z79.84", "Z79.4"}),
        (
            "MEDICATIONS: warfarin 5 mg daily, Plavix 75 mg, aspirin 81 mg daily",
            {"Z79.01", "Z79.02", "Z79.82"},
        ),
        ("MEDICATIONS:\n1. Humira\n2. methotrexate\n3. prednisone 5 mg", {"Z79.620", "Z79.631", "Z79.52"}),
        ("MEDICATIONS: ibuprofen 600 mg twice daily", {"Z79.1"}),
        ("MEDICATIONS: ibuprofen 600 mg PRN", set()),
        ("MEDICATIONS: prednisone taper for 7 days", set()),
        ("MEDICATIONS: oxycodone 5 mg as needed", set()),
        ("MEDICATIONS: MS Contin 30 mg twice daily", {"Z79.891"}),
        ("ALLERGIES: aspirin, warfarin", set()),
        ("HPI: He stopped Coumadin last month.", set()),
        ("HPI: Stop metformin and continue Lantus.", {"Z79.4"}),
        ("HPI: She was given aspirin 325 mg in the ambulance.", set()),
        ("HPI: Consider starting apixaban.", set()),
        ("HPI: Atrial fibrillation on Eliquis, gout on no drug.", {"Z79.01"}),
        ("HPI: Will start him on Eliquis.", set()),
        ("HPI: She is not on anticoagulation and not on insulin.", set()),
        ("HPI: His mother takes insulin.", set()),
        ("HPI: Insulin resistance was discussed.", set()),
    ],
)
def test_lasting_use_is_told_from_the_rest(suggester: Suggester, text: str, expected: set[str]) -> None:
    assert codes(suggester, text + DIABETES) == expected


def test_a_drug_against_diabetes_needs_diabetes(suggester: Suggester) -> None:
    sheet = suggester.worksheet(Note("MEDICATIONS: metformin 500 mg BID\nASSESSMENT\n1. Hypertension."))
    assert "Z79.84" not in sheet.coded
    assert sheet.folded["Z79.84"].reason == "no_diagnosis"


def test_type_1_says_insulin(suggester: Suggester) -> None:
    sheet = suggester.worksheet(Note("MEDICATIONS: Lantus nightly\nASSESSMENT\n1. Type 1 diabetes."))
    assert sheet.folded["Z79.4"].into.startswith("E10")


def test_a_drug_is_no_condition_and_its_name_is_quoted(suggester: Suggester) -> None:
    sheet = suggester.worksheet(Note("MEDICATIONS: Eliquis 5 mg BID\nASSESSMENT\n1. Hypertension."))
    assert set(sheet.coded) == {"Z79.01", "I10"}
    candidate = sheet.coded["Z79.01"][0]
    assert candidate.mention.text == "Eliquis"
    assert candidate.mention.codes[0].kind == "drug"
    assert "“Eliquis”" in candidate.steps[0].text
    assert all(mention.text != "Eliquis" for mention in sheet.mentions)
