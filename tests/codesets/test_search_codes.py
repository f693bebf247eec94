import pytest

QUERIES = [
    ("E11.22", "E11.22"),
    ("e 11.22", "E11.22"),
    ("E11 22", "E11.22"),
    ("I5O.9", "I50.9"),
    ("S72OO1A", "S72.001A"),
    ("E11.220", "E11.22"),
    ("T16.1A", "T16.1XXA"),
    ("W11A", "W11.XXXA"),
    ("N18.3-", "N18.3"),
    ("N18.-", "N18"),
    ("z00", "Z00"),
]


@pytest.mark.parametrize(("typed", "code"), QUERIES)
def test_the_code_that_was_meant_comes_first(code_set, typed, code):
    assert code_set.search(typed, 5)[0].code == code


def test_an_exact_code_scores_above_one_with_a_slip(code_set):
    assert code_set.search("I50.9", 1)[0].score > code_set.search("I5O.9", 1)[0].score


@pytest.mark.parametrize("typed", ["CLL", "ill", "oil", "B12 deficiency", "A1C", "S3 gallop"])
def test_words_are_no_codes(code_set, typed):
    assert all(hit.score < 2 for hit in code_set.search(typed, 5))


def test_two_characters_may_be_a_code_or_a_word(code_set):
    found = code_set.search("b1", 50)
    assert found[0].code == "B10"
    assert len(found) == 50
