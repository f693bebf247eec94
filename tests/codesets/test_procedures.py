import io
from datetime import date

import pytest
import small_release as small

from chartside.codesets.flat import FlatCodeSet, compile_flat
from chartside.codesets.procedures import read_cpt, read_hcpcs, read_pcs
from chartside.codesets.release import CPT, HCPCS, ICD10PCS, Release
from chartside.errors import CodeSetError, InputError, UnknownCodeError

DAY = date(2026, 4, 1)


def hcpcs(text, day=DAY):
    return read_hcpcs(io.BytesIO(text if isinstance(text, bytes) else text.encode()), "HCPC.txt", day)


def test_hcpcs_of_fixed_width():
    found = {one.code: one for one in hcpcs(small.hcpcs_file())}
    assert set(found) == {"A0021", "E0100", "L9999", "-LT"}
    assert found["E0100"].title.endswith("adjustable or fixed, with tip")
    assert found["A0021"].short == "Outside state ambulance"
    assert found["L9999"].note == "Ends on 2026-06-30."
    assert (found["-LT"].title, found["-LT"].billable) == ("Left side", False)
    assert "K0001" in {one.code for one in hcpcs(small.hcpcs_file(), date(2020, 12, 31))}


def test_titles_that_break_within_a_word_are_joined():
    parts = ["Injection, sample drug, not otherwise specified, for a purpose of some kind, one", "hundred mg"]
    whole = (
        "Injection of something, so long that it breaks within a word, which is this very one: immunoglobulin"
    )
    assert len(whole[:80].rstrip()) == 80
    broken = [small.hcpcs_line("J0001", "3", whole[:80]), small.hcpcs_line("J0001", "4", whole[80:])]
    assert hcpcs("\n".join(broken))[0].title == whole
    apart = [
        *(
            small.hcpcs_line(f"J000{n}", record, part)
            for n in (1, 2)
            for record, part in (("3", "Short"), ("4", "part"))
        ),
        small.hcpcs_line("J0003", "3", parts[0]),
        small.hcpcs_line("J0003", "4", parts[1]),
    ]
    assert hcpcs("\n".join(apart))[2].title == " ".join(parts)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (small.hcpcs_line("A0021", "3", "x")[:60], "line 1: this is no record of HCPCS"),
        (small.hcpcs_line("A0021", "9", "x"), "no record of HCPCS"),
        (small.hcpcs_line("A0021", "4", "x"), "goes on without having begun"),
        ("\n".join([small.hcpcs_line("A0021", "3", "x")] * 2), "A0021 is there twice"),
        (small.hcpcs_line("A0021", "3", "x", ends="20200101"), "holds no code in force on 2026-04-01"),
        ("", "holds no code"),
        (b"A0021001003\xff", "line 1: this is not UTF-8"),
    ],
)
def test_damaged_hcpcs_files_are_refused(text, reason):
    with pytest.raises(InputError, match=reason):
        hcpcs(text)


def test_hcpcs_as_a_table():
    found = hcpcs("HCPC,LONG DESCRIPTION,SHORT\nA0021,Ambulance service,x\nLT,Left side,y\n")
    assert [(one.code, one.billable) for one in found] == [("A0021", True), ("-LT", False)]


def test_cpt_in_any_order_of_columns():
    text = 'Price;Description;Note;CPT Code\n1;"Office; visit";;99213\n;;;\n2;Vaccine administration;;0001a\n'
    found = read_cpt(io.BytesIO(("\ufeff" + text).encode()), "cpt.csv")
    assert [(one.code, one.title) for one in found] == [
        ("99213", "Office; visit"),
        ("0001A", "Vaccine administration"),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("code,description\n99213,a\n99213,b\n", "row 3: the code 99213 is there twice"),
        ("code,description\n99213,a\nA0021,b\n", "row 3: 'A0021' is no code of CPT"),
        ("code,description\n99213,a\n99214\n", "row 3: code or description is missing"),
        ("code,description\n99213,\n", "row 2: code or description is missing"),
        ("code,description\n", "holds no code"),
        ("code,price\n99213,1\n", "columns code and description"),
        ("", "columns code and description"),
    ],
)
def test_damaged_cpt_files_are_refused(text, reason):
    with pytest.raises(InputError, match=reason):
        read_cpt(io.BytesIO(text.encode()), "cpt.csv")


