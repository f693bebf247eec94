"""Reading the official structure, and refusing what is none."""

import io
from contextlib import suppress
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from index_files import PARTS, read, small

from chartside.codesets import index as reader
from chartside.codesets.index import IndexFile, read_index
from chartside.codesets.index_entry import IndexCode
from chartside.errors import CodeSetError

MAIN = """<?xml version="1.0" encoding="utf-8"?><ICD10CM.index><version>2026</version>
<title>ICD-10-CM INDEX TO DISEASES and INJURIES</title><letter><title>D</title>
<mainTerm><title>Disease, diseased</title><seeAlso>Syndrome</seeAlso>
<term level="1"><title>kidney <nemod>(functional)  (pelvis (renal))</nemod> NEC</title><code>N28.9</code>
<term level="2"><title>chronic</title><code>N18.-</code></term></term>
<term level="1"><title>Parkinson's</title><code>G20.A1</code><manif>F02.80</manif></term>
<term level="1"><title>lung<nemod>(see Disease, chest)</nemod></title></term>
<term level="1"><title>crush</title><subcat>T79.5</subcat></term>
</mainTerm></letter></ICD10CM.index>"""
TABLE = """<ICD10CM.index><version>2026</version><indexHeading><head col="1">Substance</head>
<head col="2">Poisoning Accidental</head><head col="3">Underdosing</head></indexHeading>
<letter><title>A</title><mainTerm><title>Aspirin</title><cell col="2">T39.011</cell><cell col="3">--</cell>
</mainTerm></letter></ICD10CM.index>"""


def parse(text: str) -> IndexFile:
    return read_index(io.BytesIO(text.encode()))


@pytest.mark.parametrize("kind", PARTS)
def test_each_file_is_told_by_its_content_and_read_to_the_last_line(kind):
    found = read(small(kind))
    tree = ElementTree.parse(small(kind)).getroot()
    assert (found.kind, found.version) == (kind, "2026")
    assert len(found.entries) == len(tree.findall(".//mainTerm")) + len(tree.findall(".//term"))
    assert sum(row.parent is None for row in found.entries) == len(tree.findall(".//mainTerm"))
    written = [code.text for code in tree.iter("code")]
    assert [code.written for row in found.entries for code in row.codes if code.role == "default"] == written


def test_a_line_keeps_apart_what_the_title_mixes():
    disease, kidney, chronic, parkinsons, lung, crush = parse(MAIN).entries
    assert (disease.title, disease.see_also, disease.parent) == ("Disease, diseased", ("Syndrome",), None)
    assert (kidney.title, kidney.nemods, kidney.parent) == ("kidney NEC", ("functional", "pelvis (renal)"), 0)
    assert chronic.codes == (IndexCode("N18", needs_more=True, dash=True),)
    assert (chronic.parent, chronic.codes[0].written) == (1, "N18.-")
    assert parkinsons.codes == (IndexCode("G20.A1"), IndexCode("F02.80", role="manifestation"))
    assert (lung.nemods, lung.see) == ((), ("Disease, chest",))
    assert crush.codes == (IndexCode("T79.5", needs_more=True, role="category"),)


def test_the_ending_of_a_plural_stays_with_its_word():
    found = parse(MAIN.replace("<title>chronic</title>", "<title>engine<nemod>(s)</nemod>, hot</title>"))
    assert (found.entries[2].title, found.entries[2].nemods) == ("engine(s), hot", ())


def test_cells_have_their_column_and_a_dash_is_no_code():
    (aspirin,) = parse(TABLE).entries
    assert aspirin.cells == (IndexCode("T39.011", column="Poisoning Accidental"),)
    assert parse(TABLE).columns == ("Poisoning Accidental", "Underdosing")


def test_without_a_title_the_chapters_of_the_codes_tell_the_kind():
    plain = MAIN.replace("<title>ICD-10-CM INDEX TO DISEASES and INJURIES</title>", "")
    assert parse(plain).kind == "main"
    other = plain.replace("N28.9", "W11").replace("N18.-", "W12").replace("G20.A1", "X58")
    assert parse(other).kind == "external"


