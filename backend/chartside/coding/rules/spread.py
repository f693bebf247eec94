"""Where a cancer has spread to: "breast cancer metastatic to axillary nodes and bone" (I.C.2).

The words "metastatic to" may stand far from the sites, and several sites may follow them. Sites and codes
are data, from the Neoplasm Table: `codesets/rules/spread.tsv`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from chartside.coding.documentation import Documented, side_in, words_in
from chartside.coding.specificity import refine
from chartside.coding.worksheet import Worksheet
from chartside.datafiles import read_rows
from chartside.model import Assertion, Candidate, ReasoningStep, TermCode

FILE = "rules/spread.tsv"
SECTION = "I.C.2"
MOST_SITES = 8
"""Sites that are read after one "metastatic to"."""

_SPREAD = re.compile(
    r"\b(?:metasta(?:tic|s[ei]s|sized|sizing)|mets|spread)\b"
    r"(?:[ \t]+(?!(?:and|or|with|secondary|due|refer\w*|respon\w*|refractory|prior|compared|limited|"
    r"confined)\b)[\w/-]+){0,5}?[ \t]+to[ \t]+",
    re.IGNORECASE,
)
_JOINT = re.compile(r"(?:[ \t]*,[ \t]*(?:and[ \t]+)?|[ \t]+and[ \t]+|[ \t]*[&/][ \t]*)(?:to[ \t]+)?")
_QUALITY = re.compile(
    r"(?:(?:the|her|his|both|left|right|bilateral|multiple|several|distant|regional|local|ipsilateral|"
    r"contralateral)[ \t]+)*",
    re.IGNORECASE,
)


def rule() -> Callable[[Worksheet], None]:
    """The rule with its sites read.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows(FILE, ("words", "code", "source"), unique=("words",))
    codes = {words: row["code"] for row in rows for words in row["words"].lower().split("|")}
    longest = sorted(codes, key=len, reverse=True)
    site = re.compile(rf"(?:{'|'.join(map(re.escape, longest))})(?!\w)", re.IGNORECASE)

    def apply(sheet: Worksheet) -> None:
        if not sheet.having("C"):
            return
        for spread in _SPREAD.finditer(sheet.text):
            for start, found in _sites(sheet.text, spread.end(), site):
                _offer(sheet, spread, start, found, codes[found[0].lower()])

    return apply


def _sites(text: str, place: int, site: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
    """The sites that follow one another from `place`, each with where its own words begin ("left lung")."""
    for _ in range(MOST_SITES):
        quality = _QUALITY.match(text, place)
        found = site.match(text, quality.end() if quality else place)
        if found is None:
            return
        yield place, found
        joint = _JOINT.match(text, found.end())
        if joint is None:
            return
        place = joint.end()


def _offer(sheet: Worksheet, spread: re.Match[str], start: int, found: re.Match[str], code: str) -> None:
    place = sheet.narration.place(spread.start())
    known = sheet.code_set.find(code)
    if known is None or place >= len(sheet.narration.statements):
        return
    words = sheet.text[start : found.end()]
    refined = refine(sheet.code_set, known, Documented(side_in(words), words_in(words), words))
    if refined is None or sheet.having(refined.code.code):
        return
    statement = sheet.narration.statements[place]
    term = TermCode(refined.code.code, FILE, "pattern", found[0].lower())
    mention = sheet.narration.mention(statement, start, found.end(), term)
    if mention.assertion is not Assertion.PRESENT:
        return
    beside = [
        each.mention
        for coded in sheet.having("C")
        for each in sheet.coded[coded]
        if each.mention.sentence[0] <= spread.start() < each.mention.sentence[1]
    ]
    if any(each.problem_heading for each in beside):
        mention = replace(mention, problem_heading=True)
    said = sheet.narration.quote(spread.start(), found.end())
    step = ReasoningStep("rule", f"“{said}”: {refined.code.code} {refined.code.description}.", SECTION)
    sheet.offer(refined.code.code, [Candidate(mention, refined.code.code, (step,))], step, "spread")
