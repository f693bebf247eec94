from chartside.coding.rules.acute_chronic import read_pairs
from chartside.coding.suggester import Suggester
from chartside.model import Note, Suggestion


def of(suggester: Suggester, said: str) -> dict[str, Suggestion]:
    return {s.code: s for s in suggester.suggest(Note(f"ASSESSMENT\n1. {said}")).suggestions}


def test_both_are_coded_and_the_chain_says_the_order(suggester: Suggester) -> None:
    found = of(suggester, "Acute on chronic pancreatitis.")
    assert found.keys() == {"K85.90", "K86.1"}
    assert any("Acute on chronic" in step.text for step in found["K85.90"].reasoning)


def test_one_code_says_both_where_there_is_one(suggester: Suggester) -> None:
    assert of(suggester, "Acute on chronic cholecystitis.").keys() == {"K81.2"}


def test_one_form_alone_stays_alone(suggester: Suggester) -> None:
    assert of(suggester, "Chronic pancreatitis.").keys() == {"K86.1"}


def test_every_row_names_codes_that_exist(suggester: Suggester) -> None:
    for pair in read_pairs():
        for code in (pair.acute, pair.chronic, *([pair.combined] if pair.combined else [])):
            assert suggester.code_set.get(code).billable, code
