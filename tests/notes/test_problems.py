"""Which conditions title a problem, in the ways that assessments are written."""

import pytest

from chartside.coding.suggester import Suggester


def titles(suggester: Suggester, text: str) -> list[str]:
    return [mention.text for mention in suggester.reader.read(text) if mention.problem_heading]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A/P:\n1. GERD - continue omeprazole.\n", ["GERD"]),
        ("A/P:\n#HTN: stable, cont lisinopril\n# COPD – stable\n", ["HTN", "COPD"]),
        ("Assessment & Plan\n• Insomnia: sleep hygiene\n", ["Insomnia"]),
        ("ASSESSMENT\n1. Type 2 diabetes: A1c 7.1, we will continue metformin.\n", ["Type 2 diabetes"]),
        ("Problem #1: Hypertension\nPlan: continue amlodipine\n", ["Hypertension"]),
        ("Diagnosis 2: Asthma\n", ["Asthma"]),
        ("A/P:\n1. Asthma - annual spirometry, headache resolved\n", ["Asthma"]),
        (
            "ASSESSMENT\n1. Bipolar I disorder, current episode mixed\n",
            ["Bipolar I disorder"],
        ),
        ("ASSESSMENT\n1. Pneumonia, present on admission.\n2. Asthma present.\n", ["Pneumonia"]),
        ("PLAN:\nWe talked about her asthma - she is doing well.\n", []),
        ("HPI:\n1. GERD - continue omeprazole.\n", []),
        ("ASSESSMENT\nShe is stable. The patient's asthma: no change.\n", []),
    ],
)
def test_titles(suggester: Suggester, text: str, expected: list[str]) -> None:
    assert titles(suggester, text) == expected


def test_what_is_said_after_the_title_is_no_title(suggester: Suggester) -> None:
    text = "ASSESSMENT AND PLAN\n1. Hypertension - we will rule out pheochromocytoma, headache resolved.\n"
    assert titles(suggester, text) == ["Hypertension"]
