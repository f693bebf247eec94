"""Which hand leads, where the note does not say: right is dominant, left is not (I.C.6.a)."""

import re

from chartside.coding.cuewords import cues_of
from chartside.coding.worksheet import Worksheet
from chartside.model import ReasoningStep

_SIDED = re.compile(r"\b(left|right) (dominant|non-?dominant)\b", re.IGNORECASE)
_PREFIXES = ("G81", "G83.1", "G83.2", "G83.3", "I69")


def apply(sheet: Worksheet) -> None:
    """Move codes of paralysis to the dominance that the guideline presumes."""
    for code in sheet.having(*_PREFIXES):
        known = sheet.code_set.get(code)
        said = _SIDED.search(known.description)
        if said is None or known.parent is None:
            continue
        side, dominance = said[1].lower(), said[2].lower().replace("-", "")
        wanted = _dominance(side, sheet.text)
        if wanted == dominance:
            continue
        for sibling in sheet.code_set.children(known.parent):
            other = _SIDED.search(sibling.description)
            if other and other[1].lower() == side and other[2].lower().replace("-", "") == wanted:
                cues = (cues_of("dominance", "left"), cues_of("dominance", "both"))
                given = next((found for words in cues if (found := words.search(sheet.text))), None)
                why = f"The note says “{given[0]}”" if given else "The note does not give the leading hand"
                text = f"{why}, so the {side} side is {wanted}: {sibling.code}."
                sheet.replace(code, sibling.code, ReasoningStep("rule", text, "I.C.6.a"))
                break


def _dominance(side: str, text: str) -> str:
    if cues_of("dominance", "both").search(text):
        return "dominant"
    leading = "left" if cues_of("dominance", "left").search(text) else "right"
    return "dominant" if side == leading else "nondominant"
