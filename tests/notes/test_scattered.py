import pytest

from chartside.notes.scattered import ScatteredTerms

ROWS = {
    phrase: [["X", "test", kind, phrase]]
    for phrase, kind in [
        ("knee pain", "synonym"),
        ("chest pain", "synonym"),
        ("knee swelling", "synonym"),
        ("back pain", "synonym"),
        ("fracture of distal radius", "title"),
        ("ankle fracture", "synonym"),
        ("pain without cause", "title"),
        ("deep vein thrombosis", "synonym"),
        ("bilateral hip pain", "synonym"),
        ("wrist ulcer", "note"),
        ("secondary pain", "synonym"),
    ]
}
HEADS = {
    "pain": "pain",
    "painful": "pain",
    "swelling": "swelling",
    "swollen": "swelling",
    "fracture": "fracture",
    "thrombosis": "thrombosis",
    "ulcer": "ulcer",
}
BETWEEN = ["of", "in", "acute", ",", "distal"]


def phrases(text: str) -> list[str]:
    terms = ScatteredTerms(ROWS, HEADS, BETWEEN)
    return [found.phrase for found in terms.find(text.split())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pain in left knee", ["knee pain"]),
        ("knee pain", ["knee pain"]),
        ("knee is painful", ["knee pain"]),
        ("pain is back", []),
        ("radius fracture , distal , l", ["fracture of distal radius"]),
        ("thrombosis of deep vein", ["deep vein thrombosis"]),
        ("pain and swelling of knee", ["knee pain", "knee swelling"]),
        ("pain came from knee", []),
        ("pain no knee", []),
        ("pain with knee", []),
        ("pain in chest and knee", ["chest pain", "knee pain"]),
        ("non knee pain", []),
        ("hip pain", []),
        ("ulcer of wrist", []),
        ("swelling secondary to pain", []),
        ("pain , secondary", ["secondary pain"]),
    ],
)
def test_words_apart(text: str, found: list[str]) -> None:
    assert phrases(text) == found


def test_a_found_term_says_where_its_words_are() -> None:
    (found,) = ScatteredTerms(ROWS, HEADS, BETWEEN).find("acute pain in left knee".split())
    assert (found.start, found.end, found.head, sorted(found.places)) == (1, 5, 1, [1, 4])


def test_cost_grows_with_the_words_only() -> None:
    terms = ScatteredTerms(ROWS, HEADS, BETWEEN)
    assert list(terms.find(["acute"] * 5000)) == []
    assert len(list(terms.find(["pain", "knee"] * 2000))) == 2000
