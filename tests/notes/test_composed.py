"""The tables of conditions, sites, short forms and general words, held against the Tabular List."""

import pytest

from chartside.coding.branches import read_granted
from chartside.coding.suggester import Suggester
from chartside.datafiles import read_rows
from chartside.notes.composed import composed_terms, read_conditions, read_sites
from chartside.notes.shortforms import read_short_forms


def test_every_code_is_one_of_the_release(suggester: Suggester) -> None:
    codes = {term.code for term in composed_terms()}
    codes |= {
        meaning.code for meanings in read_short_forms().values() for meaning in meanings if meaning.code
    }
    general = read_rows("matching/too-general.tsv", ("term", "reason", "code"), optional=("code",))
    codes |= {row["code"] for row in general if row["code"]}
    codes |= {prefix for prefix in read_granted() if len(prefix) > 2}
    assert [code for code in sorted(codes) if suggester.code_set.find(code) is None] == []


def test_every_site_of_a_condition_has_words() -> None:
    named = {sites[0] for sites in read_sites().values()}
    unnamed = {site for condition in read_conditions() for site in condition.sites} - named
    assert unnamed == set()


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("shin bruise", "S80.1"),
        ("tumor of bladder", "D49.4"),
        ("renal stone", "N20.0"),
        ("hepatic metastasis", "C78.7"),
        ("osteoarthritis", "M19.90"),
    ],
)
def test_conditions_and_sites_make_terms(phrase: str, code: str) -> None:
    assert code in {term.code for term in composed_terms() if term.term == phrase}


def test_a_name_that_says_too_little_alone_is_general() -> None:
    kinds = {term.term: term.kind for term in composed_terms()}
    assert kinds["tumor"] == "general"
    assert kinds["osteoarthritis"] == "synonym"


def test_a_short_form_has_one_usual_meaning_at_most() -> None:
    usual = {short: [m for m in meanings if m.default] for short, meanings in read_short_forms().items()}
    assert {short for short, meanings in usual.items() if len(meanings) > 1} == set()
