import pytest

from chartside.coding.suggester import Suggester
from chartside.datafiles import read_rows
from chartside.model import Note, Suggestion


def of(suggester: Suggester, said: str) -> dict[str, Suggestion]:
    return {s.code: s for s in suggester.suggest(Note(f"ASSESSMENT\n1. {said}")).suggestions}


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("Pain in both wrists.", {"M25.531", "M25.532"}),
        ("Bilateral conjunctivitis.", {"H10.9"}),
        ("Bilateral hearing loss.", {"H91.93"}),
        ("Bilateral hip osteoarthritis.", {"M16.0"}),
    ],
)
def test_both_sides(suggester: Suggester, said: str, codes: set[str]) -> None:
    assert of(suggester, said).keys() == codes


def test_the_chain_keeps_the_term_and_names_the_rule(suggester: Suggester) -> None:
    found = of(suggester, "Bilateral knee pain.")["M25.561"]
    assert found.reasoning[0].step == "term"
    assert any(step.reference == "I.B.13" for step in found.reasoning)
    assert not found.missing


def test_one_side_named_twice_is_one_side(suggester: Suggester) -> None:
    assert of(suggester, "Left knee pain, worse on the left.").keys() == {"M25.562"}


def test_every_row_names_codes_that_exist(suggester: Suggester) -> None:
    for row in read_rows("rules/bilateral.tsv", ("unilateral", "bilateral", "source")):
        assert suggester.code_set.find(row["unilateral"])
        assert suggester.code_set.get(row["bilateral"]).billable
