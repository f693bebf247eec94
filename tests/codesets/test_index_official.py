"""The real external cause index, neoplasm table and table of drugs; without them the same on our small ones.

The official files lie beside the repository where Chartside is developed and are not part of it.
"""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from index_files import opened, read, small

from chartside.codesets.code import key_of
from chartside.codesets.index import IndexFile
from chartside.codesets.index_store import AlphabeticIndex
from chartside.codesets.release import CODE_LIST_FILE, open_packaged
from chartside.model import Note

OFFICIAL = Path(__file__).parents[3] / "shared" / "codesets" / "icd10cm-2026-04"
NAMES = {"external": "eindex", "neoplasm": "neoplasm", "drugs": "drug"}
THERE = OFFICIAL.is_dir()

COUNTS = {
    # kind: (lead terms, entries, default codes, codes in cells, see, see also)
    "external": (314, 8090, 6671, 0, 791, 98),
    "neoplasm": (1, 1940, 0, 9020, 68, 120),
    "drugs": (5179, 7430, 0, 40036, 97, 35),
}
COUNTS_SMALL = {
    "external": (8, 38, 25, 0, 4, 0),
    "neoplasm": (1, 29, 0, 139, 2, 2),
    "drugs": (11, 17, 0, 74, 1, 0),
}


LETTERS = re.compile(r"[^A-Za-z0-9]+")


class Pick(NamedTuple):
    """An entry known by heart: how it is asked for, its path, what it says, and whether our files have it."""

    asked: str
    label: str
    said: str
    ours: bool = False


N = "Neoplasm, neoplastic, "
PICKS = [
    Pick("fall ladder out of", "Fall, falling, from, off, out of, ladder", "W11", True),
    Pick("fall from bed", "Fall, falling, from, off, out of, bed", "W06", True),
    Pick("dog bite bitten", "Bite, bitten by, dog", "W54.0", True),
    Pick("bitten cat", "Bite, bitten by, cat", "W55.01", True),
    Pick("struck by golf ball", "Struck by, ball, golf ball", "W21.04", True),
    Pick("kitchen residence place of occurrence", "Place of occurrence, residence, kitchen", "Y92.000"),
    Pick("exposure electric current", "Exposure, electric current", "W86.8"),
    Pick("drowning in swimming-pool", "Drowning, in, swimming-pool", "W67"),
    Pick("assault handgun firearm", "Assault, firearm, handgun", "X93"),
    Pick("activity running", "Activity, running", "Y93.02"),
    Pick("contact hot tap-water", "Contact, with, hot, tap-water", "X11.8"),
    Pick("slipping ice", "Slipping, on, ice", "W00.0"),
    Pick("accident car", "Accident, car", "see Accident, transport, car occupant", True),
    Pick("prostate neoplasm", f"{N}prostate", "C61 C79.82 D07.5 D29.1 D40.0 D49.59", True),
    Pick("lung upper lobe neoplasm", f"{N}lung, upper lobe", "C34.1- C78.0- D02.2- D14.3- D38.1 D49.1", True),
    Pick("breast upper outer quadrant", f"{N}breast, upper-outer quadrant",
         "C50.4- C79.81 D05.- D24.- D48.6- D49.3", True),
    Pick("kidney neoplasm", f"{N}kidney", "C64.- C79.0- D09.19 D30.0- D41.0- D49.51-", True),
    Pick("pancreas head", f"{N}pancreas, head", "C25.0 C78.89 D01.7 D13.6 D37.8 D49.0"),
    Pick("sigmoid colon neoplasm", f"{N}intestine, intestinal, large, colon, sigmoid",
         "C18.7 C78.5 D01.0 D12.5 D37.4 D49.0"),
    Pick("bone femur neoplasm", f"{N}bone, femur", "C40.2- C79.51 D16.2-", True),
    Pick("cervix neoplasm", f"{N}cervix", "C53.9 C79.82 D06.9 D26.0 D39.0 D49.59"),
    Pick("gastric neoplasm", f"{N}gastric", "see Neoplasm, stomach", True),
    Pick("aspirin", "Aspirin", "T39.011 T39.012 T39.013 T39.014 T39.015 T39.016", True),
    Pick("acetaminophen", "Acetaminophen", "T39.1X1 T39.1X2 T39.1X3 T39.1X4 T39.1X5 T39.1X6", True),
    Pick("insulin", "Insulin", "T38.3X1 T38.3X2 T38.3X3 T38.3X4 T38.3X5 T38.3X6", True),
    Pick("ethyl alcohol", "Alcohol, ethyl", "T51.0X1 T51.0X2 T51.0X3 T51.0X4", True),
    Pick("warfarin", "Warfarin", "T45.511 T45.512 T45.513 T45.514 T45.515 T45.516", True),
    Pick("heroin", "Heroin", "T40.1X1 T40.1X2 T40.1X3 T40.1X4"),
    Pick("digoxin", "Digoxin", "T46.0X1 T46.0X2 T46.0X3 T46.0X4 T46.0X5 T46.0X6"),
    Pick("penicillin", "Penicillin", "T36.0X1 T36.0X2 T36.0X3 T36.0X4 T36.0X5 T36.0X6"),
]  # fmt: skip


def path_of(kind: str) -> Path:
    return OFFICIAL / f"icd10cm-{NAMES[kind]}-April-1-2026-XML.xml" if THERE else small(kind)


