"""The compiled index: tree, references, codes, and what happens to the file."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from index_files import PARTS, opened, read, small

from chartside.codesets.database import compile_lock
from chartside.codesets.index_entry import IndexEntry
from chartside.codesets.index_store import INDEX_APPLICATION_ID, AlphabeticIndex, compile_index
from chartside.errors import CodeSetError


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AlphabeticIndex]:
    with opened(tmp_path_factory.mktemp("index")) as made:
        yield made


def at(index: AlphabeticIndex, *path: str) -> IndexEntry:
    """The entry that a path of titles leads to."""
    (entry,) = (lead for lead in index.lead_terms(path[0], 100) if lead.title == path[0])
    for title in path[1:]:
        (entry,) = (child for child in index.children(entry.id) if child.title == title)
    return entry


def test_counts_are_those_of_the_files(index):
    assert index.counts == {kind: len(read(small(kind)).entries) for kind in PARTS}
    assert index.versions == dict.fromkeys(PARTS, "2026")


def test_every_entry_is_found_by_its_id_with_its_path_and_children(index):
    total = sum(index.counts.values())
    first = 0
    for kind in PARTS:
        rows = read(small(kind)).entries
        for place, row in enumerate(rows):
            entry = index.entry(first + place)
            assert entry is not None
            assert (entry.kind, entry.title, entry.nemods) == (kind, row.title, row.nemods)
            assert entry.notes == row.notes
            for ours, theirs in ((entry.codes, row.codes), (entry.cells, row.cells)):
                plain = [replace(code, needs_more=code.dash or code.role == "category") for code in ours]
                assert plain == list(theirs)
            above = index.parents(entry.id)
            assert entry.path == (*(parent.title for parent in above), row.title)
            assert (above[-1].id if above else None) == (None if row.parent is None else first + row.parent)
            assert [child.id for child in index.children(entry.id)] == [
                first + below for below, other in enumerate(rows) if other.parent == place
            ]
        first += len(rows)
    assert first == total
    for unknown in (-1, total, 1 << 70):
        assert index.entry(unknown) is None
        assert index.children(unknown) == ()


@pytest.mark.parametrize(
    ("words", "written", "needs_more"),
    [
        ("fall from ladder", "W11", True),
        ("radius lower end fracture", "S52.50-", True),
        ("aspirin", "T39.011", True),
        ("contusion knee", "S80.0-", True),
        ("lightning", "T75.0", True),
        ("kitchen", "Y92.000", False),
        ("prostate", "C61", False),
        ("pernicious anemia", "D51.0", False),
        ("chronic bronchitis", "J42", False),
    ],
)
def test_what_is_no_whole_code_says_so_with_and_without_a_dash(index, words, written, needs_more):
    entry = index.find(words)[0].entry
    code = (*entry.codes, *entry.cells)[0]
    assert (code.written, code.needs_more) == (written, needs_more)


def test_the_codes_of_the_release_decide_what_is_whole(tmp_path):
    with compile_lock(tmp_path):
        compile_index(tmp_path / "i.sqlite", [read(small("external"))], codes=["W11", "W06", "W06.1"])
    with AlphabeticIndex(tmp_path / "i.sqlite") as index:
        found = {hit.entry.title: hit.entry.codes for hit in index.find("fall")}
    assert (found["ladder"][0].needs_more, found["bed"][0].needs_more) == (False, True)


REFERENCES = [
    (("Failure, failed", "renal"), "Failure, kidney", ("Failure, failed", "kidney"), True),
    (("Disease, diseased", "Crohn's"), "Enteritis, regional", ("Enteritis", "regional"), True),
    (("Cough", "with hemorrhage"), "Hemoptysis", ("Hemoptysis",), True),
    (("Fracture, burst",), "Fracture, traumatic, by site", ("Fracture, traumatic",), False),
    (("Carcinoma",), "Neoplasm, by site, malignant", "neoplasm", False),
    (("Neoplasm, neoplastic", "gastric"), "Neoplasm, stomach", ("Neoplasm, neoplastic", "stomach"), True),
    (("Accident", "car"), "Accident, transport, car occupant",
     ("Accident", "transport", "car occupant"), True),
    (("Prozac",), "Fluoxetine hydrochloride", ("Fluoxetine hydrochloride",), True),
    (("Abdomen, abdominal",), "condition", None, False),
    (("Accident", "caused by, due to", "corrosive liquid, substance"),
     "Table of Drugs and Chemicals", None, False),
    (("Diabetes, diabetic", "inadequately controlled"), "Diabetes, by type, with, hyperglycemia",
     ("Diabetes, diabetic",), False),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "target", "whole"), REFERENCES)
def test_references_lead_where_the_index_means(index, path, text, target, whole):
    if path[0] == "Neoplasm, neoplastic":
        (entry,) = (hit.entry for hit in index.find("gastric", "neoplasm"))
    else:
        entry = at(index, *path)
    (reference,) = entry.see + entry.see_also
    assert (reference.text, reference.whole) == (text, whole)
    pointed = index.entry(reference.target) if reference.target is not None else None
    if target == "neoplasm":
        assert pointed is not None
        assert (pointed.kind, pointed.path) == ("neoplasm", ("Neoplasm, neoplastic",))
    else:
        assert (pointed.path if pointed else None) == target


def test_a_wall_sees_its_own_skin(index):
    (wall,) = (hit.entry for hit in index.find("neoplasm abdomen wall", limit=1))
    (also,) = wall.see_also
    skin = index.entry(also.target)
    assert skin is not None
    assert skin.path == ("Neoplasm, neoplastic", "abdomen, abdominal", "wall", "skin")


def labels(index: AlphabeticIndex, code: str) -> list[str]:
    return [entry.label for entry in index.paths_of(code)]


def test_all_ways_to_a_code(index):
    assert labels(index, "E11.22") == [
        "Diabetes, diabetic, with, chronic kidney disease",
        "Diabetes, diabetic, type 2, with, chronic kidney disease",
    ]
    assert labels(index, "e1122") == labels(index, "E11.22")
    assert labels(index, "F02.80")[0] == "Dementia, in, Parkinson's disease"


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("W11.XXXA", "Fall, falling, from, off, out of, ladder"),
        ("S52.501A", "Fracture, traumatic, radius, lower end"),
        ("T39.011A", "Aspirin"),
        ("T39.1X5D", "Acetaminophen"),
        ("C50.412", "Neoplasm, neoplastic, breast, upper-outer quadrant"),
        ("C61", "Neoplasm, neoplastic, prostate"),
        ("M25.561", "Pain(s), joint, knee"),
    ],
)
def test_an_entry_that_gives_the_beginning_of_a_code_leads_to_it(index, code, label):
    assert label in labels(index, code)


def test_an_entry_that_gives_more_or_something_else_leads_not_to_it(index):
    assert labels(index, "E11") == []
    assert "Fracture, traumatic, radius, shaft" not in labels(index, "S52.501A")
    for nothing in ("", "ZZZ", "Z99.9", "é", "\ud800", "x" * 50, "E11.22E11.22"):
        assert labels(index, nothing) == []


def test_lead_terms_by_their_beginning(index):
    assert [entry.title for entry in index.lead_terms("fra")] == [
        "Fracture, burst", "Fracture, pathological", "Fracture, traumatic",
    ]  # fmt: skip
    assert [entry.title for entry in index.lead_terms("FALL")] == ["Fall, falling"]
    assert len(index.lead_terms(limit=7)) == 7
    assert index.lead_terms("\ud800x") == ()
    assert index.lead_terms("a", 0) == ()


def test_many_threads_read_at_once(index):
    def work(number: int) -> int:
        hits = index.find(("ladder", "aspirin", "diabetes neuropathy", "pneumona")[number % 4])
        return len(hits) + len(index.paths_of("E11.22"))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(work, range(200)))
    assert [set(answers[start::4]) for start in range(4)] == [{work(start)} for start in range(4)]


def test_two_files_of_a_kind_and_none_are_refused_and_leave_what_was_there(tmp_path):
    file = read(small("drugs"))
    with compile_lock(tmp_path):
        compile_index(tmp_path / "index.sqlite", [file])
        before = (tmp_path / "index.sqlite").read_bytes()
        with pytest.raises(CodeSetError, match=r"two files of the same part of the index \(drugs\)"):
            compile_index(tmp_path / "index.sqlite", [file, file])
        with pytest.raises(CodeSetError, match="bring at least one"):
            compile_index(tmp_path / "index.sqlite", [])
    assert (tmp_path / "index.sqlite").read_bytes() == before
    assert not list(tmp_path.glob("*.tmp"))


def test_progress_only_grows_and_ends(tmp_path):
    told: list[tuple[int, int, str]] = []
    with compile_lock(tmp_path):
        counts = compile_index(tmp_path / "i.sqlite", [read(small("main"))], lambda *step: told.append(step))
    assert counts == {"main": 418}
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert told[-1][0] == told[-1][1]


@pytest.mark.parametrize("damage", ["cut", "other", "missing"])
def test_a_damaged_file_is_refused_with_what_to_do(tmp_path: Path, damage: str):
    opened(tmp_path, small("drugs")).close()
    path = tmp_path / "index.sqlite"
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:-5000])
    elif damage == "other":
        path.write_bytes(path.read_bytes().replace(INDEX_APPLICATION_ID.to_bytes(4, "big"), b"\0\0\0\1"))
    else:
        path.unlink()
    with pytest.raises(CodeSetError, match="delete it"):
        AlphabeticIndex(path)


def test_a_closed_index_says_so(tmp_path):
    index = opened(tmp_path, small("drugs"))
    index.close()
    with pytest.raises(CodeSetError):
        index.find("aspirin")
