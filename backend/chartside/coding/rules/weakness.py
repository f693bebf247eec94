"""Weakness of one side that a stroke left or brings is hemiplegia (Coding Clinic, first quarter of 2015).

The weakness must be said of a side of the body, not of an arm or a leg, in one sentence with the stroke.
"""

import re
from dataclasses import replace

from chartside.coding.worksheet import Worksheet
from chartside.model import Candidate, ReasoningStep

_WEAKNESS = "R53.1"
_STROKES = ("I60", "I61", "I63", "I69", "Z86.73")
_BEFORE = re.compile(r"\b(left|right)(?:[- ]+(?:sided?|hemi(?:body)?))[- ]*\Z", re.IGNORECASE)
_AFTER = re.compile(
    r"\A (?:of|on|in) (?:(?:the|his|her|their) )?(left|right)(?: (?:side|half)| hemibody)\b", re.IGNORECASE
)
_REACH = 24
_CODES = {"right": "G81.91", "left": "G81.94"}
"""Right is dominant and left is not, until the note says otherwise."""


def apply(sheet: Worksheet) -> None:
    """Code a one-sided weakness that stands beside a stroke as hemiplegia of that side."""
    strokes = {each.mention.sentence for each in sheet.told(*_STROKES)}
    if not strokes:
        return
    for candidate in list(sheet.told(_WEAKNESS)):
        side = _side(sheet, candidate) if candidate.mention.sentence in strokes else None
        if side is None:
            continue
        code = _CODES[side]
        text = f"Weakness of the {side} side that goes with a stroke is hemiplegia: {code}."
        step = ReasoningStep("rule", text, "Coding Clinic, first quarter 2015")
        _move(sheet, candidate, replace(candidate, code=code, steps=(*candidate.steps, step)))


def _side(sheet: Worksheet, candidate: Candidate) -> str | None:
    mention = candidate.mention
    first, last = mention.sentence
    before = _BEFORE.search(sheet.text[max(first, mention.start - _REACH) : mention.start])
    after = _AFTER.search(sheet.text[mention.end : min(last, mention.end + _REACH)])
    found = before or after
    return found[1].lower() if found else None


def _move(sheet: Worksheet, candidate: Candidate, moved: Candidate) -> None:
    """Let `moved` stand where `candidate` stood."""
    coded = candidate in sheet.coded.get(candidate.code, ())
    key = (candidate.code, candidate.mention.assertion)
    group = sheet.coded[candidate.code] if coded else sheet.left_out[key]
    rest = [each for each in group if each != candidate]
    if coded:
        sheet.coded.setdefault(moved.code, []).append(moved)
        sheet.coded[candidate.code] = rest
        if not rest:
            del sheet.coded[candidate.code]
            sheet.missing.pop(candidate.code, None)
    else:
        sheet.left_out.setdefault((moved.code, key[1]), []).append(moved)
        sheet.left_out[key] = rest
        if not rest:
            del sheet.left_out[key]
