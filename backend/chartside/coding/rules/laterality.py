"""Both sides: left and right codes, or the bilateral code where there is one (I.B.13).

Bilateral codes that stand apart from those of the sides are data: `codesets/rules/bilateral.tsv`.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from chartside.codesets.store import Code
from chartside.coding.specificity import side_in
from chartside.coding.worksheet import Worksheet
from chartside.datafiles import read_rows
from chartside.model import Candidate, ReasoningStep

_SIDE = re.compile(r",? *\b(?:right|left|bilateral|unspecified)\b(?: (?:side|eye|ear)s?\b)?,?", re.IGNORECASE)
_NAMED = re.compile(r"\b(right|left|bilateral)\b", re.IGNORECASE)
_BEFORE, _AFTER = 28, 32
_STOP = re.compile(r"[.;:\n]")


def rule() -> Callable[[Worksheet], None]:
    """The rule, with the bilateral codes that stand in another subcategory than those of the sides.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows("rules/bilateral.tsv", ("unilateral", "bilateral", "source"), unique=("unilateral",))
    elsewhere = {row["unilateral"]: row["bilateral"] for row in rows}

    def apply(sheet: Worksheet) -> None:
        for code in list(sheet.coded):
            if code in sheet.coded and _side(sheet.code_set.get(code)) is None:
                both = [each for each in sheet.coded[code] if _is_both(sheet, each)]
                if both:
                    _split(code, both, sheet)
        for code in list(sheet.coded):
            if code in sheet.coded:
                _join(code, elsewhere, sheet)

    return apply


def _split(code: str, both: list[Candidate], sheet: Worksheet) -> None:
    sides = _siblings(code, sheet)
    if "bilateral" in sides or not {"right", "left"} <= sides.keys():
        return
    quoted = " ".join(sheet.text[slice(*_window(both[0]))].split())
    for side in ("right", "left"):
        text = f"The note says both sides (“{quoted}”) and there is no bilateral code: {sides[side]}."
        sheet.offer(
            sides[side], sheet.coded[code], ReasoningStep("specificity", text, "I.B.13"), "both_sides"
        )
        sheet.coded[sides[side]] = _with_terms(sheet.coded[sides[side]], sheet.coded[code])
    del sheet.coded[code]
    sheet.missing.pop(code, None)


def _with_terms(offered: list[Candidate], known: list[Candidate]) -> list[Candidate]:
    """The offered candidates with the steps of those they rest on before their own."""
    steps = {each.mention: each.steps for each in known}
    return [
        Candidate(each.mention, each.code, (*steps.get(each.mention, ()), *each.steps), True)
        for each in offered
    ]


def _join(code: str, elsewhere: dict[str, str], sheet: Worksheet) -> None:
    """Right and left codes of one condition become the bilateral code, where there is one."""
    if _side(sheet.code_set.get(code)) != "right":
        return
    sides = _siblings(code, sheet)
    left, both = sides.get("left"), sides.get("bilateral") or elsewhere.get(code[:-1])
    if both is None or left is None or left not in sheet.coded:
        return
    text = f"{code} and {left} together are {both}."
    step = ReasoningStep("specificity", text, "I.B.13")
    sheet.replace(code, both, step)
    sheet.replace(left, both, step)


def _siblings(code: str, sheet: Worksheet) -> dict[str, str]:
    """Codes of the same condition by their side; a letter in the seventh place stays as it is."""
    known, tail = sheet.code_set.get(code), ""
    if len(code) == 8 and code[-1].isalpha() and known.parent:
        known, tail = sheet.code_set.get(known.parent), code[-1]
    if known.parent is None:
        return {}
    wanted = _title(known)
    found: dict[str, str] = {}
    for each in sheet.code_set.children(known.parent):
        side = _side(each)
        leaf = sheet.code_set.find(each.code + tail) if side and _title(each) == wanted else None
        if side and leaf is not None and leaf.billable:
            found.setdefault(side, leaf.code)
    return found


def _side(code: Code) -> str | None:
    return _side_in(code.description)


@lru_cache(maxsize=8192)
def _side_in(title: str) -> str | None:
    sides = {word.lower() for word in _NAMED.findall(title)}
    return sides.pop() if len(sides) == 1 else None


def _title(code: Code) -> str:
    return " ".join(_SIDE.sub(" ", code.description.lower()).split()).rstrip("s")


def _window(candidate: Candidate) -> tuple[int, int]:
    mention = candidate.mention
    first, last = mention.sentence
    return max(first, mention.start - _BEFORE), min(last, mention.end + _AFTER)


def _is_both(sheet: Worksheet, candidate: Candidate) -> bool:
    start, end = _window(candidate)
    mention = candidate.mention
    before = _STOP.split(sheet.text[start : mention.start])[-1]
    after = _STOP.split(sheet.text[mention.end : end])[0]
    inside = side_in(mention.text)
    return "bilateral" in (inside, side_in(before), side_in(after)) and inside in (None, "bilateral")