def test_a_line_said_twice_is_kept_once_and_one_with_another_code_stays():
    line = '<term level="1"><title>lung</title><code>J98.4</code></term>'
    other = line.replace("J98.4", "J84.9")
    found = parse(MAIN.replace("<term level", f"{line}{line}{other}<term level", 1))
    assert [(row.title, row.codes[0].code) for row in found.entries[1:3]] == [
        ("lung", "J98.4"),
        ("lung", "J84.9"),
    ]
    assert len(found.entries) == 8


def nested(levels: int) -> str:
    begin = "".join(f'<term level="{n}"><title>t</title>' for n in range(1, levels + 1))
    return MAIN.replace("</mainTerm>", f"{begin}{'</term>' * levels}</mainTerm>")


def test_nine_levels_are_read_and_absurd_depth_is_refused():
    assert len(parse(nested(9)).entries) == 15
    for levels in (17, 5000):
        with pytest.raises(CodeSetError, match="more than 16 levels"):
            parse(nested(levels))


BOMB = "<!DOCTYPE x [<!ENTITY a 'b'><!ENTITY c '&a;&a;&a;'>]>"
BROKEN = {
    "empty": (b"", "cannot be read"),
    "no xml": (b"Abscess, L02.91", "cannot be read"),
    "cut short": (MAIN[:600].encode(), "cannot be read"),
    "not utf-8": (MAIN.replace("kidney", "k").encode("utf-16-le"), "cannot be read"),
    "unknown encoding": (MAIN.replace("utf-8", "no-such").encode(), "cannot be read"),
    "entities": (MAIN.replace("<ICD10CM.index>", f"{BOMB}<ICD10CM.index>").encode(), "cannot be read"),
    "another root": (b"<ICD10CM.tabular><letter/></ICD10CM.tabular>", "it begins with <ICD10CM.tabular>"),
    "nothing in it": (b"<ICD10CM.index><version>2026</version></ICD10CM.index>", "no lead term"),
    "no title": (MAIN.replace("<title>chronic</title>", "").encode(), "without a title below 'kidney NEC'"),
    "two files in one": (MAIN.replace("</letter>", "</letter><letter><title>D</title></letter>").encode(),
                         "the letter 'D' twice"),
    "another table": (TABLE.replace("Substance", "Device").encode(), "table of 'device' is none"),
    "no such column": (TABLE.replace('cell col="3"', 'cell col="9"').encode(), "of no column at 'Aspirin'"),
    "a column twice": (TABLE.replace('cell col="3"', 'cell col="2"').encode(), "two cells of the column"),
    "words for a code": (TABLE.replace("T39.011", "see below").encode(), "'see below' where a code"),
    "absurd text": (MAIN.replace("chronic", "chronic " * 300).encode(), "absurd length"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_no_index_is_refused_with_the_reason_in_one_sentence(case):
    content, reason = BROKEN[case]
    with pytest.raises(CodeSetError, match=reason) as caught:
        read_index(io.BytesIO(content))
    said = str(caught.value)
    assert "\n" not in said
    assert said.endswith((".", "anew."))
    assert "take" in said


def test_absurd_size_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(reader, "LARGEST", 500)
    with pytest.raises(CodeSetError, match="larger than"):
        parse(MAIN)
    monkeypatch.setattr(reader, "LARGEST", len(MAIN.encode()))
    assert len(parse(MAIN).entries) == 6
    monkeypatch.setattr(reader, "MOST_ENTRIES", 5)
    with pytest.raises(CodeSetError, match="more than 5 entries"):
        parse(MAIN)


@given(st.binary(max_size=60), st.integers(0, len(MAIN)), st.integers(0, 80))
def test_no_damage_does_more_than_a_refusal(inserted, place, removed):
    whole = MAIN.encode()
    damaged = whole[:place] + inserted + whole[place + removed :]
    # Any other exception is a failure.
    with suppress(CodeSetError):
        assert read_index(io.BytesIO(damaged)).entries
