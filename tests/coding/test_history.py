import pytest

from chartside.coding.rules.history import longest, read_prefixes
from chartside.coding.suggester import Suggester
from chartside.model import Note

GOUT = "\nASSESSMENT\n1. Gout."


def test_the_longest_prefix_counts() -> None:
    prefixes = {"C": "Z85.9", "C50": "Z85.3"}
    assert longest(prefixes, "C50.919") == "Z85.3"
    assert longest(prefixes, "C61") == "Z85.9"
    assert longest(prefixes, "J18.9") is None


@pytest.mark.parametrize("file", ["rules/history.tsv", "rules/family-history.tsv"])
def test_tables_name_codes_of_the_release(suggester: Suggester, file: str) -> None:
    for prefix, code in read_prefixes(file).items():
        assert suggester.code_set.get(code).billable, prefix
        assert code.startswith("Z8") or code == "I25.2"


def test_every_cancer_has_a_history_and_a_family_history(suggester: Suggester) -> None:
    personal, family = read_prefixes("rules/history.tsv"), read_prefixes("rules/family-history.tsv")
    for number in range(97):
        if suggester.code_set.find(f"C{number:02d}") and number not in (77, 78, 79, 46, 45):
            assert longest(personal, f"C{number:02d}"), number
            assert longest(family, f"C{number:02d}"), number


def test_a_chronic_disease_stays(suggester: Suggester) -> None:
    sheet = suggester.worksheet(Note("PAST MEDICAL HISTORY: COPD, cellulitis" + GOUT))
    assert "J44.9" in sheet.coded
    assert "Z87.2" in sheet.coded


def test_a_relative_by_marriage_is_none(suggester: Suggester) -> None:
    sheet = suggester.worksheet(Note("FAMILY HISTORY: Stepfather had lung cancer." + GOUT))
    assert "Z80.1" not in sheet.coded


def test_the_chain_names_the_relative_and_the_time(suggester: Suggester) -> None:
    sheet = suggester.worksheet(Note("FAMILY HISTORY: Mother had a stroke.\nPMH: pneumonia in 2011" + GOUT))
    assert "“Mother”" in sheet.coded["Z82.3"][0].steps[-1].text
    assert "“in 2011”" in sheet.coded["Z87.01"][0].steps[-1].text


def test_a_removed_cancer_without_a_word_on_its_course_stays_a_question(suggester: Suggester) -> None:
    sheet = suggester.worksheet(Note("ASSESSMENT\n1. Colon cancer, undergoing adjuvant chemotherapy."))
    assert "C18.9" in sheet.coded
    assert "Z85.038" not in sheet.coded


def test_a_screening_meets_the_family_history(suggester: Suggester) -> None:
    text = "FAMILY HISTORY: Father had colon cancer.\nASSESSMENT\n1. Screening colonoscopy."
    assert suggester.worksheet(Note(text)).support["Z80.0"] == {"family_screening"}
