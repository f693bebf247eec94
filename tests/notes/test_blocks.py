from hypothesis import given
from hypothesis import strategies as st

from chartside.coding.suggester import Suggester
from chartside.notes.blocks import blocks

TEXT = (
    "HPI\n\nShe denies cough.\n\nASSESSMENT\n\n1. Asthma.\n\n2. Gout.\n\n"
    "FAMILY HISTORY\n\nDiabetes in her father.\n"
)


@given(st.text(alphabet="ab \n\r\t", max_size=60))
def test_blocks_cover_the_text_without_gaps(text: str) -> None:
    found = blocks(text)
    assert "".join(text[start:end] for start, end in found) == text


def test_a_note_is_cut_at_blank_lines() -> None:
    assert [TEXT[start:end].strip() for start, end in blocks(TEXT)][:3] == [
        "HPI",
        "She denies cough.",
        "ASSESSMENT",
    ]


def test_a_section_reaches_into_later_blocks(suggester: Suggester) -> None:
    by_text = {mention.text: mention for mention in suggester.reader.read(TEXT)}
    assert by_text["Gout"].section == "assessment_plan"
    assert by_text["Gout"].problem_heading
    assert by_text["Diabetes"].assertion == "family"
    assert by_text["cough"].section == "hpi"


def test_a_heading_of_an_earlier_block_is_quoted_as_the_cue(suggester: Suggester) -> None:
    text = "PAST MEDICAL HISTORY\n\nNone.\n\nPneumonia."
    (mention,) = suggester.reader.read(text)
    assert mention.assertion == "historical"
    assert [text[cue.start : cue.end] for cue in mention.cues] == ["PAST MEDICAL HISTORY"]


def test_an_edited_note_is_read_anew_only_where_it_changed(suggester: Suggester) -> None:
    suggester.reader.read(TEXT)
    before = suggester.reader.blocks_read
    edited = "Added line.\n\n" + TEXT.replace("Gout", "Gout of the left foot")
    mentions = suggester.reader.read(edited)
    assert suggester.reader.blocks_read - before == 2
    for mention in mentions:
        assert edited[mention.start : mention.end] == mention.text


def test_a_windows_line_end_is_no_blank_line() -> None:
    assert blocks("one\r\ntwo\r\n\r\nthree") == [(0, 12), (12, 17)]
    assert blocks("one\rtwo\r\rthree") == [(0, 9), (9, 14)]
