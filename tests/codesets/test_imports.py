from datetime import date

import pytest
import small_release as small

from chartside.codesets.archive import Limits
from chartside.codesets.catalog import choose, installed_releases
from chartside.codesets.imports import import_release, roll_back
from chartside.codesets.opening import open_state
from chartside.codesets.release import APRIL_2026, CPT, HCPCS, ICD10CM, ICD10PCS, Release
from chartside.codesets.states import current_state, last_imported
from chartside.codesets.store import open_code_set
from chartside.errors import ChartsideError, CodeSetError, InputError

OCTOBER = Release(ICD10CM, date(2026, 10, 1))
DAY = date(2026, 11, 28)
TABULAR = small.tabular()
LONG = TABULAR.replace(b"<chapter><name>2<", b"<!--" + b" " * 300_000 + b"--><chapter><name>2<")
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.fixture
def bring(tmp_path):
    """Imports files, as a folder or zip of a name."""

    def imported(files, name="2027-code-tables", **more):
        home = tmp_path / "home"
        if name.endswith(".zip"):
            path = tmp_path / name
            path.write_bytes(small.zipped(files))
        else:
            path = tmp_path / name
            small.write(path, files)
        return import_release(home, path, **more)

    return imported


def opened(home, release):
    return open_state(home, current_state(home, release))


def leftovers(home):
    return [path for path in home.rglob("*") if "tmp" in path.name]


@pytest.mark.parametrize("name", ["2027-code-tables", "2027-code-tables.zip"])
def test_a_whole_release_comes_in(bring, tmp_path, name):
    done = bring(small.whole(), name)
    assert done.release == OCTOBER
    assert set(done.files) == {
        "tabular", "main", "external", "neoplasm", "drugs", "order", "guidelines",
    }  # fmt: skip
    assert done.counts == {"codes": 69, "headers": 25, "main": 4, "external": 1, "neoplasm": 1, "drugs": 1}
    assert done.ignored == (f"{name}/readme.txt",)
    assert "--effective 2027-04-01" in done.remarks[0]
    with open_code_set(tmp_path / "home", day=DAY) as code_set:
        assert code_set.release == OCTOBER
        assert code_set.get("S52.0XXD").billable
        assert code_set.index.counts["main"] == 4
        assert ("E11.9", "index") in {(term.code, term.kind) for term in code_set.terms()}
        assert code_set.search("acute sampleitis")[0].code == "E11.9"
        assert code_set.release_folder.parent.name == OCTOBER.slug
        assert code_set.edition == f"{OCTOBER.slug}.1"
    assert leftovers(tmp_path) == []


def test_progress_goes_up_and_ends(bring):
    told = []
    bring(small.whole(), progress=lambda *step: told.append(step))
    assert told[0][0] == 0
    assert told[-1] == (100, 100, "Ready")
    assert [step[0] for step in told] == sorted(step[0] for step in told)


def test_without_an_order_file_all_seventh_characters_are_taken_and_that_is_said(bring, tmp_path):
    done = bring({"icd10cm_tabular_2027.xml": small.tabular()})
    assert "No order file" in done.remarks[-1]
    assert opened(tmp_path / "home", OCTOBER).find("S52.0XXD")


def test_the_order_file_decides_which_codes_exist(bring, tmp_path):
    order = small.order_file(without="S520XXD")
    bring({"icd10cm_tabular_2027.xml": small.tabular(), "icd10cm_order_2027.txt": order})
    assert opened(tmp_path / "home", OCTOBER).find("S52.0XXD") is None


def test_a_part_joins_the_release_that_is_there(bring, tmp_path):
    bring({"icd10cm_tabular_2027.xml": small.tabular(), "icd10cm_order_2027.txt": small.order_file()})
    done = bring({"icd10cm_index_2027.xml": small.index()}, "later")
    assert set(done.files) == {"main"}
    assert done.counts == {"codes": 69, "headers": 25, "main": 4}
    done = bring({"icd10cm_drug_2027.xml": small.table("Substance")}, "latest")
    state = current_state(tmp_path / "home", OCTOBER)
    assert set(state.files) == {"tabular", "order", "main", "drugs"}
    assert all(file.path.is_file() for file in state.files.values())
    folder = tmp_path / "home" / "codesets" / OCTOBER.slug
    # The state in force and the one before it.
    assert sorted(path.name for path in folder.iterdir()) == ["2", "3", "current.json"]


