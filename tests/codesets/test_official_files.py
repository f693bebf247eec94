"""Importing the official tables of April 2026; without them, tables of our own of the same form."""

import shutil
from pathlib import Path

import pytest
import small_release as small

from chartside.codesets.imports import import_release, roll_back
from chartside.codesets.opening import open_state
from chartside.codesets.release import APRIL_2026
from chartside.codesets.states import current_state
from chartside.codesets.store import open_code_set
from chartside.errors import ChartsideError

FOLDER = Path(__file__).parents[3] / "shared" / "codesets" / "icd10cm-2026-04"
COUNTS = {"external": 8090, "neoplasm": 1940, "drugs": 7430}
"""Entries of the official files: their `mainTerm` and `term` elements, lines said twice in one place once."""


@pytest.fixture(scope="module")
def official(tmp_path_factory):
    """Folder and counts."""
    if FOLDER.is_dir():
        return FOLDER, COUNTS
    files = {
        "icd10cm-drug-April-1-2026-XML.xml": small.table("Substance", "2026"),
        "icd10cm-eindex-April-1-2026-XML.xml": small.external("2026"),
        "icd10cm-neoplasm-April-1-2026-XML.xml": small.table("Neoplasm", "2026", "C80.1"),
    }
    folder = small.write(tmp_path_factory.mktemp("shared") / "icd10cm-2026-04", files)
    return folder, dict.fromkeys(COUNTS, 1)


@pytest.fixture(scope="module")
def home(tmp_path_factory, official):
    """A home with the tables imported beside the packaged Tabular List."""
    folder = tmp_path_factory.mktemp("official-home")
    done = import_release(folder, official[0])
    assert done.release == APRIL_2026
    assert {kind: done.counts[kind] for kind in COUNTS} == official[1]
    assert (done.counts["codes"], done.counts["headers"]) == (74_719, 23_467)
    return folder


def test_the_tables_join_the_packaged_tabular_list(home, official):
    with open_state(home, current_state(home, APRIL_2026)) as code_set:
        assert code_set.get("E11.22").billable
        assert {kind: code_set.index.counts[kind] for kind in COUNTS} == official[1]
        assert code_set.edition == "icd-10-cm-2026-04-01.1"


def variants(folder):
    """Every file cut in half, with an entity bomb, of another year, and empty; one corrupted a time."""
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>\n<ICD10CM.index>'
    for path in sorted(folder.iterdir()):
        whole = path.read_bytes()
        yield path, whole[: len(whole) // 2]
        yield path, whole.replace(b"<ICD10CM.index>", bomb, 1)
        yield path, whole.replace(b"<version>2026<", b"<version>2025<", 1)
        yield path, whole.replace(b"<title>S", b"<title>\xff", 1)
        yield path, b""


def test_every_corrupted_variant_is_refused_and_the_release_stays(home, official, tmp_path):
    before = current_state(home, APRIL_2026)
    for number, (path, content) in enumerate(variants(official[0])):
        files = {other.name: other.read_bytes() for other in official[0].iterdir()} | {path.name: content}
        with pytest.raises(ChartsideError) as caught:
            import_release(home, small.write(tmp_path / str(number), files))
        assert path.name in str(caught.value)
    assert current_state(home, APRIL_2026) == before
    assert [one.name for one in (home / "codesets").rglob("*") if "tmp" in one.name] == []


def test_taking_the_tables_back(home, tmp_path):
    copy = shutil.copytree(home, tmp_path / "home")
    roll_back(copy, APRIL_2026)
    with open_code_set(copy, day=APRIL_2026.effective) as code_set:
        assert code_set.index is None
        assert code_set.get("E11.22").billable
