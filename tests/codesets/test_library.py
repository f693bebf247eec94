import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import small_release as small

from chartside.codesets import library as module
from chartside.codesets.imports import import_release, roll_back
from chartside.codesets.library import Library
from chartside.codesets.release import APRIL_2026, HCPCS, ICD10CM, Release
from chartside.errors import CodeSetError, InputError

APRIL, OCTOBER = date(2026, 5, 2), date(2026, 11, 28)


@pytest.fixture
def library(tmp_path, code_set):
    """A library with the packaged release open, and a release of October imported."""
    import_release(tmp_path, small.write(tmp_path / "2027-tables", small.whole()))
    made = Library(tmp_path, [code_set])
    yield made
    made.close()


def test_each_day_has_its_code_set(library, code_set):
    assert library.code_set(day=APRIL).code_set is code_set
    chosen = library.code_set(ICD10CM, OCTOBER)
    assert chosen.code_set.release == Release(ICD10CM, date(2026, 10, 1))
    assert (chosen.notice, chosen.notices) == (None, ())
    earlier = library.code_set(day=date(2020, 1, 1))
    assert earlier.code_set is code_set
    assert earlier.notices == (earlier.notice,)
    assert "goes back" in earlier.notice


def test_what_is_open_is_handed_out_at_once(library):
    library.code_set(day=OCTOBER)
    began = time.perf_counter()
    for _ in range(1000):
        library.code_set(day=OCTOBER)
    assert (time.perf_counter() - began) / 1000 < 0.001


def test_threads_get_one_and_the_same(library):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: library.code_set(day=OCTOBER).code_set, range(64)))
    assert len(set(map(id, found))) == 1
    assert found[0].find("A00.1")


def test_an_import_shows_without_a_new_start(library, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "FRESH", -1.0)
    old = library.code_set(day=OCTOBER).code_set
    corrected = small.tabular(instead={"A00.1": "Another title"})
    import_release(tmp_path, small.write(tmp_path / "corrected", {"icd10cm_tabular_2027.xml": corrected}))
    assert library.code_set(day=OCTOBER).code_set.get("A00.1").description == "Another title"
    assert old.get("A00.1").description == "Sample condition A00.1"
    roll_back(tmp_path, old.release)
    assert library.code_set(day=OCTOBER).code_set is old


def test_a_system_that_is_not_there_is_a_sentence(library, tmp_path):
    with pytest.raises(InputError, match="No release of HCPCS Level II is installed"):
        library.code_set(HCPCS)
    assert [one.release.system for one in library.installed()] == [ICD10CM, ICD10CM]


def test_closing_closes_only_what_was_opened_here(library, code_set):
    opened = library.code_set(day=OCTOBER).code_set
    library.close()
    with pytest.raises(CodeSetError):
        opened.get("A00.9")
    assert code_set.release == APRIL_2026
    assert code_set.find("A00.9")
