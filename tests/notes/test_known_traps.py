"""Wordings that stock ConText is known to get wrong, each as one line."""

from collections.abc import Callable

import pytest

TRAPS = [
    ("Probable [[pneumonia]].", "uncertain"),
    ("Suspected [[appendicitis]].", "uncertain"),
    ("Presumed [[sepsis]].", "uncertain"),
    ("[[Bronchitis]], likely", "uncertain"),
    ("Findings consistent with [[pneumonia]].", "uncertain"),
    ("Findings compatible with [[gout]].", "uncertain"),
    ("Concern for [[appendicitis]].", "uncertain"),
    ("Questionable [[infiltrate]].", "uncertain"),
    ("?[[PE]]", "uncertain"),
    ("? [[UTI]]", "uncertain"),
    ("[[Gastritis]] vs ulcer", "uncertain"),
    ("Gastritis vs [[ulcer]]", "uncertain"),
    ("Working diagnosis: [[lupus]]", "uncertain"),
    ("[[Malignancy]] cannot be excluded.", "uncertain"),
    ("Differential includes [[sarcoidosis]] and TB.", "uncertain"),
    ("Rule out [[pneumonia]].", "uncertain"),
    ("R/o [[MI]]", "uncertain"),
    ("[[Pneumonia]] was ruled out.", "negated"),
    ("[[Fracture]] was excluded.", "negated"),
    ("[[Pneumonia]] has resolved.", "historical"),
    ("(-) [[fever]]", "negated"),
    ("[[Fever]]: no", "negated"),
    ("Pertinent negatives: [[fever]], chills.", "negated"),
    ("S/p [[appendicitis]].", "historical"),
    ("Prior [[pneumonia]].", "historical"),
    ("Old [[hip fracture]].", "historical"),
    ("Remote [[GI bleed]].", "historical"),
    ("FHx: [[colon cancer]].", "family"),
    ("FH: [[stroke]] in father.", "family"),
    ("At risk for [[falls]].", "hypothetical"),
    ("Watch for [[bleeding]].", "hypothetical"),
    ("Screening for [[colon cancer]].", "hypothetical"),
    ("Heparin for [[DVT]] prophylaxis.", "hypothetical"),
    ("Ibuprofen prn [[pain]].", "hypothetical"),
    ("Return if [[fever]] develops.", "hypothetical"),
    ("No change in [[edema]].", "present"),
    ("No improvement in [[cough]].", "present"),
    ("Not only [[fever]] but also cough.", "present"),
    ("No fever, has [[cough]].", "present"),
    ("She declines treatment for [[hypertension]].", "present"),
    ("History of [[diabetes]], on metformin.", "present"),
    ("PMH: [[asthma]]", "present"),
    ("Husband with COPD; she has [[cough]].", "present"),
    ("Husband with [[COPD]]; she denies cough.", "family"),
    ("Husband with COPD; she denies [[cough]].", "negated"),
    ("Husband reports that she has [[fever]].", "present"),
    ("Son with COVID; patient has [[fever]].", "present"),
    ("Denies chest pain\n[[Cough]] for two days", "present"),
    ("Cannot tolerate metformin because of [[diarrhea]].", "present"),
    ("Negative for fever, chills and [[cough]].", "negated"),
    ("Appendicitis in 2008, now [[abdominal pain]].", "present"),
    ("[[Appendicitis]] twenty years ago.", "historical"),
    ("[ ] [[diabetes]] [x] hypertension", "negated"),
    ("Her mother had [[breast cancer]].", "family"),
]


@pytest.mark.parametrize(("marked", "expected"), TRAPS)
def test_a_known_trap(judge: Callable[[str], str], marked: str, expected: str) -> None:
    assert judge(marked) == expected
