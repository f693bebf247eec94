"""Finding entries of the index by words."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from index_files import PARTS, opened

from chartside.codesets.index_store import AlphabeticIndex


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AlphabeticIndex]:
    with opened(tmp_path_factory.mktemp("index")) as made:
        yield made


FIRST = [
    ("fall ladder", "Fall, falling, from, off, out of, ladder"),
    ("ladders falls", "Fall, falling, from, off, out of, ladder"),
    ("lad fal", "Fall, falling, from, off, out of, ladder"),
    ("aspirin", "Aspirin"),
    ("poisoning aspirin", "Aspirin"),
    ("underdosing insulin", "Insulin"),
    ("aspirin aluminum", "Aluminum, aspirin"),
    ("neoplasm breast upper outer", "Neoplasm, neoplastic, breast, upper-outer quadrant"),
    ("prostate cancer", "Neoplasm, neoplastic, prostate"),
    ("lung metastasis", "Neoplasm, neoplastic, lung"),
    ("heart failure", "Failure, failed, heart"),
    ("acute systolic heart failure", "Failure, failed, heart, systolic, acute"),
    ("chronic kidney disease stage 3", "Disease, diseased, kidney, chronic, stage 3"),
    ("chronic kidney disease stage III", "Disease, diseased, kidney, chronic, stage 3"),
    ("diabetes", "Diabetes, diabetic"),
    ("diabetic neuropathy type 2", "Diabetes, diabetic, type 2, with, neuropathy"),
    ("distal radius", "Fracture, traumatic, radius"),
    ("radius lower end fracture", "Fracture, traumatic, radius, lower end"),
    ("dog bites", "Bite, bitten by, dog"),
    ("diabtes gastroparesis", "Diabetes, diabetic, type 2, with, gastroparesis"),
    ("hypertenson", "Hypertension, hypertensive"),
    ("anaemia pernicious", "Anemia, pernicious"),
    ("sugar diabetes", "Diabetes, diabetic"),
    ("E11.43", "Diabetes, diabetic, type 2, with, gastroparesis"),
    ("w06.xxxa", "Fall, falling, from, off, out of, bed"),
    ("fall from a ladder yesterday", "Fall, falling, from, off, out of, ladder"),
]


@pytest.mark.parametrize(("words", "label"), FIRST)
def test_the_wanted_entry_comes_first(index, words, label):
    assert index.find(words)[0].entry.label == label


def test_best_first_and_each_once(index):
    for words in ("fracture", "kidney", "a", "acute heart"):
        hits = index.find(words, limit=50)
        assert len({hit.entry.id for hit in hits}) == len(hits) > 0
    scores = [hit.score for hit in index.find("kidney disease", limit=50)]
    assert scores == sorted(scores, reverse=True)


def test_whole_words_before_begun_ones(index):
    hits = index.find("lip", limit=20)
    assert all("lip" in hit.entry.label.casefold() for hit in hits)
    begun = index.find("pain", limit=1)[0]
    assert begun.entry.title == "Pain(s)"


def test_one_kind_alone(index):
    for kind in PARTS:
        hits = index.find("s", kind, 30)
        assert hits
        assert {hit.entry.kind for hit in hits} == {kind}
    assert [hit.entry.kind for hit in index.find("T39.011", "drugs")] == ["drugs", "drugs"]
    assert index.find("T39.011", "main") == ()
    assert index.find("kidney", "no such kind") == ()


def test_limits(index):
    assert len(index.find("acute", limit=3)) == 3
    assert index.find("acute", limit=0) == index.find("acute", limit=-1) == ()
    assert index.find("") == index.find("  ,;") == index.find("xyzzyx quuxly") == ()


@given(st.text(max_size=80), st.sampled_from([None, *PARTS, "x"]), st.integers(-2, 30))
def test_no_query_fails(index, words, kind, limit):
    hits = index.find(words, kind, limit)
    assert len(hits) <= max(0, limit)
    index.lead_terms(words, limit)
    index.paths_of(words)


WORDS = ["fall", "kidney", "with", "acute", "type", "2", "lad", "fractrue", "AND", '"', "(", "*", "κ0", "W11"]


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_no_mixture_of_words_fails(index, words):
    index.find(" ".join(words), limit=5)


@given(st.permutations(["kidney", "chronic", "disease", "stage"]))
def test_the_order_of_words_is_free(index, words):
    assert index.find(" ".join(words))[0].entry.label.startswith("Disease, diseased, kidney, chronic")
