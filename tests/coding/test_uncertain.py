from chartside.coding.suggester import Suggester
from chartside.model import Note, Result, Setting


def read(suggester: Suggester, text: str, setting: Setting = Setting.OUTPATIENT) -> Result:
    return suggester.suggest(Note("ASSESSMENT\n" + text, setting=setting))


def test_the_symptom_says_what_it_stands_for(suggester: Suggester) -> None:
    (found,) = read(suggester, "1. Left knee pain.\n- Possible gout.").suggestions
    step = next(step for step in found.reasoning if step.reference == "IV.H")
    assert "gout" in step.text
    assert "Left knee pain" in step.text or "knee pain" in step.text


def test_another_problem_lends_no_symptom(suggester: Suggester) -> None:
    result = read(suggester, "1. Headache.\n- Rest.\n2. Fatigue.\n- Possible anemia.")
    chain = {s.code: [step.reference for step in s.reasoning] for s in result.suggestions}
    assert "IV.H" in chain["R53.83"]
    assert "IV.H" not in chain["R51.9"]


def test_doubt_ends_at_the_diagnosis(suggester: Suggester) -> None:
    result = read(suggester, "Suspected appendicitis with abdominal pain.")
    assert "R10.9" in {s.code for s in result.suggestions}


def test_at_a_discharge_the_diagnosis_is_coded(suggester: Suggester) -> None:
    result = read(suggester, "1. Left knee pain, possible gout.", Setting.INPATIENT)
    assert "M10.9" in {s.code for s in result.suggestions}
