from chartside.coding.rules.integral import read_integral, read_sites
from chartside.coding.suggester import Suggester
from chartside.model import Note, Result, Setting, Tier


def read(suggester: Suggester, text: str, setting: Setting = Setting.OUTPATIENT) -> Result:
    return suggester.suggest(Note(text, setting=setting))


def codes(result: Result) -> set[str]:
    return {s.code for s in result.suggestions}


def test_a_routine_symptom_is_folded_and_not_deleted(suggester: Suggester) -> None:
    result = read(suggester, "HPI: Cough for a week.\nASSESSMENT\n1. Pneumonia.")
    assert codes(result) == {"J18.9"}
    (folded,) = result.not_coded
    assert (folded.code, folded.reason) == ("R05.9", "integral_symptom")
    assert folded.guideline
    assert folded.guideline.section == "I.B.5"


def test_a_diagnosis_takes_the_place_of_the_symptom_that_titled_it(
    suggester: Suggester,
) -> None:
    plan = "Shortness of breath.\nThis is from his heart failure.\nGout.\nStable."
    text = f"HPI: History of heart failure.\nASSESSMENT\n{plan}"
    suggested = {s.code for s in read(suggester, text).suggestions if s.tier is Tier.SUGGESTED}
    assert suggested == {"I50.9", "M10.9"}


def test_a_known_disease_whose_flare_is_doubted_stays_in_the_list(suggester: Suggester) -> None:
    text = "HPI: 35 yo with ileal Crohn's disease.\nASSESSMENT\n1. Possible Crohn's flare.\n2. Gout."
    suggested = {s.code for s in read(suggester, text).suggestions if s.tier is Tier.SUGGESTED}
    assert "M10.9" in suggested
    assert any(code.startswith("K50") for code in suggested)


def test_an_uncertain_diagnosis_takes_in_no_symptom(suggester: Suggester) -> None:
    text = "HPI: Cough for a week.\nASSESSMENT\n1. Cough, possible pneumonia."
    assert "R05.9" in codes(read(suggester, text))
    assert "R05.9" in codes(read(suggester, text, Setting.INPATIENT))


def test_an_unexplained_symptom_stays(suggester: Suggester) -> None:
    text = "ASSESSMENT\n1. Heart failure.\n2. Dyspnea out of proportion to heart failure."
    assert "R06.00" in codes(read(suggester, text))


def test_a_disease_of_the_past_history_explains_no_new_symptom(suggester: Suggester) -> None:
    text = "PAST MEDICAL HISTORY\nCOPD.\nASSESSMENT\n1. Cough.\n2. Dyspnea."
    assert {"R05.9", "R06.00"} <= codes(read(suggester, text))


def test_pain_is_folded_at_its_own_site_and_side_only(suggester: Suggester) -> None:
    text = "HPI: {} pain.\nASSESSMENT\n1. Osteoarthritis of the left knee."
    assert "M25.562" not in codes(read(suggester, text.format("Left knee")))
    assert "M25.561" in codes(read(suggester, text.format("Right knee")))
    assert "M25.552" in codes(read(suggester, text.format("Left hip")))


def test_a_symptom_that_is_a_problem_of_its_own_may_stay(suggester: Suggester) -> None:
    text = "ASSESSMENT\n1. Hypothyroidism.\n2. Fatigue."
    assert {"E03.9", "R53.83"} <= codes(read(suggester, text))


def test_every_row_names_codes_that_exist(suggester: Suggester) -> None:
    rows = read_integral()
    assert len(rows) >= 250
    for row in rows:
        for code in (*row.diagnoses, *row.symptoms):
            assert suggester.code_set.find(code), code
    for site in read_sites():
        for code in (*site.symptoms, *site.causes):
            assert suggester.code_set.find(code), code
