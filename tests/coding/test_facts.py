import pytest

from chartside.coding.axiswords import read_axis_words
from chartside.coding.facts import Facts

WORDS = read_axis_words()


def concepts(text: str) -> set[str]:
    return {said.concept for said in WORDS.read(text)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("CKD stage IIIb", {"stage 3b"}),
        ("stage 4", {"stage 4"}),
        ("HFpEF", {"diastolic"}),
        ("reduced ejection fraction", {"systolic"}),
        ("non-displaced", {"nondisplaced"}),
        ("2nd degree burn", {"degree 2", "burn"}),
        ("right shin", {"right", "lower leg", "lower limb"}),
        ("upper-outer quadrant", {"upper", "outer", "quadrant"}),
        ("a flare", {"exacerbation"}),
    ],
)
def test_words_stand_for_concepts(text: str, said: set[str]) -> None:
    assert said <= concepts(text)


def test_not_displaced_is_not_displaced() -> None:
    assert "displaced" not in concepts("a non-displaced fracture, not displaced")


def test_sites_that_hold_another_are_wider() -> None:
    assert WORDS.narrow(concepts("shoulder, upper limb")) == ["shoulder"]


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("She has an exacerbation.", True),
        ("No exacerbation.", False),
        ("Denies wheezing or exacerbation.", False),
        ("Exacerbation: no.", False),
        ("Exacerbation ruled out.", False),
        ("Possible exacerbation.", False),
        ("No fever, but an exacerbation.", True),
        ("Not smoking. Exacerbation today.", True),
        ("To prevent exacerbation.", False),
    ],
)
def test_what_holds(text: str, holds: bool) -> None:
    facts = Facts(text, WORDS)
    (said,) = facts.of("exacerbation")
    assert facts.affirmed(said) is holds


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("A 61-year-old man and his wife.", "male"),
        ("Ms. X is a 30 yo pregnant female.", "female"),
        ("She is well.", "female"),
        ("The patient is well.", None),
    ],
)
def test_the_patient(text: str, sex: str | None) -> None:
    facts = Facts(text, WORDS)
    said = [each for each in ("male", "female") if any(s.reach == "note" for s in facts.of(each))]
    assert said == ([sex] if sex else [])


@pytest.mark.parametrize(
    ("text", "trimester"),
    [
        ("13 weeks gestation", "trimester 1"),
        ("at 14 weeks of gestation", "trimester 2"),
        ("28 weeks pregnant", "trimester 3"),
        ("in 3 weeks", None),
    ],
)
def test_weeks_make_a_trimester(text: str, trimester: str | None) -> None:
    facts = Facts(text, WORDS)
    found = [name for name in ("trimester 1", "trimester 2", "trimester 3") if facts.of(name)]
    assert found == ([trimester] if trimester else [])
