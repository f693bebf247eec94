"""Phrases for notes out of the index: what is composed, and what is better left."""

from collections.abc import Iterator

import pytest
from index_files import opened, small

from chartside.codesets.index_entry import IndexCode, IndexEntry
from chartside.codesets.index_terms import index_terms
from chartside.codesets.index_titles import forms, plain, steps
from chartside.codesets.index_titles import small as lower_first
from chartside.codesets.index_words import IndexWords
from chartside.codesets.release import CODE_LIST_FILE, open_packaged
from chartside.model import TermCode


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, TermCode]]:
    with opened(tmp_path_factory.mktemp("index")) as index:
        yield {term.term: term for term in index.terms()}


COMPOSED = {
    "type 2 diabetes with neuropathy": "E11.40",
    "diabetes mellitus type 2 with neuropathy": "E11.40",
    "type 2 diabetes with mild nonproliferative retinopathy": "E11.329",
    "type 1 diabetes with ketoacidosis": "E10.10",
    "diabetes insipidus": "E23.2",
    "gestational diabetes": "O24.419",
    "chronic kidney disease": "N18.9",
    "stage 3 chronic kidney disease": "N18.30",
    "chronic kidney disease stage 3": "N18.30",
    "acute systolic heart failure": "I50.21",
    "fracture of lower end of radius": "S52.50",
    "lower end radius fracture": "S52.50",
    "fracture of neck of femur": "S72.00",
    "pathological fracture due to osteoporosis": "M80.00",
    "iron deficiency anemia": "D50.9",
    "vitamin D deficiency": "E55.9",
    "Alzheimer's disease": "G30.9",
    "Down syndrome": "Q90.9",
    "hip joint pain": "M25.55",
    "pneumonia due to Haemophilus influenzae": "J14",
    "severe persistent asthma with exacerbation": "J45.51",
    "essential hypertension": "I10",
    "osteoporosis": "M81.0",
    "elevated blood sugar": "R73.9",
    "systemic lupus erythematosus": "M32.9",
    "deep vein thrombosis": "I82.40",
    "prostate cancer": "C61",
    "malignant neoplasm of prostate": "C61",
    "metastasis to lung": "C78.0",
    "benign neoplasm of kidney": "D30.0",
    "malignant neoplasm of upper-outer quadrant of breast": "C50.4",
    "cancer of lower lobe of lung": "C34.3",
    "cancer of large intestine": "C18.9",
    "malignant neoplasm of skin of nose": "C44.301",
    "squamous cell carcinoma of skin of wall of abdomen": "C44.529",
    "carcinoma in situ of bladder": "D09.0",
}


@pytest.mark.parametrize(("phrase", "code"), COMPOSED.items())
def test_lines_are_turned_back_into_what_a_note_says(terms, phrase, code):
    assert terms[phrase].code == code
    assert terms[phrase].kind == "index"


def test_the_source_names_the_path(terms):
    assert (
        terms["type 2 diabetes with neuropathy"].source
        == "Index: Diabetes, diabetic, type 2, with, neuropathy"
    )
    assert terms["prostate cancer"].source == "Neoplasm Table: Neoplasm, neoplastic, prostate"


def test_nothing_of_causes_drugs_and_encounters(terms):
    assert not {term.code[0] for term in terms.values()} & set("VWXYZ")
    said = " ".join(terms).casefold()
    for word in ("fall", "ladder", "aspirin", "insulin", "dog", "kitchen", "examination", "complication of"):
        assert f" {word} " not in f" {said} "


UNSOUND = [
    "pregnancy", "weight", "dementia in Parkinson's disease", "anemia in chronic kidney disease", "stroke",
    "specified disorder", "disorder", "cough", "bite", "burn", "shock", "pain",
    "foot ulcer with fat layer exposed",
    "specified site cancer", "unknown cancer", "external cancer", "gastric of cancer", "skin of nose cancer",
    "urinary", "condition abdomen",
]  # fmt: skip


@pytest.mark.parametrize("phrase", UNSOUND)
def test_what_says_too_little_or_something_else_is_left(terms, phrase):
    assert phrase not in terms


def test_every_phrase_is_words_and_its_code_exists(terms):
    with open_packaged(CODE_LIST_FILE) as stream:
        listed = set(stream.read().decode().split())
    known = {code[:length] for code in listed for length in range(3, 8)}
    assert len(terms) > 500
    for term in terms.values():
        assert term.code.replace(".", "") in known
        assert 1 <= len(term.term.split()) <= 9
        assert not set(term.term) & set("()[],:;")


def entry(*path: str, code: str, nemods: tuple[str, ...] = ()) -> IndexEntry:
    return IndexEntry(0, "main", path, nemods, (IndexCode(code),))


def phrases(*entries: IndexEntry) -> dict[str, str]:
    return {term.term: term.code for term in index_terms(entries)}


def test_a_phrase_that_two_codes_share_is_given_to_none_or_to_the_one_above():
    one, other = entry("Cyst", "kidney", code="N28.1"), entry("Cyst", "kidney", code="Q61.00")
    assert "kidney cyst" in phrases(one)
    assert "kidney cyst" not in phrases(one, other)
    assert "kidney cyst" not in phrases(one, other, one)
    below = entry("Cyst", "kidney", code="N28.11")
    assert phrases(one, below)["kidney cyst"] == phrases(below, one)["kidney cyst"] == "N28.1"


def test_a_line_that_only_groups_gives_nothing():
    assert phrases(entry("Pneumonia", "with", code="J18.9")) == {}
    assert phrases(entry("Pneumonia", "in", "due to", "plague", code="A20.2")) == {}


def test_titles_as_plain_words():
    assert plain("Complication(s) NEC") == "Complication"
    assert plain("rocket propelled grenade [RPG]") == "rocket propelled grenade"
    assert forms("Infarct, infarction") == ["Infarct", "infarction"]
    assert forms("cable car, not on rails") == []
    words = IndexWords()
    assert steps("Fracture, traumatic", words.is_adjective) == [["Fracture"], ["traumatic"]]
    assert steps("cable car, not on rails", words.is_adjective) == []
    assert [lower_first(text) for text in ("Disease", "Alzheimer's disease", "COVID-19", "AIDS")] == [
        "disease", "Alzheimer's disease", "COVID-19", "AIDS",
    ]  # fmt: skip


def test_links_are_split_off():
    words = IndexWords()
    assert words.split_link("due to trauma") == ("due to", "trauma")
    assert words.split_link("with") == ("with", "")
    assert words.split_link("within normal limits") == ("", "within normal limits")


def test_without_the_tables_there_are_no_neoplasms(tmp_path):
    with opened(tmp_path, small("main")) as index:
        assert not [term for term in index.terms() if "cancer" in term.term]