def test_the_same_again_changes_nothing(bring, tmp_path):
    bring(small.whole())
    done = bring(small.whole(), "again")
    assert done.files == {}
    assert "has all of this already" in done.remarks[-1]
    assert current_state(tmp_path / "home", OCTOBER).number == 1


def test_the_same_file_twice_in_one_zip_is_one(bring):
    assert bring(small.whole() | {"copy/icd10cm_tabular_2027.xml": small.tabular()}).counts["codes"] == 69


def test_a_part_without_a_tabular_list_is_refused(bring, tmp_path):
    with pytest.raises(CodeSetError, match="ICD-10-CM 2026-10-01 has no Tabular List"):
        bring({"icd10cm_index_2027.xml": small.index()})
    assert [one.release for one in installed_releases(tmp_path / "home")] == [APRIL_2026]


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


def test_going_back_to_the_state_before(bring, tmp_path):
    home = tmp_path / "home"
    bring(small.whole())
    bring({"icd10cm_tabular_2027.xml": small.tabular(instead={"A00.1": "Another title"})}, "corrected")
    assert opened(home, OCTOBER).get("A00.1").description == "Another title"
    assert last_imported(home) == OCTOBER
    done = roll_back(home, OCTOBER)
    assert done.remarks == ("ICD-10-CM 2026-10-01 is as it was before the last import.",)
    with opened(home, OCTOBER) as code_set:
        assert code_set.get("A00.1").description == "Sample condition A00.1"
        assert code_set.edition.endswith(".1")
    with pytest.raises(InputError, match="no earlier state"):
        roll_back(home, OCTOBER)
    with pytest.raises(InputError, match="No import is there to take back"):
        last_imported(home)


def test_going_back_before_the_first_import(bring, tmp_path):
    bring(small.whole())
    assert roll_back(tmp_path / "home", OCTOBER).remarks == ("ICD-10-CM 2026-10-01 is no longer installed.",)
    assert [one.release for one in installed_releases(tmp_path / "home")] == [APRIL_2026]
    assert bring(small.whole(), "again").counts["codes"] == 69


def test_a_new_format_is_made_anew_from_what_was_imported(bring, tmp_path):
    bring(small.whole())
    for file in (tmp_path / "home").rglob("*.sqlite"):
        file.unlink()
    with opened(tmp_path / "home", OCTOBER) as code_set:
        assert code_set.find("A00.1")
        assert code_set.index.counts["main"] == 4


def test_official_files_that_are_gone_are_a_sentence(bring, tmp_path):
    bring(small.whole())
    for file in (tmp_path / "home").rglob("*.sqlite"):
        file.unlink()
    current_state(tmp_path / "home", OCTOBER).files["tabular"].path.unlink()
    with pytest.raises(CodeSetError, match="import the release again"):
        opened(tmp_path / "home", OCTOBER)


@pytest.mark.parametrize(
    ("files", "effective", "release", "query", "found"),
    [
        ({"icd10pcs_order_2027.txt": small.pcs_order_file()}, None,
         Release(ICD10PCS, date(2026, 10, 1)), "bypass mastoid", "0016071"),
        ({"HCPC2026_APR_ANWEB_03152026.txt": small.hcpcs_file()}, None,
         Release(HCPCS, date(2026, 4, 1)), "cane tip", "E0100"),
        ({"cpt.csv": b"code,description\n99213,Sample visit\n"}, date(2026, 1, 1),
         Release(CPT, date(2026, 1, 1)), "visit", "99213"),
    ],
)  # fmt: skip
def test_other_systems_come_in(bring, tmp_path, files, effective, release, query, found):
    done = bring(files, "files", effective=effective)
    assert done.release == release
    with opened(tmp_path / "home", release) as code_set:
        assert code_set.search(query)[0].code == found


def test_a_full_disk_leaves_the_old_release(bring, tmp_path, monkeypatch):
    bring(small.whole())

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("chartside.codesets.imports.shutil.copyfile", full)
    with pytest.raises(CodeSetError, match="No space left on device"):
        bring({"icd10cm_tabular_2027.xml": small.tabular(without="A00.1")}, "second")
    assert opened(tmp_path / "home", OCTOBER).find("A00.1")
