import io

import pytest

from chartside.codesets.release import CODE_LIST_FILE, TABULAR_FILE, open_packaged
from chartside.codesets.tabular import Entry, read_tabular
from chartside.errors import CodeSetError


@pytest.fixture(scope="module")
def listed() -> list[str]:
    with open_packaged(CODE_LIST_FILE) as stream:
        return stream.read().decode().split()


@pytest.fixture(scope="module")
def entries(listed) -> list[Entry]:
    with open_packaged(TABULAR_FILE) as stream:
        return read_tabular(stream, frozenset(listed))


def test_every_entry_of_the_official_list_in_its_order(entries, listed):
    ours = [entry.name.replace(".", "") for entry in entries]
    print(f"official list: {len(listed)} entries; read: {len(ours)}")
    assert len(ours) == 98_505
    assert ours == listed


def test_headers_and_billable_codes_agree_with_the_official_list(entries, listed):
    # In the list a code is a header when a longer code begins with it, placeholders included.
    codes = {name for name in listed if "-" not in name and not name.isdigit()}
    headers = {name[:length] for name in codes for length in range(3, len(name))} & codes
    parents = {entry.parent for entry in entries}
    kinds = ("code", "extended")
    ours = {
        entry.name.replace(".", ""): place in parents
        for place, entry in enumerate(entries)
        if entry.kind in kinds
    }
    billable = sum(not header for header in ours.values())
    print(f"billable codes: {billable} of {len(ours)}; the list has {len(codes - headers)} of {len(codes)}")
    assert billable == 74_719
    assert {name for name, header in ours.items() if not header} == codes - headers


def test_without_the_list_only_codes_that_a_note_withholds_are_too_many(entries):
    with open_packaged(TABULAR_FILE) as stream:
        unchecked = {entry.name for entry in read_tabular(stream)}
    more = unchecked - {entry.name for entry in entries}
    assert len(more) == 76
    assert all(name.startswith("S06") and name[-2] in "78" and name[-1] in "DS" for name in more)


def test_blocks_without_codes_stand_over_the_blocks_they_cover(entries):
    place = {entry.name: number for number, entry in enumerate(entries) if entry.kind == "block"}
    assert entries[entries[place["T20-T25"]].parent].name == "T20-T32"
    assert entries[entries[place["V00-V09"]].parent].name == "V00-V99"
    assert entries[entries[place["V00-V99"]].parent].name == "V00-X58"
    assert entries[entries[place["W00-W19"]].parent].name == "W00-X58"
    assert entries[entries[place["T07"]].parent].name == "T07-T88"
    assert entries[entries[place["E08-E13"]].parent].name == "4"


SMALL = """<?xml version="1.0"?><ICD10CM.tabular><chapter><name>1</name><desc>One (A00-B99)</desc>
<section id="A00-A09"><desc>Block (A00-A09)</desc><diag><name>A00</name><desc>Stem</desc>
<sevenChrDef><extension char="A">first</extension><note>also first</note><extension char="D">later</extension>
</sevenChrDef><diag><name>A00.1</name><desc>Short</desc></diag><diag><name>A00.2</name><desc>Own</desc>
<sevenChrDef><extension char="Z">other</extension></sevenChrDef></diag></diag></section></chapter>
</ICD10CM.tabular>"""


def test_seventh_characters_are_inherited_and_redefined():
    read = {entry.name: entry for entry in read_tabular(io.BytesIO(SMALL.encode()))}
    assert [name for name in read if len(name) == 8] == ["A00.1XXA", "A00.1XXD", "A00.2XXZ"]
    assert read["A00.1XXA"].title == "Short, first"
    assert read["A00.1XXA"].own == [("inclusion_terms", "also first")]
    assert read["1"].title == "One"


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"no xml at all",
        SMALL[:300].encode(),
        b"<ICD10CM.tabular></ICD10CM.tabular>",
        SMALL.replace("<name>A00</name>", "").encode(),
        b'<!DOCTYPE x [<!ENTITY a "b">]><ICD10CM.tabular>&a;</ICD10CM.tabular>',
        b'<?xml version="1.0" encoding="utf-8"?><x>\xff\xfe</x>',
    ],
)
def test_broken_files_are_refused_in_one_sentence(broken):
    with pytest.raises(CodeSetError) as caught:
        read_tabular(io.BytesIO(broken))
    assert "\n" not in str(caught.value)
