from chartside.coding.rules.sequela import read_deficits
from chartside.coding.suggester import Suggester
from chartside.model import Note, Result


def read(suggester: Suggester, said: str) -> Result:
    return suggester.suggest(Note(f"ASSESSMENT\n1. {said}"))


def codes(result: Result) -> set[str]:
    return {s.code for s in result.suggestions}


def test_the_deficit_takes_the_place_of_the_stroke(suggester: Suggester) -> None:
    result = read(suggester, "Aphasia due to an old stroke.")
    assert codes(result) == {"I69.320"}
    (found,) = result.suggestions
    assert any("sequela" in step.text and step.reference == "I.C.9.d" for step in found.reasoning)


def test_an_acute_stroke_keeps_its_deficits(suggester: Suggester) -> None:
    assert {"I63.9", "R47.01"} <= codes(read(suggester, "Acute ischemic stroke with aphasia."))


def test_a_deficit_that_is_not_tied_stays(suggester: Suggester) -> None:
    result = suggester.suggest(Note("PAST MEDICAL HISTORY\nStroke in 2012.\nASSESSMENT\n1. Dysphagia."))
    assert "R13.10" in codes(result)
    assert not [code for code in codes(result) if code.startswith("I69")]


def test_the_kind_of_dysphagia_is_added(suggester: Suggester) -> None:
    found = codes(read(suggester, "Oropharyngeal dysphagia following a stroke."))
    assert {"I69.391", "R13.12"} <= found


def test_every_row_leads_to_a_code(suggester: Suggester) -> None:
    for row in read_deficits():
        assert suggester.code_set.find(row.prefix), row.prefix
        assert suggester.code_set.get("I69.3" + row.ending.replace("*", "9")).billable, row.ending
