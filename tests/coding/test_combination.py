import pytest

from chartside.coding.rules.combination import read_combinations
from chartside.coding.suggester import Suggester
from chartside.model import Note


def suggested(suggester: Suggester, text: str) -> set[str]:
    return {s.code for s in suggester.suggest(Note(text)).suggestions if s.tier == "suggested"}


@pytest.mark.parametrize(
    ("problems", "codes"),
    [
        (["Hypertension", "CHF"], {"I11.0", "I50.9"}),
        (["Hypertension", "CKD stage 3a"], {"I12.9", "N18.31"}),
        (["Hypertension", "ESRD"], {"I12.0", "N18.6"}),
        (["Hypertension", "CHF", "CKD stage 4"], {"I13.0", "I50.9", "N18.4"}),
        (["Hypertension", "CHF", "CKD stage 5"], {"I13.2", "I50.9", "N18.5"}),
        (["Type 2 diabetes", "CKD stage 3b"], {"E11.22", "N18.32"}),
        (["Type 2 diabetes", "Hypertension"], {"E11.9", "I10"}),
        (["CAD", "Unstable angina"], {"I25.110"}),
    ],
)
def test_related_conditions_share_a_code(suggester: Suggester, problems: list[str], codes: set[str]) -> None:
    text = "ASSESSMENT\n" + "\n".join(f"{n}. {problem}." for n, problem in enumerate(problems, 1))
    assert codes <= suggested(suggester, text)
    assert "I10" in codes or "I10" not in suggested(suggester, text)
    assert "E11.9" in codes or "E11.9" not in suggested(suggester, text)


def test_the_provider_may_take_the_presumption_away(suggester: Suggester) -> None:
    text = "ASSESSMENT\n1. Hypertension.\n2. CHF, not due to hypertension."
    assert suggested(suggester, text) == {"I10", "I50.9"}


def test_the_chain_names_the_rule(suggester: Suggester) -> None:
    result = suggester.suggest(Note("ASSESSMENT\n1. Hypertension.\n2. CHF."))
    (found,) = (s for s in result.suggestions if s.code == "I11.0")
    step = next(step for step in found.reasoning if step.step == "combination")
    assert step.reference == "I.C.9.a"
    assert [evidence.text for evidence in found.evidence] == ["Hypertension", "CHF"]


def test_what_names_the_combination_itself_is_quoted_first(suggester: Suggester) -> None:
    text = "HPI: He has type 2 diabetes.\nASSESSMENT\n1. CKD stage 3a.\n2. Diabetic chronic kidney disease."
    (found,) = (s for s in suggester.suggest(Note(text)).suggestions if s.code == "E11.22")
    assert found.evidence[0].text == "Diabetic chronic kidney disease"


def test_or_unspecified_is_no_unspecified_code(suggester: Suggester) -> None:
    result = suggester.suggest(Note("ASSESSMENT\n1. Hypertension.\n2. CKD stage 3a."))
    (found,) = (s for s in result.suggestions if s.code == "I12.9")
    assert not found.flags.unspecified


def test_what_is_tied_by_the_note_only_is_not_presumed(suggester: Suggester) -> None:
    apart = "ASSESSMENT\n1. Lung cancer.\n2. Anemia."
    tied = "ASSESSMENT\n1. Lung cancer.\n2. Anemia due to lung cancer."
    assert "D64.9" in suggested(suggester, apart)
    assert "D63.0" in suggested(suggester, tied)


def test_another_cause_takes_the_presumption_away(suggester: Suggester) -> None:
    text = "ASSESSMENT\n1. Hypertension.\n2. CKD stage 3a due to polycystic kidney disease."
    assert {"I10", "N18.31"} <= suggested(suggester, text)


def test_a_code_beside_keeps_its_base(suggester: Suggester) -> None:
    text = "ASSESSMENT\n1. COPD exacerbation.\n2. Pneumonia."
    assert {"J44.0", "J44.1", "J18.9"} <= suggested(suggester, text)


def test_a_partner_may_have_to_be_written_with_a_word(suggester: Suggester) -> None:
    limb = "ASSESSMENT\n1. Peripheral atherosclerosis.\n2. {}."
    assert "I70.219" in suggested(suggester, limb.format("Intermittent claudication"))
    assert "I70.209" in suggested(suggester, limb.format("PAD"))


def test_every_row_names_codes_that_exist(suggester: Suggester) -> None:
    for row in read_combinations():
        assert suggester.code_set.get(row.becomes).billable
        partners = [partner.prefix for group in row.partners for partner in group]
        for code in (*row.bases, *partners, *row.absorbed):
            assert len(code) < 3 or suggester.code_set.find(code), code


def test_no_row_absorbs_what_is_not_its_partner() -> None:
    for row in read_combinations():
        partners = tuple(partner.prefix for group in row.partners for partner in group)
        for code in row.absorbed:
            assert code.startswith(partners) or any(prefix.startswith(code) for prefix in partners), code
