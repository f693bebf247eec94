"""The queries that coders type, against the whole code set and all curated tables."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from chartside.codesets.code import Hit
from chartside.codesets.compile import APPLICATION_ID
from chartside.codesets.curated import read_terms
from chartside.codesets.database import Database
from chartside.codesets.opening import compiled_of
from chartside.codesets.release import APRIL_2026
from chartside.codesets.search import Search
from chartside.codesets.search_index import compile_search
from chartside.codesets.search_tables import read_words
from chartside.codesets.states import untouched

QUERIES = Path(__file__).parent / "queries.tsv"
KINDS = {"words", "order", "prefix", "plural", "abbreviation", "lay", "typo", "code", "phrase"}
FIRST, IN_FIVE = 0.85, 0.97


def rows() -> list[list[str]]:
    lines = [line for line in QUERIES.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert lines[0] == "query\twanted\tkind\tnote"
    return [line.split("\t") for line in lines[1:]]


@pytest.fixture(scope="module")
def database(home: Path) -> Iterator[Database]:
    opened = Database(compiled_of(home, untouched(home, APRIL_2026)).codes, APPLICATION_ID)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def search(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    """Search with the packaged tables, as the service has it."""
    path = tmp_path_factory.mktemp("search") / "search.sqlite"
    compile_search(path, database, read_terms())
    opened = Search(path, database)
    yield opened
    opened.close()


def test_the_label_set_is_large_balanced_and_of_this_release(code_set):
    table = rows()
    assert len(table) >= 330
    assert len({query.lower() for query, *_ in table}) == len(table)
    count = Counter(kind for _, _, kind, _ in table)
    assert set(count) == KINDS
    assert min(count.values()) >= 30
    for query, wanted, kind, _ in table:
        for code in wanted.split("|"):
            found = code_set.get(code)
            assert found.code == code, query
            assert found.billable or kind == "code", query


def test_the_wanted_code_comes_first_for_most_queries_and_is_seen_for_nearly_all(search):
    first = seen = 0
    table = rows()
    for query, wanted, kind, _ in table:
        found = [hit.code for hit in search.search(query, 20)]
        right = set(wanted.split("|"))
        first += found[:1] != [] and found[0] in right
        seen += bool(right & set(found[:5]))
        if found[:1] == [] or found[0] not in right:
            print(f"{kind:12} {query:45} wanted {wanted:20} found {' '.join(found[:5])}")
    print(f"first {first / len(table):.1%}, in the first five {seen / len(table):.1%}")
    assert first / len(table) >= FIRST
    assert seen / len(table) >= IN_FIVE


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("hip fracture left subsequent", "S72.002D"),
        ("broken hip right sequela", "S72.001S"),
        ("primary open angle glaucoma left severe", "H40.1123"),
        ("diverticulitis without bleeding", "K57.92"),
        ("hypertension heart disease without heart failure", "I11.9"),
        ("heartattack", "I21.9"),
        ("pre eclampsia", "O14.90"),
        ("Strain of muscle, fascia and tendon of lower back, sequela", "S39.012S"),
        (
            "Displaced fracture of shaft of left clavicle, subsequent encounter for fracture with malunion",
            "S42.022P",
        ),
    ],
)
def test_what_is_said_more_is_found_below(search, said, first):
    assert search.search(said, 5)[0].code == first


def test_a_code_that_says_less_never_stands_above_the_one_that_was_asked_for(search):
    for asked, more, less in (
        ("acute systolic heart failure", "I50.21", "I50.20"),
        ("ckd stage 4", "N18.4", "N18.9"),
        ("pain in left knee", "M25.562", "M25.569"),
        ("moderate persistent asthma", "J45.40", "J45.909"),
    ):
        found = [hit.code for hit in search.search(asked, 50)]
        assert found[0] == more
        assert less not in found[1:2] or found.index(more) < found.index(less)


def test_what_words_mean_are_words_of_some_name(search):
    meant = {word for _, means in read_words() for word in means.split()}
    assert meant - set(search.vocabulary) == set()


def test_two_searches_answer_alike(search, database, tmp_path):
    path = tmp_path / "again.sqlite"
    compile_search(path, database, read_terms())
    again = Search(path, database)
    try:
        for query, *_ in rows()[::5]:
            assert _plain(again.search(query, 20)) == _plain(search.search(query, 20)), query
    finally:
        again.close()


def _plain(hits: tuple[Hit, ...]) -> list[tuple[str, float, str]]:
    return [(hit.code, hit.score, hit.matched) for hit in hits]
