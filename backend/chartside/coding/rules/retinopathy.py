"""Diabetic retinopathy: kind, macular edema and eye, from the words around its mentions (I.C.4.a, I.B.13).

The words are data: `codesets/rules/cues.tsv`.
"""

from chartside.coding.cuewords import cues_of
from chartside.coding.relations import said
from chartside.coding.rules.diabetes import TYPES
from chartside.coding.specificity import side_in
from chartside.coding.worksheet import Worksheet
from chartside.model import Candidate, ReasoningStep

_CODES = tuple(f"{kind}.3{number}" for kind in TYPES for number in "12345")
_KINDS = ("5", "4", "3", "2")
"""The worst kind is looked for first."""
_EYES = {"right": "1", "left": "2", "bilateral": "3", None: "9"}
_EDEMA_CODE = "H35.81"


def apply(sheet: Worksheet) -> None:
    """Move each retinopathy code to the kind, edema and eye that the note documents."""
    for code in sheet.having(*_CODES):
        candidates = sheet.coded[code]
        kind, words = _kind(sheet, candidates, code)
        edema = _edema(sheet, candidates) or code[6:7] == "1"
        # Retinal detachment in proliferative disease (.352 to .355) stands as it was found.
        if kind == "5" and code[6:7] in ("2", "3", "4", "5"):
            continue
        wanted = f"{code[:5]}{kind}{'1' if edema else '9'}"
        if kind != "1":
            wanted += _EYES[_eye(sheet, candidates)] if code[7:] in ("", "9") else code[7]
        if wanted == code or sheet.code_set.find(wanted) is None:
            continue
        text = f"{words}, {'with' if edema else 'no'} macular edema documented: {wanted}."
        sheet.replace(code, wanted, ReasoningStep("specificity", text, "I.B.2"))
    if _EDEMA_CODE in sheet.coded and sheet.having(*_CODES):
        into = sheet.having(*_CODES)[0]
        text = f"“{sheet.coded[_EDEMA_CODE][0].mention.text}” is said by {into} already."
        sheet.replace(_EDEMA_CODE, into, ReasoningStep("combination", text, "I.B.9"))


def _kind(sheet: Worksheet, candidates: list[Candidate], code: str) -> tuple[str, str]:
    for kind in _KINDS:
        for candidate in candidates:
            words = said(sheet, candidate, cues_of("retinopathy", kind))
            if words:
                return kind, f"The note says “{words}”"
    return code[5], f"{code} gives the kind"


def _edema(sheet: Worksheet, candidates: list[Candidate]) -> bool:
    words = cues_of("retinopathy", "edema")
    return _EDEMA_CODE in sheet.coded or any(said(sheet, each, words) for each in candidates)


def _eye(sheet: Worksheet, candidates: list[Candidate]) -> str | None:
    sides = {side for each in candidates if (side := side_in(sheet.sentence(each)))}
    if sides == {"left", "right"}:
        return "bilateral"
    return sides.pop() if len(sides) == 1 else None
