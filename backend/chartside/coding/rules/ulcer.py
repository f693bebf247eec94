"""Chronic ulcers of leg and foot: what a diabetic or arterial ulcer asks for, and its detail (I.B.7, I.B.2).

"Diabetic foot ulcer of the left heel" names both codes: E11.621 and L97.42-. Words are data:
`codesets/rules/ulcer-words.tsv`.
"""

import re
from collections.abc import Callable

from chartside.coding.cuewords import cues_of
from chartside.coding.relations import said
from chartside.coding.rules.diabetes import TYPES
from chartside.coding.specificity import side_in
from chartside.coding.worksheet import Worksheet
from chartside.datafiles import read_rows
from chartside.model import Candidate, ReasoningStep

_FOOT = tuple(f"{kind}.621" for kind in TYPES)
_OTHER = tuple(f"{kind}.622" for kind in TYPES)
_ARTERIAL = {"I70.23": "1", "I70.24": "2"}
"""Atherosclerosis of a leg with an ulcer, and the side of it in L97; both give the site in the same digit."""
_SIDES = {"right": "1", "left": "2"}
_NO_DEPTH = "9"

Words = tuple[tuple[re.Pattern[str], str, str], ...]


def rule() -> Callable[[Worksheet], None]:
    """The rule with its words read.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows(
        "rules/ulcer-words.tsv",
        ("words", "part", "value", "source"),
        unique=("words",),
        allowed={"part": ("site", "depth")},
    )
    words = tuple(
        (re.compile(rf"\b{re.escape(row['words'])}\w*", re.IGNORECASE), row["part"], row["value"])
        for row in rows
    )

    def apply(sheet: Worksheet) -> None:
        _site_codes(sheet)
        _arterial(sheet)
        for code in sheet.having("L97"):
            _refine(code, words, sheet)

    return apply


def _site_codes(sheet: Worksheet) -> None:
    """Offer the site of a diabetic ulcer that is named in one breath with it."""
    if sheet.having("L97", "L98.4"):
        return
    for codes, site in ((_FOOT, "L97.509"), (_OTHER, "L97.909")):
        for code in sheet.having(*codes):
            ulcer = cues_of("ulcer", "named")
            named = [each for each in sheet.coded[code] if ulcer.search(each.mention.text)]
            if named:
                quoted = " ".join(named[0].mention.text.split())
                text = f"{code} asks for the site of the ulcer (L97.-): the note's “{quoted}”."
                sheet.offer(site, named, ReasoningStep("rule", text, "I.B.7"), support="use_additional")
                sheet.add_step(code, ReasoningStep("rule", text, "I.B.7"))
                return


def _arterial(sheet: Worksheet) -> None:
    """Offer the ulcer beside an atherosclerosis that was found with its ulcer in one term."""
    if sheet.having("L97"):
        return
    for code in sheet.having(*_ARTERIAL):
        depth = f"L97.{code[6]}{_ARTERIAL[code[:6]]}{_NO_DEPTH}"
        text = f"{code} asks for the severity of the ulcer (L97.-): {depth}, with its depth not given."
        sheet.offer(depth, sheet.coded[code], ReasoningStep("rule", text, "I.B.7"), support="use_additional")


def _refine(code: str, words: Words, sheet: Worksheet) -> None:
    candidates = sheet.coded[code]
    site, site_said = _first(sheet, candidates, words, "site")
    depth, depth_said = _first(sheet, candidates, words, "depth")
    sides = {_SIDES[side] for each in candidates if (side := side_in(sheet.sentence(each))) in _SIDES}
    # What the code says already stays: only open places ("unspecified", "other part") are filled.
    place = site if site and code[4] in "589" else code[4]
    side = sides.pop() if len(sides) == 1 and code[5] == "0" else code[5]
    deep = depth if depth and code[6] == _NO_DEPTH else code[6]
    wanted = f"L97.{place}{side}{deep}"
    if wanted == code or sheet.code_set.find(wanted) is None:
        return
    spoken = ", ".join(f"“{each}”" for each in (site_said, depth_said) if each) or "the side"
    text = f"The note gives {spoken} for the ulcer: {wanted}."
    sheet.replace(code, wanted, ReasoningStep("specificity", text, "I.B.2"))


def _first(
    sheet: Worksheet, candidates: list[Candidate], words: Words, part: str
) -> tuple[str | None, str | None]:
    for pattern, which, value in words:
        if which == part:
            for candidate in candidates:
                found = said(sheet, candidate, pattern)
                if found:
                    return value, found
    return None, None
