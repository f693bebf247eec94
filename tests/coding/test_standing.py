from chartside.coding.candidates import candidates
from chartside.coding.standing import assessed, established, own_problem, problem_starts, strength
from chartside.coding.suggester import Suggester
from chartside.coding.worksheet import Worksheet, open_worksheet
from chartside.model import Note


def sheet_of(suggester: Suggester, text: str) -> Worksheet:
    mentions = suggester.reader.read(text)
    return open_worksheet(
        Note(text), suggester.code_set, mentions, candidates(suggester.code_set, text, mentions)
    )


def test_what_the_assessment_names_is_assessed(suggester: Suggester) -> None:
    sheet = sheet_of(suggester, "HPI: Cough and gout.\nASSESSMENT\n1. Pneumonia.")
    assert assessed(sheet, sheet.coded["J18.9"])
    assert not assessed(sheet, sheet.coded["M10.9"])


def test_without_an_assessment_everything_counts(suggester: Suggester) -> None:
    sheet = sheet_of(suggester, "HPI: Cough and gout.")
    assert assessed(sheet, sheet.coded["M10.9"])


def test_doubt_in_the_assessment_outweighs_a_mention(suggester: Suggester) -> None:
    sheet = sheet_of(suggester, "HPI: Her pneumonia is better.\nASSESSMENT\nPossible pneumonia.")
    assert not established(sheet, "J18.9")


def test_titles_are_problems_and_outrank_mentions(suggester: Suggester) -> None:
    sheet = sheet_of(suggester, "HPI: He has gout.\nASSESSMENT\n1. Pneumonia.")
    assert own_problem(sheet.coded["J18.9"], sheet.coded["M10.9"])
    assert not own_problem(sheet.coded["M10.9"], sheet.coded["J18.9"])
    assert strength(sheet.coded["J18.9"]) > strength(sheet.coded["M10.9"])
    assert problem_starts(sheet) == [sheet.text.index("Pneumonia")]
