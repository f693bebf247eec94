import time

import pytest

from chartside.codesets.store import open_code_set

QUERIES = [
    ("E11.22", "E11.22"),
    ("e1122", "E11.22"),
    ("E11.2", "E11.21"),
    ("j44", "J44"),
    ("J44.-", "J44.0"),
    ("s52501a", "S52.501A"),
    ("e1", "E10"),
    ("htn", "I10"),
    ("copd", "J44.9"),
    ("T2DM", "E11.9"),
    ("afib", "I48.91"),
    ("uti", "N39.0"),
    ("heart attack", "I21.9"),
    ("high blood pressure", "I10"),
    ("diabtes", "E11.9"),
    ("hypertenson", "I10"),
    ("pnuemonia", "J18.9"),
    ("migrane", "G43.909"),
    ("astma", "J45.909"),
    ("asthma", "J45.909"),
    ("heart failure", "I50.9"),
    ("failure heart", "I50.9"),
    ("hea fail", "I50.9"),
    ("type 2 diabetes", "E11.9"),
    ("type ii diabetes", "E11.9"),
    ("type 2 diabetes kidney", "E11.22"),
    ("t2dm ckd", "E11.22"),
    ("pain in left knee", "M25.562"),
    ("left knee pain", "M25.562"),
    ("low back pain", "M54.50"),
    ("sleep apnea obstructive", "G47.33"),
    ("sleep apnoea", "G47.30"),
    ("diarrhoea", "R19.7"),
    ("anaemia iron deficiency", "D50.9"),
    ("alzheimers", "G30.9"),
    ("alzheimer's disease", "G30.9"),
    ("kidney stone", "N20.0"),
    ("pneumonia", "J18.9"),
    ("fall from ladder", "W11.XXXA"),
    ("distal radius fracture", "S52.509A"),
    ("distal radius fracture right initial encounter", "S52.501A"),
    ("right distal radius fracture subsequent", "S52.501D"),
    ("hepatitis c chronic", "B18.2"),
    ("chronic kidney disease stage 4", "N18.4"),
    ("ckd stage 4", "N18.4"),
    ("acute bronchitis", "J20.9"),
    ("gout right foot", "M10.071"),
    ("cellulitis left lower limb", "L03.116"),
    ("morbid obesity", "E66.01"),
    ("anxiety", "F41.9"),
    ("vitamin d deficiency", "E55.9"),
    ("chest pain", "R07.9"),
    ("rheumat arthr", "M06.9"),
    ("whiplash", "S13.4XXA"),
    ("tobacco dependence", "F17.200"),
    ("colon cancer screening", "Z12.11"),
]


@pytest.mark.parametrize(("words", "code"), QUERIES, ids=[words for words, _ in QUERIES])
def test_the_wanted_code_is_among_the_first_three(code_set, words, code):
    found = [hit.code for hit in code_set.search(words, 3)]
    assert code in found


def test_the_exact_code_stands_first_and_alone_decides(code_set):
    hits = code_set.search("E11.2", 20)
    assert hits[0].code == hits[0].matched == "E11.2"
    assert all(hit.code.startswith("E11.2") for hit in hits)


@pytest.mark.parametrize(
    ("words", "first", "later"),
    [
        ("asthma", "J45.909", "J45"),
        ("type 2 diabetes", "E11.9", "E11"),
        ("heart failure", "I50.9", "I50.89"),
        ("heart failure", "I50.9", "I09.81"),
        ("chest pain", "R07.9", "R07.89"),
        ("acute systolic heart failure", "I50.21", "I50.20"),
        ("pain in left knee", "M25.562", "M25.569"),
        ("distal radius fracture right", "S52.501A", "S52.501S"),
    ],
)
def test_what_was_asked_stands_above_the_rest(code_set, words, first, later):
    found = [hit.code for hit in code_set.search(words, 50)]
    assert found[0] == first
    assert later not in found or found.index(first) < found.index(later)


def test_a_hit_says_what_matched(code_set):
    assert code_set.search("htn", 1)[0].matched == "HTN"
    hit = code_set.search("low back strain", 1)[0]
    assert hit.description
    assert hit.matched


def test_hits_are_sorted_and_each_code_stands_once(code_set):
    for words in ("diabetes", "fracture", "pain", "c", "2", "neoplasm of skin"):
        hits = code_set.search(words, 30)
        assert 0 < len(hits) <= 30
        assert len({hit.code for hit in hits}) == len(hits)
        assert all(code_set.get(hit.code).billable == hit.billable for hit in hits)
        assert all(code_set.get(hit.code).description == hit.description for hit in hits)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "of the",
        "\x00",
        "\ud800",
        '"',
        "*",
        "AND",
        "a OR",
        "(",
        "x" * 100_000,
        "😀",
        "zzzzqqqq",
        "'; --",
    ],
)
def test_odd_questions_find_nothing_or_something_but_never_fail(code_set, words):
    assert isinstance(code_set.search(words), tuple)


def test_limits(code_set):
    assert code_set.search("diabetes", 0) == ()
    assert code_set.search("diabetes", -5) == ()
    assert len(code_set.search("diabetes", 7)) == 7


def test_a_search_is_quick(home, terms_folder):
    with open_code_set(home, terms_folder=terms_folder) as fresh:
        fresh.search("warm up the speling", 5)
        spent = []
        for words, _ in QUERIES:
            begun = time.perf_counter()
            fresh.search(words, 20)
            spent.append(time.perf_counter() - begun)
    spent.sort()
    assert spent[len(spent) // 2] < 0.02
