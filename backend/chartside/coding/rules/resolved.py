"""What was treated in a hospital stay and is over at its end: "AKI, resolved" is a diagnosis of the stay.

For outpatients what is over is history (IV.J). For a stay every condition counts that was treated in it
(III); only what was over before it is a previous condition (III.A).
"""

import re
from collections import defaultdict
from dataclasses import replace

from chartside.coding.worksheet import Worksheet
from chartside.model import Assertion, Candidate, Mention, ReasoningStep, Setting
from chartside.notes.sections import ASSESSMENT

SECTION = "III"

_IN_STAY = (ASSESSMENT - {"problem_list", "preoperative_diagnosis"}) | {"hospital_course"}
_RESOLVED = re.compile(
    r"(?:(?:has|have|had|now|since|was|is|were|completely|quickly|fully)\W+)*(?:resolved|resolving)\W*",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:history of|h/o|hx|prior|previous(?:ly)?|remote|before admission|years? ago|months? ago|last year|"
    r"in (?:19|20)\d\d)\b",
    re.IGNORECASE,
)


def apply(sheet: Worksheet) -> None:
    """Code what the diagnoses or the course of an inpatient stay call resolved."""
    if sheet.note.setting is not Setting.INPATIENT:
        return
    moved: dict[str, list[Candidate]] = defaultdict(list)
    for (code, assertion), group in list(sheet.left_out.items()):
        if assertion is not Assertion.HISTORICAL or code[0] in "RZ":
            continue
        treated = [each for each in group if _is_of_the_stay(each.mention, sheet)]
        for each in treated:
            moved[code].append(_as_present(each, code))
        rest = [each for each in group if each not in treated]
        if rest:
            sheet.left_out[code, assertion] = rest
        else:
            del sheet.left_out[code, assertion]
    for code, candidates in moved.items():
        sheet.coded[code] = [*sheet.coded.get(code, ()), *candidates]


def _is_of_the_stay(mention: Mention, sheet: Worksheet) -> bool:
    return (
        mention.section in _IN_STAY
        and bool(mention.cues)
        and all(_RESOLVED.fullmatch(cue.text) for cue in mention.cues)
        and not _BEFORE.search(sheet.text, *mention.sentence)
    )


def _as_present(candidate: Candidate, code: str) -> Candidate:
    mention = replace(candidate.mention, assertion=Assertion.PRESENT)
    text = f"“{candidate.mention.text}” was treated in this stay and is over at its end: {code} is reported."
    step = ReasoningStep("rule", text, SECTION)
    return replace(candidate, mention=mention, steps=(*candidate.steps, step))
