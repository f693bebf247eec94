from chartside.coding.rules.partners import read_partner_words
from chartside.coding.suggester import Suggester
from chartside.model import Note, Result


def read(suggester: Suggester, text: str) -> Result:
    return suggester.suggest(Note("ASSESSMENT\n" + text))


def test_both_chains_name_the_instruction(suggester: Suggester) -> None:
    found = {s.code: s for s in read(suggester, "1. Hypertension.\n2. CKD stage 4.").suggestions}
    for code in ("I12.9", "N18.4"):
        assert any("I12.9" in s.text and "N18.4" in s.text for s in found[code].reasoning if s.step == "rule")


def test_a_named_organism_is_offered(suggester: Suggester) -> None:
    found = {s.code: s for s in read(suggester, "1. Urinary tract infection due to Klebsiella.").suggestions}
    assert {"N39.0", "B96.1"} <= found.keys()
    assert any("Klebsiella" in step.text for step in found["B96.1"].reasoning)


def test_nothing_is_offered_that_the_note_does_not_name(suggester: Suggester) -> None:
    found = {s.code for s in read(suggester, "1. Urinary tract infection, no E. coli.").suggestions}
    assert found == {"N39.0"}


def test_a_manifestation_without_its_cause_is_a_conflict(suggester: Suggester) -> None:
    result = read(suggester, "1. Anemia of chronic disease.")
    kinds = [conflict.kind for conflict in result.conflicts]
    assert "D63.8" in {s.code for s in result.suggestions}
    assert kinds == ["code_first"]


def test_a_manifestation_with_its_cause_is_none(suggester: Suggester) -> None:
    result = read(suggester, "1. Anemia due to CKD.\n2. CKD stage 4.")
    assert not result.conflicts


def test_every_row_names_a_code_that_exists(suggester: Suggester) -> None:
    for row in read_partner_words():
        assert suggester.code_set.get(row.partner).billable, row.partner
