"""Releases that are corrupted or are none are refused in a sentence; the one that is there stays in force."""

from datetime import date

import pytest
import small_release as small
from imported import DAY, OCTOBER, leftovers, opened

from chartside.codesets.archive import Limits
from chartside.codesets.catalog import choose, installed_releases
from chartside.errors import ChartsideError, CodeSetError, InputError

TABULAR = small.tabular()
LONG = TABULAR.replace(b"<chapter><name>2<", b"<!--" + b" " * 300_000 + b"--><chapter><name>2<")
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


CORRUPTED = {
    "bomb": ({"icd10cm_tabular_2027.xml": BOMB + small.tabular()[38:]}, "icd10cm_tabular_2027.xml .*attacks"),
    "bomb in the index": ({"icd10cm_index_2027.xml": BOMB + small.index()[38:]}, "icd10cm_index_2027.xml"),
    "truncated": ({"icd10cm_tabular_2027.xml": small.tabular()[:5000]}, "tabular_2027.xml .*cut short"),
    "truncated index": ({"icd10cm_index_2027.xml": small.index()[:400]}, "icd10cm_index_2027.xml"),
    "truncated order file": (
        {"icd10cm_order_2027.txt": small.order_file()[:3000]},
        "icd10cm_order_2027.txt",
    ),
    "one chapter less": (
        {"icd10cm_tabular_2027.xml": TABULAR.partition(b"<chapter><name>22")[0] + b"</ICD10CM.tabular>"},
        "lacks chapter 22",
    ),
    "only some chapters": (
        {"icd10cm_tabular_2027.xml": TABULAR.partition(b"<chapter><name>5<")[0] + b"</ICD10CM.tabular>"},
        "lacks chapter 5",
    ),
    "another version": ({"icd10cm_index_2027.xml": small.index("2026")}, "of 2027 by its name and of 2026"),
    "another year": (
        {"index.xml": small.index("2026"), "icd10cm_index_2027.xml": None},
        "is of 2027 and .* is of 2026",
    ),
    "another day": (
        {"icd10cm-index-April-1-2027.xml": small.index(), "icd10cm_index_2027.xml": None},
        "which 2026-10-01 is not in|of 2027-04-01 by its name",
    ),
    "a code twice": (
        {"icd10cm_tabular_2027.xml": small.tabular().replace(b"<name>A00.1<", b"<name>A00.0<")},
        "code A00.0 twice",
    ),
    "a code twice in the order file": (
        {"icd10cm_order_2027.txt": small.order_file().replace(b"A001 ", b"A000 ")},
        "code A000 twice",
    ),
    "codes that the Tabular List lacks": (
        {"icd10cm_order_2027.txt": small.order_file().replace(b" I10", b" B10").replace(b" J0", b" B2")},
        "tabular_2027.xml lacks 6 codes that .*order_2027.txt has, such as B100",
    ),
    "two that differ": ({"b/tabular.xml": small.tabular(without="A00.1")}, "differ and are both"),
    "another system": ({"icd10pcs_order_2027.txt": small.pcs_order_file()}, "import one system at a time"),
    "tables of another system": ({"p.xml": b"<ICD10PCS.tabular></ICD10PCS.tabular>"}, "one system at a time"),
    "empty": ({"icd10cm_index_2027.xml": b""}, "is empty"),
    "Latin-1": ({"icd10cm_order_2027.txt": small.order_file().replace(b"I100", b"I\xc000")}, "not UTF-8"),
    "not UTF-8 far down": (
        {"icd10cm_tabular_2027.xml": LONG.replace(b"Sample condition U07.9", b"Sample \xe9")},
        "icd10cm_tabular_2027.xml cannot be read",
    ),
    "no name": (
        {"icd10cm_tabular_2027.xml": small.tabular().replace(b"<name>I10.0</name>", b"")},
        "without a name",
    ),
    "guidelines of another year": (
        {"fy-2025-cm-guidelines.pdf": b"%PDF-1.7", "fy-2027-icd-10-cm-coding-guidelines.pdf": None},
        "guidelines.pdf is of 2025",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("files", "reason"), CORRUPTED.values(), ids=CORRUPTED.keys())
def test_corrupted_releases_are_refused_and_the_old_one_stays(bring, tmp_path, files, reason):
    bring(
        {"icd10cm_tabular_2027.xml": small.tabular(), "icd10cm_order_2027.txt": small.order_file()}, "first"
    )
    home = tmp_path / "home"
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    together = {name: content for name, content in (small.whole() | files).items() if content is not None}
    with pytest.raises(ChartsideError, match=reason) as caught:
        bring(together, "second", effective=date(2026, 10, 1))
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before
    assert choose(installed_releases(home), day=DAY).installed.state.number == 1
    assert opened(home, OCTOBER).find("A00.1")


@pytest.mark.parametrize(
    "files", [{"a.txt": b"Hello.\n"}, {}, {"p.xml": b"<ICD10PCS.tabular></ICD10PCS.tabular>"}]
)
def test_what_holds_no_official_file_is_refused(bring, files):
    with pytest.raises(InputError, match="holds no file of an official release"):
        bring(files | {"b.jpg": b"\xff"})


def test_an_index_of_another_release_is_refused(bring):
    terms = b"".join(
        f"<mainTerm><title>Term {n}</title><code>B{n}.0</code></mainTerm>".encode() for n in range(10, 40)
    )
    strange = small.index().replace(b"<mainTerm><title>Samplealgia", terms + b"<mainTerm><title>Samplealgia")
    with pytest.raises(CodeSetError, match="31 codes of the index, such as B100"):
        bring(small.whole() | {"icd10cm_index_2027.xml": strange})


def test_a_release_too_large_is_refused(bring, tmp_path):
    with pytest.raises(InputError, match="more than any official release"):
        bring(small.whole(), limits=Limits(total=10_000))
    assert leftovers(tmp_path) == []


def test_an_effective_day_that_contradicts_is_refused(bring):
    with pytest.raises(InputError, match="which 2025-10-01 is not in"):
        bring(small.whole(), effective=date(2025, 10, 1))


def test_april_is_taken_from_the_name_of_the_zip(bring):
    assert bring(small.whole(), "april-1-2027-tables.zip").release.effective == date(2027, 4, 1)
