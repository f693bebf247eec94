from dataclasses import replace

import pytest

from chartside.coding.sequencing import sequenced
from chartside.coding.suggester import Suggester
from chartside.model import Note, Setting, Tier


def listed(suggester: Suggester, text: str, setting: Setting = Setting.OUTPATIENT) -> list[str]:
    result = suggester.suggest(Note(text, setting=setting))
    return [s.code for s in result.suggestions if s.tier is Tier.SUGGESTED]


def problems(*titles: str) -> str:
    return "ASSESSMENT\n" + "\n".join(f"{number}. {title}." for number, title in enumerate(titles, 1))


@pytest.mark.parametrize(
    ("titles", "codes"),
    [
        (("Gout", "Hypertension"), ["M10.9", "I10"]),
        (("Hypertension", "Gout"), ["I10", "M10.9"]),
        (("Long-term use of insulin", "Type 2 diabetes"), ["E11.9", "Z79.4"]),
        (("CKD stage 3a", "Type 2 diabetes"), ["E11.22", "N18.31"]),
        (("CKD stage 3a", "Hypertension"), ["I12.9", "N18.31"]),
    ],
)
def test_the_order_of_reporting(suggester: Suggester, titles: tuple[str, ...], codes: list[str]) -> None:
    assert [code for code in listed(suggester, problems(*titles)) if code in codes] == codes


def test_the_first_says_why_and_names_its_guideline(suggester: Suggester) -> None:
    for setting, section in ((Setting.OUTPATIENT, "IV.G"), (Setting.INPATIENT, "II")):
        result = suggester.suggest(Note(problems("Gout", "Hypertension"), setting=setting))
        first, second = result.suggestions[:2]
        assert "“Gout” is the first problem" in first.reasoning[-1].text
        assert section in {guideline.section for guideline in first.guidelines}
        assert section not in {step.reference for step in second.reasoning}


def test_a_code_behind_its_cause_says_so(suggester: Suggester) -> None:
    text = problems("Non-pressure chronic ulcer of left heel", "Type 2 diabetes with foot ulcer")
    cause, effect = (s for s in suggester.suggest(Note(text)).suggestions if s.tier is Tier.SUGGESTED)
    later = replace(cause, evidence=cause.evidence[:1])
    assert later.evidence[0].start > effect.evidence[0].start
    first, second = sequenced(suggester.code_set, [effect, later], Setting.OUTPATIENT)
    assert (first.code, second.code) == ("E11.621", effect.code)
    assert any("code first" in step.text and step.reference == "I.A.13" for step in second.reasoning)


def test_possible_codes_stand_behind_the_short_list(suggester: Suggester) -> None:
    text = "HPI: He has a cough and GERD.\n" + problems("Gout", "Hypertension")
    tiers = [s.tier for s in suggester.suggest(Note(text)).suggestions]
    assert tiers == sorted(tiers, key=lambda tier: tier is Tier.POSSIBLE)
