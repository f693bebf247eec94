"""What the index is made of: names, default codes, numbers, and tables that people curate."""

import time

import numpy as np
import pytest

from chartside.codesets.compile import APPLICATION_ID
from chartside.codesets.curated import CuratedTerm
from chartside.codesets.database import Database
from chartside.codesets.opening import compiled_of
from chartside.codesets.release import APRIL_2026
from chartside.codesets.search import Search
from chartside.codesets.search_arrays import Lists, read_arrays
from chartside.codesets.search_index import SEARCH_APPLICATION_ID, compile_search
from chartside.codesets.search_names import collect, default_below
from chartside.codesets.search_tables import read_common, tables_hash
from chartside.codesets.states import untouched

CURATED = [CuratedTerm("sample lurgy", "J06.9", "lay", "test", "a.tsv", 1)]
INDEX = [
    ("R53.1", "Samplosis (acute), with tremor"),
    ("S52.5-", "Samplosis of the forearm"),
    ("Q99.Z", "Samplosis that no release has"),
    ("R53.1", "()"),
]


@pytest.fixture(scope="module")
def database(home):
    opened = Database(compiled_of(home, untouched(home, APRIL_2026)).codes, APPLICATION_ID)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def entries(database):
    return collect(database, CURATED, INDEX)


@pytest.fixture(scope="module")
def by_key(entries):
    return {entry.key: entry for entry in entries.values()}


@pytest.fixture(scope="module")
def path(database, tmp_path_factory):
    made = tmp_path_factory.mktemp("index") / "search.sqlite"
    compile_search(made, database, CURATED, index=INDEX)
    return made


def test_terms_of_the_index_are_found(path, database):
    search = Search(path, database)
    try:
        assert search.search("samplosis tremor", 3)[0].code == "R53.1"
        assert search.search("tremor with samplosis, acute", 3)[0].matched == INDEX[0][1]
        assert search.search("samplosis forearm left", 3)[0].code == "S52.502A"
        assert search.search("lurgy", 3)[0].code == "J06.9"
        assert not {hit.code for hit in search.search("samplosis", 50)} & {"Q99.Z"}
    finally:
        search.close()


@pytest.mark.parametrize(
    ("header", "default"),
    [
        ("E11", "E119"),
        ("J45", "J459"),
        ("J4590", "J45909"),
        ("K21", "K219"),
        ("G43", "G439"),
        ("F03", "F039"),
        ("S525", "S5250"),
        ("S5250", "S52509"),
        ("M2556", "M25569"),
        ("G560", "G5600"),
        ("N40", "N400"),
        ("L89", "L899"),
        ("A00", "A009"),
        ("K57", "K579"),
    ],
)
def test_the_code_for_when_nothing_more_is_known(by_key, entries, header, default):
    found = default_below(by_key[header], entries)
    assert found is not None
    assert found.key == default


@pytest.mark.parametrize("header", ["C509", "E113", "Z00"])
def test_headers_whose_codes_all_say_something_more(by_key, entries, header):
    assert default_below(by_key[header], entries) is None


def test_a_default_code_has_the_names_of_its_headers(by_key):
    assert any(name.text == "Type 2 diabetes mellitus" for name in by_key["E119"].lent)
    assert by_key["E119"].default
    assert not by_key["E1122"].default


def test_seventh_characters_follow_their_code(by_key):
    assert [character for character, _ in by_key["S52501"].seventh][:3] == ["A", "B", "C"]
    assert by_key["S52501"].seventh[0][1] == "initial encounter for closed fracture"
    assert by_key["S52501"].billable
    assert not by_key["S525"].billable


def test_the_arrays_belong_together(path, database, entries):
    opened = Database(path, SEARCH_APPLICATION_ID)
    try:
        arrays = read_arrays(opened)
        ((names,),) = opened.rows("SELECT count(*) FROM name")
    finally:
        opened.close()
    assert arrays.words == sorted(set(arrays.words))
    assert sorted(arrays.position.tolist()) == sorted(entries)
    assert names == len(arrays.name_kind) == len(arrays.words_of_name.starts) - 1
    assert len(arrays.name_weight) == len(arrays.words_of_name.items)
    assert len(arrays.row_weight) == len(arrays.words_of_row.items)
    assert arrays.codes_of_word.items.max() < len(entries)
    for begin, end in zip(arrays.codes_of_word.starts[:500], arrays.codes_of_word.starts[1:501], strict=True):
        assert (np.diff(arrays.codes_of_word.items[begin:end].astype(int)) > 0).all()


def test_the_arrays_are_small_and_open_at_once(path, database):
    begun = time.thread_time()
    search = Search(path, database)
    opened = time.thread_time() - begun
    search.close()
    assert opened < 0.3
    index = Database(path, SEARCH_APPLICATION_ID)
    try:
        ((size,),) = index.rows("SELECT sum(length(items)) FROM list")
    finally:
        index.close()
    assert size < 15 * 2**20


def test_lists_of_lists():
    lists = Lists.of([[3, 1], [], [2]], 3)
    places, counts = lists.flat(np.array([2, 1, 0]))
    assert lists.items[places].tolist() == [2, 3, 1]
    assert counts.tolist() == [1, 0, 2]
    assert lists.items.dtype == np.uint16
    assert Lists.of([[70_000]], 70_000).items.tolist() == [70_000]
    assert Lists.of([], 0).flat(np.array([], int))[0].tolist() == []


def test_common_codes_are_codes_of_the_release(code_set):
    for code, grade in read_common().items():
        assert code_set.get(code).billable, code
        assert 1 <= grade <= 3


def test_the_hash_of_the_tables_is_short_and_stays():
    assert tables_hash() == tables_hash()
    assert len(tables_hash()) == 12
