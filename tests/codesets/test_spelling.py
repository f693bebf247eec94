import pytest

from chartside.codesets.spelling import Spelling, distance


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


def test_the_nearest_and_most_frequent_words():
    spelling = Spelling([("fracture", 50), ("fractured", 2), ("rupture", 9), ("facture", 1)])
    assert spelling.near("fractur") == ("fracture",)
    assert spelling.near("frcture") == ("fracture", "facture")
    assert spelling.near("xyz") == ()
    assert spelling.near("qwertyuiop") == ()
