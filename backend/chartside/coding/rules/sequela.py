"""Deficits that an earlier stroke left behind are coded I69, without a limit in time (I.B.10, I.C.9.d).

Deficit and stroke must be tied together in one sentence. Which deficits there are and which words tie them
is data: `codesets/rules/stroke-deficits.tsv` and `stroke-words.tsv`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from chartside.coding.cuewords import cues_of
from chartside.coding.worksheet import Worksheet
from chartside.datafiles import read_rows
from chartside.model import Assertion, Candidate, ReasoningStep

_KINDS = {"I60": "0", "I61": "1", "I62": "2", "I63": "3"}
_STROKE = (*_KINDS, "Z86.73")
_SECTION = "I.C.9.d"


@dataclass(frozen=True, slots=True)
class Deficit:
    """A deficit (`prefix`) and the ending of its code in I69."""

    prefix: str
    ending: str
    keeps: bool


def read_deficits() -> tuple[Deficit, ...]:
    """The rows of `codesets/rules/stroke-deficits.tsv`, longest prefix first.

    Raises:
        DataFileError: with file, line and reason.
    """
    columns = ("deficit", "ending", "keeps", "source")
    rows = read_rows(
        "rules/stroke-deficits.tsv", columns, unique=("deficit",), allowed={"keeps": ("yes", "no")}
    )
    found = [Deficit(row["deficit"], row["ending"], row["keeps"] == "yes") for row in rows]
    return tuple(sorted(found, key=lambda row: -len(row.prefix)))


def _read_words() -> dict[str, re.Pattern[str]]:
    columns = ("words", "says", "source")
    rows = read_rows(
        "rules/stroke-words.tsv", columns, unique=("words",), allowed={"says": ("after", "cause")}
    )
    found = {}
    for says in ("after", "cause"):
        words = sorted((row["words"] for row in rows if row["says"] == says), key=len, reverse=True)
        found[says] = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)", re.IGNORECASE)
    return found


def rule() -> Callable[[Worksheet], None]:
    """The rule with its rows read."""
    deficits, words = read_deficits(), _read_words()

    def apply(sheet: Worksheet) -> None:
        strokes = list(sheet.told(*_STROKE))
        if strokes or any(code.startswith("I69") for code, _ in sheet.left_out):
            _restore(sheet)
        for row in deficits if strokes else ():
            for deficit in list(sheet.told(row.prefix)):
                tied = next((each for each in strokes if _tied(sheet, deficit, each, words)), None)
                if tied is not None:
                    _recode(row, deficit, tied, sheet)

    return apply


def _restore(sheet: Worksheet) -> None:
    """A sequela is there now, however long ago its cause was."""
    for key in [key for key in sheet.left_out if key[0].startswith("I69")]:
        if key[1] is Assertion.HISTORICAL:
            group = sheet.left_out.pop(key)
            text = f"{key[0]} is a late effect: the time that the note names is that of the stroke."
            sheet.offer(key[0], group, ReasoningStep("rule", text, "I.B.10"), support="sequela")


def _tied(sheet: Worksheet, deficit: Candidate, stroke: Candidate, words: dict[str, re.Pattern[str]]) -> bool:
    acute = cues_of("sequela", "acute")
    if deficit.mention.sentence != stroke.mention.sentence or acute.search(stroke.mention.text):
        return False
    first, second = sorted((deficit.mention, stroke.mention), key=lambda mention: mention.start)
    if first.end > second.start:
        return False
    between = sheet.text[first.end : second.start]
    around = sheet.text[slice(*deficit.mention.sentence)]
    past = bool(cues_of("sequela", "past").search(around)) or stroke.code.startswith("Z86")
    if acute.search(around):
        return False
    if deficit.mention.start < stroke.mention.start:
        residual = re.search(r"\bresidual\b", around, re.IGNORECASE)
        return bool(words["after"].search(between) or (words["cause"].search(between) and (past or residual)))
    return past and bool(re.search(r"\b(?:with|residual|left|caus\w+)\b", between, re.IGNORECASE))


def _recode(row: Deficit, deficit: Candidate, stroke: Candidate, sheet: Worksheet) -> None:
    kind = _KINDS.get(stroke.code[:3], "3")
    ending = row.ending.replace("*", _side(deficit.code))
    wanted = sheet.code_set.find(f"I69.{kind}{ending}")
    if wanted is None or not wanted.billable:
        return
    quoted, cause = (" ".join(each.mention.text.split()) for each in (deficit, stroke))
    text = f"“{quoted}” is tied to the earlier “{cause}”: {wanted.code}, a sequela, not the stroke itself."
    step = ReasoningStep("rule", text, _SECTION)
    sheet.offer(wanted.code, [deficit, stroke], step, support="sequela")
    drop = [stroke] if row.keeps else [deficit, stroke]
    for candidate in drop:
        group = sheet.coded.get(candidate.code)
        if group is None:
            continue
        rest = [each for each in group if each.mention != candidate.mention]
        if rest:
            sheet.coded[candidate.code] = rest
        else:
            sheet.fold(candidate.code, wanted.code, "superseded", _SECTION)


def _side(code: str) -> str:
    """Side and dominance of a paralysis code, as I69 writes them; 9 when open."""
    return code[-1] if code[-1] in "1234" else "9"
