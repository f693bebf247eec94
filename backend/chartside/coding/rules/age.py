"""The patient's age, as the note states it."""

import re

_AGE = re.compile(
    r"\b(?P<number>\d{1,3})[\s-]*(?P<unit>years?|yrs?|y|months?|mos?|weeks?|wks?|days?)[\s./-]*(?:old|o\b)"
    r"|\b(?P<short>\d{1,3})\s?(?:yo|y/o|y\.o\.|yom|yof)\b"
    r"|\bage[d:]?\s*(?P<aged>\d{1,3})\b(?!\s*(?:%|percent|months?|weeks?|days?|at))",
    re.IGNORECASE,
)
_YEARS = {"y": 1.0, "m": 1 / 12, "w": 7 / 365, "d": 1 / 365}
_LOOKED_AT = 1500
"""Characters at a note's beginning in which the patient is introduced."""


def age_of(text: str) -> float | None:
    """Age in years by the first statement of it near the note's beginning; None when there is none."""
    for found in _AGE.finditer(text, 0, _LOOKED_AT):
        number = float(found.group("number") or found.group("short") or found.group("aged"))
        unit = (found.group("unit") or "y")[0].lower()
        years = number * _YEARS[unit]
        if years < 120:
            return years
    return None
