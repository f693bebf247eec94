"""The order of the short list: the reason for the encounter first, what only stands beside others last.

Order follows the classification's own instructions before anything else (II, IV.G), and never payment (II.C).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from chartside.codesets.store import CodeSet
from chartside.coding.rules.excludes import any_names
from chartside.datafiles import read_rows
from chartside.model import ReasoningStep, Setting, Suggestion
from chartside.notes.sections import ASSESSMENT

DIAGNOSES = 3
"""The place of codes that the table does not name."""
# The intent is the 6th character, or the 5th with X behind it.
_POISONING = re.compile(r"T(?:3[6-9]|4\d|5\d|6[0-5])\.(?:\w([1-6])X|\w\w([1-6]))[ADS]")
_MANIFESTATION = re.compile(r"in (?:other )?(?:diseases?|conditions) classified elsewhere", re.IGNORECASE)


def sequenced(code_set: CodeSet, short: Sequence[Suggestion], setting: Setting) -> tuple[Suggestion, ...]:
    """The short list in the order of reporting; the first says why it is the first."""
    if not short:
        return ()
    ordered = _causes_first(code_set, sorted(short, key=lambda item: (_row(item.code).place, *_place(item))))
    first = ordered[0]
    return (_with_step(first, _why_first(first, setting)), *ordered[1:])


@dataclass(frozen=True, slots=True)
class _Row:
    place: int
    section: str
    reason: str


def _row(code: str) -> _Row:
    table = _table()
    poisoning = _POISONING.fullmatch(code)
    if poisoning and not code.endswith("S"):
        return table.get(f"T36-T65/{poisoning[1] or poisoning[2]}", _Row(DIAGNOSES, "", ""))
    found = (table.get(code[:length]) for length in range(len(code), 0, -1))
    return next((row for row in found if row), _Row(DIAGNOSES, "", ""))


@lru_cache(maxsize=1)
def _table() -> dict[str, _Row]:
    columns = ("code_prefix", "place", "section", "reason")
    rows = read_rows("rules/sequence.tsv", columns, unique=("code_prefix",), numbers=("place",))
    return {row["code_prefix"]: _Row(int(row["place"]), row["section"], row["reason"]) for row in rows}


def _place(item: Suggestion) -> tuple[bool, int]:
    """Problems as the assessment lists them, then what is said elsewhere."""
    assessed = [evidence.start for evidence in item.evidence if evidence.section in ASSESSMENT]
    return not assessed, min(assessed or [evidence.start for evidence in item.evidence])


def _causes_first(code_set: CodeSet, items: Sequence[Suggestion]) -> list[Suggestion]:
    """Move a code behind those that its "code first" note names (I.A.13); a manifestation is never first."""
    ordered = list(items)
    for item in items:
        named = [pattern for note in code_set.get(item.code).code_first for pattern in note.codes]
        if not named:
            continue
        causes = [other for other in ordered if other is not item and any_names(named, other.code)]
        last = max((ordered.index(cause) for cause in causes), default=-1)
        if last > (place := ordered.index(item)):
            ordered.insert(last + 1, ordered.pop(place))
            cause = causes[-1].code
            text = f"{item.code} stands behind {cause}: its “code first” note names it."
            ordered[ordered.index(item)] = _with_step(item, ReasoningStep("rule", text, "I.A.13"))
    if len(ordered) > 1 and _MANIFESTATION.search(ordered[0].description):
        ordered.insert(1, ordered.pop(0))
    return ordered


def _why_first(item: Suggestion, setting: Setting) -> ReasoningStep:
    quote = " ".join(item.evidence[0].text.split())
    row = _row(item.code)
    if row.place < DIAGNOSES:
        return ReasoningStep("rule", f"{item.code} is listed first: it {row.reason}.", row.section)
    where = "what the note gives" if _place(item)[0] else "the first problem of the assessment"
    if setting is Setting.INPATIENT:
        text = (
            f"{item.code} is proposed as principal: “{quote}” is {where}; the principal diagnosis is the one "
            "found, after study, to have caused the admission."
        )
        return ReasoningStep("rule", text, "II")
    return ReasoningStep("rule", f"{item.code} is listed first: “{quote}” is {where}.", "IV.G")


def _with_step(item: Suggestion, step: ReasoningStep) -> Suggestion:
    return replace(item, reasoning=(*item.reasoning, step))
