from datetime import date

import pytest
import small_release as small
from imported import DAY, OCTOBER, leftovers, opened

from chartside.codesets.catalog import installed_releases
from chartside.codesets.imports import roll_back
from chartside.codesets.release import APRIL_2026, CPT, HCPCS, ICD10PCS, Release
from chartside.codesets.states import current_state, last_imported
from chartside.codesets.store import open_code_set
from chartside.errors import CodeSetError, InputError


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
