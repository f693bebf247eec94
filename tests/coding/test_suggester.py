from chartside.coding.suggester import Suggester
from chartside.model import Assertion, Note, Result, Setting, Tier

VISIT = """CHIEF COMPLAINT

Follow-up.

HISTORY OF PRESENT ILLNESS

The patient is a 61-year-old woman with COPD who denies chest pain. Her mother had breast cancer.
She has had pain in her left knee since a hike.

ASSESSMENT AND PLAN

1. Type 2 diabetes with neuropathy.
- Medical Treatment: gabapentin.

2. Left knee pain.
- Additional Testing: possible meniscus tear, MRI ordered.

Return if fever develops.
"""


def codes(result: Result, tier: Tier = Tier.SUGGESTED) -> set[str]:
    return {suggestion.code for suggestion in result.suggestions if suggestion.tier is tier}


def left_out(result: Result) -> dict[str, str]:
    return {item.evidence[0].text.lower(): item.reason for item in result.not_coded}


def test_problem_titles_are_suggested(suggester: Suggester) -> None:
    assert codes(suggester.suggest(Note(VISIT))) == {"E11.40", "M25.562"}


def test_what_is_not_coded_says_why(suggester: Suggester) -> None:
    reasons = left_out(suggester.suggest(Note(VISIT)))
    assert reasons["chest pain"] == "negated"
    assert reasons["breast cancer"] == "family"
    assert reasons["meniscus tear"] == "uncertain"
    assert reasons["fever"] == "hypothetical"


def test_every_suggestion_rests_on_the_note(suggester: Suggester) -> None:
    result = suggester.suggest(Note(VISIT))
    for item in [*result.suggestions, *result.not_coded]:
        assert item.evidence
        for evidence in item.evidence:
            assert VISIT[evidence.start : evidence.end] == evidence.text
            for cue in evidence.cues:
                assert VISIT[cue.start : cue.end] == cue.text


def test_every_suggestion_is_billable_and_explained(suggester: Suggester) -> None:
    for suggestion in suggester.suggest(Note(VISIT)).suggestions:
        assert suggestion.flags.billable
        assert suggestion.reasoning[0].step in {"term", "rule"}
        assert suggestion.guidelines
        assert 0 < suggestion.confidence < 1


def test_two_notes_are_reasoned_differently(suggester: Suggester) -> None:
    one = suggester.suggest(Note("ASSESSMENT\nLeft knee pain.")).suggestions[0].reasoning
    other = suggester.suggest(Note("ASSESSMENT\nGout.")).suggestions[0].reasoning
    assert one[0] != other[0]


def test_an_uncertain_diagnosis_is_coded_at_an_inpatient_discharge_only(suggester: Suggester) -> None:
    text = "DISCHARGE DIAGNOSIS\nProbable pneumonia."
    outpatient = suggester.suggest(Note(text))
    inpatient = suggester.suggest(Note(text, setting=Setting.INPATIENT))
    assert not outpatient.suggestions
    assert outpatient.not_coded[0].guideline.section == "IV.H"
    assert codes(inpatient) == {"J18.9"}
    assert any(step.reference == "II.H" for step in inpatient.suggestions[0].reasoning)


def test_the_documented_side_decides(suggester: Suggester) -> None:
    for side, code in [("Left", "M25.562"), ("Right", "M25.561"), ("", "M25.569")]:
        assert codes(suggester.suggest(Note(f"ASSESSMENT\n{side} knee pain."))) == {code}


def test_an_open_side_is_named_as_missing(suggester: Suggester) -> None:
    suggestion = suggester.suggest(Note("ASSESSMENT\nKnee pain.")).suggestions[0]
    assert suggestion.missing[0].axis == "laterality"
    assert ("M25.561", "right") in suggestion.missing[0].options


def test_chronic_disease_in_the_history_is_present(suggester: Suggester) -> None:
    result = suggester.suggest(
        Note("PAST MEDICAL HISTORY\nHistory of COPD.\n\nPLAN\nContinue inhalers for COPD.")
    )
    assert any(s.code == "J44.9" for s in result.suggestions)
    assert not result.not_coded


def test_the_detailed_code_stands_alone(suggester: Suggester) -> None:
    text = "HPI: He has diabetes.\nASSESSMENT\nType 2 diabetes with neuropathy."
    result = suggester.suggest(Note(text))
    assert {s.code for s in result.suggestions} == {"E11.40"}


def test_a_contradiction_is_shown(suggester: Suggester) -> None:
    text = "HPI: She has no hypertension.\nASSESSMENT\nHypertension."
    result = suggester.suggest(Note(text))
    assert [conflict.kind for conflict in result.conflicts] == ["contradiction"]
    assert codes(result) == {"I10"}
    assert left_out(result)["hypertension"] == Assertion.NEGATED


def test_excludes1_is_a_conflict(suggester: Suggester) -> None:
    result = suggester.suggest(Note("ASSESSMENT\n1. Type 1 diabetes.\n2. Type 2 diabetes."))
    assert [conflict.kind for conflict in result.conflicts] == ["excludes1"]


def test_nothing_to_say_about_nothing(suggester: Suggester) -> None:
    for text in ["", " \n\t", "x", "The committee met on Tuesday.", "\ud800", "🙂" * 50, "\x00\x01"]:
        result = suggester.suggest(Note(text))
        assert result.suggestions == ()
        assert result.not_coded == ()


def test_a_problem_title_speaks_for_the_detailed_code(suggester: Suggester) -> None:
    text = "ASSESSMENT\n1. Nicotine dependence.\n\nSOCIAL HISTORY\nSmoker, one pack of cigarettes a day."
    (found,) = suggester.suggest(Note(text)).suggestions
    assert (found.code, found.tier) == ("F17.210", Tier.SUGGESTED)
    assert {evidence.text.split()[0] for evidence in found.evidence} == {"Nicotine", "Smoker,"}


def test_a_narrative_without_an_assessment_has_a_short_list_too(suggester: Suggester) -> None:
    text = "He was found to have an acute exacerbation of COPD and was treated with prednisone. No pneumonia."
    listed = {s.code for s in suggester.suggest(Note(text)).suggestions if s.tier is Tier.SUGGESTED}
    assert listed == {"J44.1"}
    assessed = f"HPI: {text}\n\nASSESSMENT:\n1. Hypertension\n"
    listed = {s.code for s in suggester.suggest(Note(assessed)).suggestions if s.tier is Tier.SUGGESTED}
    assert listed == {"I10"}
