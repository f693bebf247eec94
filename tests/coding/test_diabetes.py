from chartside.coding.rules.diabetes import TYPES, read_causes, read_complications
from chartside.coding.suggester import Suggester
from chartside.model import Note, Suggestion


def of(suggester: Suggester, text: str) -> dict[str, Suggestion]:
    return {s.code: s for s in suggester.suggest(Note("ASSESSMENT\n" + text)).suggestions}


def test_each_type_takes_its_own_codes(suggester: Suggester) -> None:
    for said, kind in [
        ("Type 1 diabetes", "E10"),
        ("Type 2 diabetes", "E11"),
        ("Steroid-induced diabetes", "E09"),
    ]:
        assert f"{kind}.22" in of(suggester, f"1. {said}.\n2. CKD stage 4.")


def test_the_chain_quotes_the_complication(suggester: Suggester) -> None:
    found = of(suggester, "1. Type 2 diabetes.\n2. Gastroparesis.")["E11.43"]
    step = next(step for step in found.reasoning if step.step == "combination")
    assert "Gastroparesis" in step.text
    assert step.reference == "I.A.15"
    assert "diabetes" in " ".join(evidence.text for evidence in found.evidence)


def test_uncontrolled_asks_which_way(suggester: Suggester) -> None:
    found = of(suggester, "Type 2 diabetes, uncontrolled.")["E11.9"]
    (missing,) = (each for each in found.missing if "glucose" in each.axis)
    assert [code for code, _ in missing.options] == ["E11.65", "E11.649"]


def test_a_raised_laboratory_value_is_no_hyperglycemia(suggester: Suggester) -> None:
    codes = of(suggester, "1. Type 2 diabetes.\n2. Elevated blood glucose in the laboratory.")
    assert "E11.65" not in codes


def test_two_stated_types_are_left_to_the_provider(suggester: Suggester) -> None:
    codes = of(suggester, "1. Type 1 diabetes.\n2. Type 2 diabetes.\n3. CKD stage 4.")
    assert not {"E10.22", "E11.22"} & codes.keys()


def test_every_row_names_codes_that_exist(suggester: Suggester) -> None:
    for row in read_complications():
        assert any(suggester.code_set.find(kind + row.ending) for kind in TYPES), row.ending
        for code in (*row.partners, *row.absorbed):
            assert suggester.code_set.find(code), code


def test_a_stated_cause_decides_the_type(suggester: Suggester) -> None:
    codes = of(suggester, "1. Diabetes mellitus due to chronic pancreatitis.")
    assert {"E08.9", "K86.1"} <= codes.keys()
    assert any("chronic pancreatitis" in step.text for step in codes["E08.9"].reasoning)


def test_every_cause_is_a_code(suggester: Suggester) -> None:
    for prefix, kind in read_causes().items():
        assert suggester.code_set.find(prefix), prefix
        assert suggester.code_set.find(kind)