@pytest.fixture(scope="module")
def files() -> dict[str, IndexFile]:
    return {kind: read(path_of(kind)) for kind in NAMES}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AlphabeticIndex]:
    folder = tmp_path_factory.mktemp("official")
    began = time.perf_counter()
    with opened(folder, *map(path_of, NAMES)) as made:
        size = (folder / "index.sqlite").stat().st_size
        print(f"read and compiled in {time.perf_counter() - began:.1f} s, {size / 1e6:.1f} MB")
        yield made


@pytest.mark.parametrize("kind", NAMES)
def test_every_entry_and_code_of_the_file_is_there(files, kind):
    file = files[kind]
    rows = file.entries
    ours = (
        sum(row.parent is None for row in rows),
        len(rows),
        sum(code.role == "default" for row in rows for code in row.codes),
        sum(len(row.cells) for row in rows),
        sum(len(row.see) for row in rows),
        sum(len(row.see_also) for row in rows),
    )
    print(kind, ours)
    assert ours == (COUNTS if THERE else COUNTS_SMALL)[kind]
    tree = ElementTree.parse(path_of(kind)).getroot()
    plain = (
        sum(1 for _ in tree.iter("mainTerm")),
        sum(1 for tag in ("mainTerm", "term") for _ in tree.iter(tag)),
        sum(1 for _ in tree.iter("code")),
        sum(any(letter.isalnum() for letter in cell.text or "") for cell in tree.iter("cell")),
    )
    assert ours[:4] == plain


def test_titles_and_modifiers_are_those_of_a_plain_walk(files):
    for kind, file in files.items():
        tree = ElementTree.parse(path_of(kind)).getroot()
        titles = [entry.find("title") for entry in tree.iter() if entry.tag in ("mainTerm", "term")]
        for row, title in zip(file.entries, titles, strict=True):
            assert title is not None
            whole = LETTERS.sub("", "".join(title.itertext()))
            parts = [LETTERS.sub("", part) for part in (*row.title.split(), *row.nemods)]
            assert all(part in whole for part in parts)
            # Nothing is lost, but for a "see" that stands among the modifiers.
            pointing = sum(len(LETTERS.sub("", text)) for text in (*row.see, *row.see_also)) + len("see")
            assert sum(map(len, parts)) in (len(whole), len(whole) - pointing)


def test_every_code_is_one_of_the_tabular_list(files):
    with open_packaged(CODE_LIST_FILE) as stream:
        listed = frozenset(stream.read().decode().split())
    known = {code[:length] for code in listed for length in range(3, 8)}
    for file in files.values():
        for row in file.entries:
            for code in (*row.codes, *row.cells):
                assert key_of(code.code) in known, (row.title, code)


@pytest.mark.parametrize("pick", [pick for pick in PICKS if THERE or pick.ours], ids=lambda pick: pick.label)
def test_a_known_entry_is_found_first_and_says_what_it_should(index, pick):
    entry = index.find(pick.asked)[0].entry
    assert entry.label == pick.label
    codes = " ".join(code.written for code in (*entry.codes, *entry.cells))
    assert (codes or f"see {entry.see[0].text}") == pick.said
    for code in (*entry.codes, *entry.cells):
        assert entry in index.paths_of(code.code)
        assert (entry.path, code) in {(way.path, way.code) for way in index.ways_to(code.code)}


def test_the_reasoning_of_a_suggestion_names_the_path(index, suggester, monkeypatch):
    monkeypatch.setattr(suggester.code_set, "_index", index)
    note = Note(
        "HPI: He fell from a ladder.\nASSESSMENT\n1. Prostate cancer, on hormone therapy.\n"
        "2. Poisoning by aspirin, accidental.\n3. Left wrist sprain, initial encounter."
    )
    told = {
        suggestion.code: step.text
        for suggestion in suggester.suggest(note).suggestions
        for step in suggestion.reasoning
        if step.step == "index"
    }
    assert told["C61"].endswith(" at Neoplasm, neoplastic > prostate > Malignant Primary > C61.")
    assert "Fall, falling > from, off, out of > ladder > W11, which" in told["W11.XXXA"]
    assert " at Aspirin > Poisoning" in told["T39.011A"]


def test_references_are_resolved_but_for_those_that_name_no_entry(index):
    told = resolved = 0
    for entry_id in range(sum(index.counts.values())):
        entry = index.entry(entry_id)
        assert entry is not None
        for reference in (*entry.see, *entry.see_also):
            told += 1
            resolved += reference.target is not None
            assert reference.target != entry_id
    print(f"{resolved} of {told} references resolved")
    # The rest points to the main index, to whole tables, to categories, or to "the specified substance".
    assert resolved >= 0.85 * told if THERE else resolved == told - 4


def test_opening_and_asking_are_fast(index):
    opened_in = []
    for _ in range(5):
        began = time.perf_counter()
        AlphabeticIndex(index.path).close()
        opened_in.append(time.perf_counter() - began)
    asked_in = []
    for pick in PICKS:
        for words in (pick.asked, pick.asked[:3], pick.asked[:-1]):
            began = time.perf_counter()
            index.find(words)
            asked_in.append(time.perf_counter() - began)
    print(
        f"opened in {1000 * min(opened_in):.1f} ms; asked in {1000 * median(asked_in):.2f} ms at the median"
    )
    assert min(opened_in) < 0.1
    assert median(asked_in) < 0.005
