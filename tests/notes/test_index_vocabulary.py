"""Phrases of the Alphabetic Index in the vocabulary: they add names and take none away."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from chartside.codesets.database import compile_lock
from chartside.codesets.index import read_index
from chartside.codesets.index_store import AlphabeticIndex, compile_index
from chartside.coding.suggester import Suggester
from chartside.model import TermCode
from chartside.notes.vocabulary import compile_rows

DATA = Path(__file__).parent.parent / "codesets" / "data"

Rows = dict[str, list[list[str]]]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AlphabeticIndex]:
    folder = tmp_path_factory.mktemp("index")
    files = []
    for name in ("index-small.xml", "neoplasm-small.xml"):
        with (DATA / name).open("rb") as stream:
            files.append(read_index(stream))
    with compile_lock(folder):
        compile_index(folder / "index.sqlite", files)
    with AlphabeticIndex(folder / "index.sqlite") as opened:
        yield opened


@pytest.fixture(scope="module")
def rows(suggester: Suggester, index: AlphabeticIndex) -> tuple[Rows, Rows]:
    """The vocabulary without and with the index."""
    real = suggester.code_set

    def compiled(more: Iterator[TermCode]) -> Rows:
        release = SimpleNamespace(find=real.find, release=real.release, terms=lambda: [*real.terms(), *more])
        return compile_rows(release)  # type: ignore[arg-type]

    return compiled(iter(())), compiled(index.terms())


def test_the_index_adds_names(rows: tuple[Rows, Rows]) -> None:
    plain, indexed = rows
    for phrase, code in (
        ("type 2 diabete with mild nonproliferative retinopathy", "E11.329"),
        ("fracture of upper end of femur", "S72.00"),
        ("malignant neoplasm of upper outer quadrant of breast", "C50.4"),
    ):
        assert code in {row[0] for row in indexed[phrase]}, phrase
    added = indexed.keys() - plain.keys()
    print(f"{len(plain)} phrases without the index, {len(added)} more with it", file=sys.stderr)
    assert len(added) > 100
    assert all(row[2] == "index" for phrase in added for row in indexed[phrase])


def test_the_index_takes_no_name_from_titles_and_curated_terms(rows: tuple[Rows, Rows]) -> None:
    plain, indexed = rows
    assert plain.keys() <= indexed.keys()
    for phrase, found in plain.items():
        if found and found[0][2] != "note":
            before = [row for row in found if row[2] != "note"]
            assert [row for row in indexed[phrase] if row in before] == before, phrase


def test_words_that_say_too_little_say_it_in_the_index_too(rows: tuple[Rows, Rows]) -> None:
    _, indexed = rows
    for phrase in ("pain", "fracture", "abscess", "disease", "cancer", "infection"):
        assert not [row for row in indexed.get(phrase, ()) if row[2] == "index"]
