import numpy as np
import pytest

from chartside.codesets.spelling import Spelling, distance, letters_of, trigrams_of


@pytest.mark.parametrize(
    ("one", "other", "errors"),
    [
        ("diabtes", "diabetes", 1),
        ("pnuemonia", "pneumonia", 1),
        ("hypertenson", "hypertension", 1),
        ("asma", "asthma", 2),
        ("same", "same", 0),
    ],
)
def test_errors_are_counted(one, other, errors):
    assert distance(one, other, 2) == errors


def test_far_words_are_given_up():
    assert distance("gout", "pneumonia", 2) > 2


@pytest.fixture
def spelling():
    frequency = {"diabete": 90, "diabetic": 60, "facture": 1, "fracture": 50, "fractured": 2, "rupture": 9}
    trigrams, holders = trigrams_of(list(frequency))
    counts = np.array(list(frequency.values()))
    return Spelling(list(frequency), trigrams, holders, letters_of(list(frequency)), counts)


@pytest.fixture
def near(spelling):
    words = ["diabete", "diabetic", "facture", "fracture", "fractured", "rupture"]
    return lambda word: [(words[number], errors) for number, errors in spelling.near(word)]


def test_the_nearest_and_most_frequent_words_come_first(near):
    assert near("fractur") == [("fracture", 1), ("fractured", 2), ("facture", 2)]
    assert near("frcture")[:2] == [("fracture", 1), ("facture", 1)]


def test_a_plural_is_compared_with_a_plural(near):
    assert near("diabetis") == [("diabete", 1), ("diabetic", 1)]


@pytest.mark.parametrize("word", ["xyz", "qwertyuiop", "", "12345", "frac7ure", "évidence", "~fracture"])
def test_words_that_are_near_to_none(near, word):
    assert near(word) == []
