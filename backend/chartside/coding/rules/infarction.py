"""Myocardial infarction: I21 up to four weeks, I25.2 from then on (I.C.9.e)."""

import re

from chartside.coding.worksheet import Worksheet
from chartside.model import Assertion, Candidate, ReasoningStep

_UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}
_NUMBERS = dict(
    zip("a one two three four five six seven eight nine ten".split(), [1, *range(1, 11)], strict=True)
)
_AGO = re.compile(
    r"\b(\d{1,3}|" + "|".join(_NUMBERS) + r") (day|week|month|year)s? (?:ago|prior|earlier|back)\b",
    re.IGNORECASE,
)
_NEAR = 60
_LIMIT = 28
_SECTION = "I.C.9.e"


def apply(sheet: Worksheet) -> None:
    """Keep a recent infarction that is told as past; make an old one that is told as present I25.2."""
    for key in [key for key in sheet.left_out if key[0].startswith("I21") and key[1] is Assertion.HISTORICAL]:
        recent = [(each, words) for each in sheet.left_out[key] if (words := _recent(sheet, each))]
        if recent:
            text = f"“{recent[0][1]}” is within four weeks: still an acute infarction, {key[0]}."
            sheet.offer(key[0], [each for each, _ in recent], ReasoningStep("rule", text, _SECTION), "recent")
            rest = [each for each in sheet.left_out[key] if each not in [one for one, _ in recent]]
            if rest:
                sheet.left_out[key] = rest
            else:
                del sheet.left_out[key]
    for code in sheet.having("I21"):
        for candidate in sheet.coded[code]:
            words, days = _since(sheet, candidate)
            if days is not None and days > _LIMIT:
                text = f"“{words}” is more than four weeks: an old infarction, I25.2."
                sheet.replace(code, "I25.2", ReasoningStep("rule", text, _SECTION))
                break


def _recent(sheet: Worksheet, candidate: Candidate) -> str | None:
    words, days = _since(sheet, candidate)
    return words if days is not None and days <= _LIMIT else None


def _since(sheet: Worksheet, candidate: Candidate) -> tuple[str, int | None]:
    """The words that say how long ago, and the days that they mean; None when nothing says so."""
    mention = candidate.mention
    start, end = mention.sentence
    found = _AGO.search(sheet.text, max(start, mention.start - _NEAR), min(end, mention.end + _NEAR))
    if found is None:
        return "", None
    count = int(found[1]) if found[1].isdigit() else _NUMBERS[found[1].lower()]
    return found[0], count * _UNITS[found[2].lower()]
