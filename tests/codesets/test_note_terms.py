import pytest

from chartside.codesets.note_terms import tabular_terms
from chartside.codesets.tabular import Entry


@pytest.fixture(scope="module")
def terms(code_set):
    return list(code_set.terms())


def test_titles_of_all_codes_but_those_of_a_seventh_character(terms, code_set):
    titles = [term for term in terms if term.kind == "title"]
    assert len(titles) == 46_881
    assert {"I10", "J45", "S52.501"} <= {term.code for term in titles}
    assert "S52.501A" not in {term.code for term in titles}
    assert all(term.source == term.kind for term in terms)


def test_every_term_leads_to_a_code(terms, code_set):
    assert [term for term in terms if code_set.find(term.code) is None] == []


def test_inclusion_terms(terms):
    said = {(term.code, term.term) for term in terms if term.kind == "inclusion"}
    assert ("J45.909", "Asthma NOS") in said
    assert ("I10", "high blood pressure") in said
    assert not any(" classifiable" in term for _, term in said)


def test_names_in_notes(terms):
    named = {term.term: term.code for term in terms if term.kind == "note"}
    assert len(named) > 1500
    assert named["gestational diabetes"] == "O24.4"
    assert named["pneumonia NOS"] == "J18.9"
    assert named["eye pain"] == "H57.1"
    for cut_short in (
        "cataract",
        "meningococcal",
        "orbital roof",
        "cytarabine",
        "spine",
        "barn",
    ):
        assert cut_short not in named


def entry(name, title, *own):
    return Entry(name, title, "code", None, list(own))


@pytest.mark.parametrize(
    ("notes", "found"),
    [
        (["eye ache (H57.1)"], ["eye ache"]),
        (["any associated eye ache (H57.1-)"], ["eye ache"]),
        ([", if applicable, eye ache (H57.1)"], ["eye ache"]),
        (["eye ache (H57.1, H57.2)"], []),
        (["eye ache (H57.1-H57.2)"], []),
        (["eye ache (Q99.9)"], []),
        (["history of eye ache (H57.1)"], []),
        (["conditions classifiable to eye ache (H57.1)"], []),
        (["ache in:", "whole eye (H57.1)"], []),
        (["underlying disease, such as:", "eye ache (H57.1)"], ["eye ache"]),
        (["ocular pain (H57.1)"], []),
        (["eye ache (H57.1)", "eye ache (H60.1)"], []),
        (["eye ache (H57.1)", "eye ache (H57)"], ["eye ache"]),
    ],
)
def test_which_notes_name_a_code(notes, found):
    own = [("excludes1", note) for note in notes]
    entries = [
        entry("H57", "Other disorders"),
        entry("H57.1", "Ocular pain"),
        entry("H60.1", "Cellulitis"),
        entry("R52", "Pain", *own),
    ]
    assert [term.term for term in tabular_terms(entries) if term.kind == "note"] == found
