"""Body mass index, Z68 (I.B.14): only beside a diagnosis of weight, by the value that the note gives."""

import re
from functools import lru_cache

from chartside.coding.rules.age import age_of
from chartside.coding.worksheet import Worksheet
from chartside.datafiles import read_rows
from chartside.model import Assertion, Candidate, ReasoningStep, Statement, TermCode

_VALUE = re.compile(
    r"\b(?:BMI|body mass index)\b(?:\s*\(BMI\))?[^\d\n.;]{0,25}?(?P<value>\d{2}(?:\.\d{1,2})?)\b"
    r"(?!\s*(?:%|th|st|nd|rd|percentile))",
    re.IGNORECASE,
)
_PERCENTILE = re.compile(
    r"\b(?:BMI|body mass index)\b[^\n.;]{0,40}?(?P<value>\d{1,3}(?:\.\d+)?)\s*(?:st|nd|rd|th|%)?"
    r"\s*(?:%ile|percentile)",
    re.IGNORECASE,
)
_PART_OF_95 = re.compile(r"\b(?P<value>1\d\d)\s?% of (?:the )?95th", re.IGNORECASE)
_ADULT = 20.0
"""Years from which the codes of adults hold."""


def apply(sheet: Worksheet) -> None:
    """Offer the BMI code beside a diagnosis of weight; take it away where there is none."""
    diagnosis = next(iter(sheet.having(*_diagnoses())), None)
    if diagnosis is None:
        for code in sheet.having("Z68"):
            sheet.fold(code, "", "no_diagnosis", "I.B.14")
        return
    pregnancy = next(iter(sheet.having("O")), None)
    for code in sheet.having("Z68") if pregnancy else ():
        sheet.fold(code, pregnancy or "", "superseded", "I.B.14")
    found = None if pregnancy else _measured(sheet)
    if found is None:
        return
    statement, start, end, code = found
    for other in sheet.having("Z68"):
        if other != code:
            del sheet.coded[other]
    term = TermCode(code, "Tabular List Z68", "pattern", "BMI")
    mention = sheet.narration.mention(statement, start, end, term, (Assertion.PRESENT, ()))
    text = f"“{sheet.narration.quote(start, end)}” beside {diagnosis} is {code}."
    step = ReasoningStep("rule", text, "I.B.14")
    sheet.offer(code, [Candidate(mention, code, (step,))], step, "body_mass")


@lru_cache(maxsize=1)
def _diagnoses() -> tuple[str, ...]:
    """Diagnoses of weight, that the Tabular List asks a BMI for or that a BMI bears on."""
    rows = read_rows("rules/weight-diagnoses.tsv", ("code_prefix", "source"), unique=("code_prefix",))
    return tuple(row["code_prefix"] for row in rows)


def code_of_value(value: float) -> str | None:
    """The code of an adult's BMI; None for a number that is none."""
    if not 10 <= value < 100:
        return None
    if value < 20:
        return "Z68.1"
    if value < 40:
        return f"Z68.{int(value)}"
    for below, code in ((45, "Z68.41"), (50, "Z68.42"), (60, "Z68.43"), (70, "Z68.44")):
        if value < below:
            return code
    return "Z68.45"


def code_of_percentile(percentile: float, part_of_95: float = 0) -> str:
    """The code of a child's percentile, and of the part of the 95th percentile (in per cent) above it."""
    if part_of_95 >= 140:
        return "Z68.56"
    if part_of_95 >= 120:
        return "Z68.55"
    for below, code in ((5, "Z68.51"), (85, "Z68.52"), (95, "Z68.53")):
        if percentile < below:
            return code
    return "Z68.54"


def _measured(sheet: Worksheet) -> tuple[Statement, int, int, str] | None:
    """The statement, the words and the code of the BMI that stands last in the note."""
    age = age_of(sheet.text)
    child = age is not None and 2 <= age < _ADULT
    found = None
    for match in (_PERCENTILE if child else _VALUE).finditer(sheet.text):
        value = float(match.group("value"))
        part = _PART_OF_95.search(sheet.text) if child else None
        code = (
            code_of_percentile(value, float(part.group("value")) if part else 0)
            if child
            else code_of_value(value)
        )
        place = sheet.narration.place(match.start())
        if code and place < len(sheet.narration.statements) and (age is None or age >= 2):
            found = sheet.narration.statements[place], match.start(), match.end(), code
    return found
