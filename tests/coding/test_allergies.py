import pytest

from chartside.coding.suggester import Suggester
from chartside.datafiles import read_rows
from chartside.model import Note


def codes(suggester: Suggester, allergies: str) -> set[str]:
    sheet = suggester.worksheet(Note(f"{allergies}\nASSESSMENT\n1. Gout."))
    return {code for code in sheet.coded if code.startswith(("Z88", "Z91.0"))}


@pytest.mark.parametrize(
    ("allergies", "expected"),
    [
        ("ALLERGIES: penicillin", {"Z88.0"}),
        ("Allergies: PCN (hives), sulfa, contrast dye", {"Z88.0", "Z88.2", "Z91.041"}),
        ("ALLERGIES\n- Latex\n- Shellfish: anaphylaxis", {"Z91.040", "Z91.013"}),
        ("ALLERGIES: Codeine causes nausea. Bactrim gave a rash.", {"Z88.2"}),
        ("ALLERGIES: lisinopril (cough), aspirin", {"Z88.6"}),
        ("ALLERGIES: No known allergy to penicillin.", set()),
        ("ALLERGIES: NKDA", set()),
        ("ALLERGIES: tolerates penicillin", set()),
        ("MEDICATIONS: penicillin VK 500 mg", set()),
    ],
)
def test_the_list_of_allergies_names_a_status(
    suggester: Suggester, allergies: str, expected: set[str]
) -> None:
    assert codes(suggester, allergies) == expected


def test_the_table_names_codes_of_the_release(suggester: Suggester) -> None:
    for row in read_rows("rules/allergies.tsv", ("substance", "code", "source")):
        assert suggester.code_set.get(row["code"]).billable
