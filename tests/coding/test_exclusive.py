from chartside.coding.rules.exclusive import read_hierarchies, read_one_of
from chartside.coding.suggester import Suggester
from chartside.model import Note


def test_the_assessed_stage_wins(suggester: Suggester) -> None:
    result = suggester.suggest(Note("HPI: CKD stage 4 was noted before.\nASSESSMENT\n1. CKD stage 3a."))
    assert {s.code for s in result.suggestions} == {"N18.31"}
    (folded,) = (item for item in result.not_coded if item.code == "N18.4")
    assert folded.reason == "superseded"
    assert folded.guideline
    assert folded.guideline.section == "I.C.14.a"


def test_an_uncertain_diagnosis_outranks_nothing(suggester: Suggester) -> None:
    result = suggester.suggest(Note("ASSESSMENT\n1. Alcohol abuse.\n2. Possible alcohol dependence."))
    assert "F10.10" in {s.code for s in result.suggestions}


def test_what_is_kept_says_what_it_replaced(suggester: Suggester) -> None:
    result = suggester.suggest(Note("ASSESSMENT\n1. Alcohol abuse.\n2. Alcohol dependence."))
    (found,) = (s for s in result.suggestions if s.code == "F10.20")
    assert any("F10.10" in step.text for step in found.reasoning)


def test_every_row_names_codes_that_exist(suggester: Suggester) -> None:
    prefixes = [code for row in read_hierarchies() for code in (*row.lesser, *row.greater)]
    prefixes += [code for one_of in read_one_of() for code in one_of.codes]
    for code in prefixes:
        assert len(code) < 3 or suggester.code_set.find(code), code


def test_no_row_puts_a_code_under_itself() -> None:
    for row in read_hierarchies():
        assert not set(row.lesser) & set(row.greater)