def test_pcs_has_tables_over_its_codes():
    found = read_pcs(io.BytesIO(small.pcs_order_file()), "pcs.txt", "order")
    assert [(one.code, one.billable, one.parent) for one in found[:2]] == [
        ("001", False, None),
        ("0016070", True, "001"),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (small.pcs_order_file().rpartition(b"00004")[0], "no code of section X"),
        (small.pcs_order_file()[:-120], "line 5: this is no line of an order file"),
        (small.pcs_order_file().replace(b"0016071", b"0016070"), "0016070 twice"),
        (small.pcs_order_file().replace(b"0016071", b"001607O"), "001607O, which is no code of ICD-10-PCS"),
        (b"", "holds no code"),
    ],
)
def test_damaged_pcs_files_are_refused(content, reason):
    with pytest.raises(InputError, match=reason):
        read_pcs(io.BytesIO(content), "pcs.txt", "order")


@pytest.fixture
def pcs(tmp_path):
    codes = read_pcs(io.BytesIO(small.pcs_order_file()), "pcs.txt", "order")
    compile_flat(tmp_path / "pcs.sqlite", Release(ICD10PCS, date(2026, 10, 1)), codes)
    with FlatCodeSet(tmp_path / "pcs.sqlite") as code_set:
        yield code_set


def test_a_flat_code_set_answers_what_a_code_set_answers(pcs):
    code = pcs.get(" 0016070 ")
    assert (code.description, code.billable, code.header, code.parent) == (
        "Bypass Cerebral Ventricle to Nasopharynx, Open Approach", True, False, "001",
    )  # fmt: skip
    assert [child.code for child in pcs.children("001")] == ["0016070", "0016071"]
    assert [above.code for above in pcs.ancestors("0016070")] == ["001"]
    assert [leaf.code for leaf in pcs.leaves("001")] == ["0016070", "0016071"]
    assert pcs.leaves("0016070") == (code,)
    assert list(pcs.terms()) == []
    assert pcs.index is None
    assert len(list(pcs.every())) == 5


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("mastoid byp", ["0016071"]),
        ("bypass", ["0016070", "0016071", "001"]),
        ("00160", ["0016070", "0016071"]),
        ("001", ["001", "0016070", "0016071"]),
        ("", []),
        ('"', []),
        ("ü \ud800", []),
        ("nothing of the kind", []),
    ],
)
def test_searching_by_words_and_by_code(pcs, query, codes):
    assert [hit.code for hit in pcs.search(query)] == codes
    assert len(pcs.search(query, 1)) == min(1, len(codes))
    assert pcs.search(query, 0) == ()


@pytest.mark.parametrize(
    ("expression", "codes"),
    [
        ("0016070", ["0016070"]),
        ("001-", ["0016070", "0016071"]),
        ("0016071-XY0VX83", ["0016071", "XY0VX83"]),
        ("none", []),
        ("-", []),
    ],
)
def test_ranges(pcs, expression, codes):
    assert [code.code for code in pcs.resolve(expression)] == codes


def test_unknown_codes(pcs):
    assert pcs.find("\ud800") is None
    with pytest.raises(UnknownCodeError, match="ICD-10-PCS 2026-10-01"):
        pcs.get("0016079")
    pcs.close()
    with pytest.raises(CodeSetError):
        pcs.get("0016071")


def test_systems_have_names_of_their_own():
    assert Release(HCPCS, DAY).slug == "hcpcs-level-ii-2026-04-01"
    assert Release(CPT, DAY).label == "CPT 2026-04-01"
