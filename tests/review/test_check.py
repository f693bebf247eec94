"""The chart check on short notes, each with a claim and what must be said of it."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from chartside.coding.suggester import Suggester
from chartside.model import Note, Setting
from chartside.review.check import check
from chartside.review.findings import Finding, Verdict

TABLE = Path(__file__).with_name("check-cases.tsv")
LINES = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
CASES = list(csv.DictReader(LINES, delimiter="\t"))


def asked(suggester: Suggester, note: str, claimed: str, setting: str = "outpatient") -> list[Finding]:
    result = suggester.suggest(Note(note.replace("\\n", "\n"), setting=Setting(setting)))
    return check(result, claimed.split(","), suggester.code_set)


def short(finding: Finding) -> str:
    codes = [finding.code, *(finding.others if finding.verdict is Verdict.CONFLICTING else ())]
    return f"{'+'.join(codes)}={finding.verdict}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['claimed']}: {case['why']}")
def test_a_claim_against_a_note(suggester: Suggester, case: dict[str, str]) -> None:
    found = asked(suggester, case["note"], case["claimed"], case["setting"])
    wanted = case["expected"].split("; ")
    said = [short(each) for each in found]
    if wanted[-1] == "*":
        wanted.pop()
        said = [each for each in said if each in wanted or not each.endswith("=missing")]
    assert said == wanted, [each.text for each in found]
    for each in found:
        assert each.text.endswith("."), each.text
        assert each.text.count("“") == each.text.count("”")
        if each.verdict in (Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.LESS_SPECIFIC, Verdict.MISSING):
            assert each.evidence, each.text
        if each.verdict not in (Verdict.UNKNOWN, Verdict.SUPPORTED, Verdict.MISSING):
            assert each.guideline, each.text


def test_there_are_cases_of_every_verdict() -> None:
    assert len(CASES) >= 30
    for verdict in Verdict:
        assert any(f"={verdict}" in case["expected"] for case in CASES), verdict


def test_the_code_that_is_documented_instead_is_named(suggester: Suggester) -> None:
    found = asked(suggester, "Assessment: Chronic kidney disease, stage 4.", "N18.9")
    assert [each.others for each in found] == [("N18.4",)]
    assert found[0].evidence[0].text.startswith("Chronic kidney disease")
    assert found[0].guideline
    assert found[0].guideline.section == "I.B.2"


def test_what_is_no_code_is_not_repeated(suggester: Suggester) -> None:
    found = asked(suggester, "Assessment: Hypertension.", "patient John Doe, I10 , \x1b[31m,,1\u0661")
    assert [each.verdict for each in found] == ["unknown_code", "supported", "unknown_code", "unknown_code"]
    assert not [each for each in found if "DOE" in each.text or "\x1b" in each.text]


def test_a_note_about_which_nothing_is_said_supports_nothing(suggester: Suggester) -> None:
    result = suggester.suggest(Note("Assessment: Hypertension."))
    found = check(replace(result, suggestions=(), not_coded=()), ["I10"], suggester.code_set)
    assert [each.verdict for each in found] == ["not_supported"]
