from chartside.coding.narration import Narration
from chartside.coding.notewords import NoteWords
from chartside.coding.suggester import Suggester
from chartside.model import Assertion, TermCode

NOTE = "HPI:\nShe fell. She has pain.\n\nASSESSMENT\n1. Left knee pain.\n- We will order films."


def test_statements_have_their_section_and_titles_are_told(suggester: Suggester) -> None:
    found = suggester.reader.open(NOTE).statements
    said = [(NOTE[each.start : each.end].strip(), each.section, each.title) for each in found]
    assert ("She fell.", "hpi", False) in said
    assert ("1. Left knee pain.", "assessment_plan", True) in said
    assert ("- We will order films.", "assessment_plan", False) in said
    assert all(text != "ASSESSMENT" for text, _, _ in said)


def test_a_block_too_long_to_keep_reads_the_same(suggester: Suggester) -> None:
    long = "HPI: " + "She fell on the ice. " * 600
    found = suggester.reader.open(long).statements
    assert len(found) == 600
    assert {each.section for each in found} == {"hpi"}


def test_a_stretch_becomes_a_mention_with_its_assertion(suggester: Suggester) -> None:
    text = "HPI: He denies falling down."
    narration = Narration(suggester.reader.open(text), NoteWords(text))
    (statement,) = narration.statements
    start = text.index("falling")
    mention = narration.mention(statement, start, len(text) - 1, TermCode("W19", "x", "pattern", "fall"))
    assert mention.assertion is Assertion.NEGATED
    assert mention.text == "falling down"
    assert mention.section == "hpi"


def test_without_a_reader_there_is_nothing_to_tell() -> None:
    assert Narration().statements == ()
