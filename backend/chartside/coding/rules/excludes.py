"""Excludes1 between offered codes: a conflict that the coder may override (I.A.12.a).

A symptom that the Tabular List itself keeps apart from a documented diagnosis ("R06.2 Wheezing, Excludes1:
asthma") is folded under it. Excludes2 never blocks: both conditions may be there.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from chartside.codesets.code import Instruction
from chartside.codesets.store import CodeSet
from chartside.coding.relations import Relations
from chartside.coding.standing import established
from chartside.coding.worksheet import Worksheet
from chartside.model import Conflict

_RANGE = re.compile(r"^([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]+)?)-([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]+)?)$")
_SYMPTOMS = "R"


def rule(relations: Relations) -> Callable[[Worksheet], None]:
    """The rule; `relations` tells which symptoms the note calls unrelated or unexplained."""

    def apply(sheet: Worksheet) -> None:
        fold_symptoms(relations, sheet)
        sheet.conflicts += conflicts(sheet.code_set, list(sheet.coded))

    return apply


@lru_cache(maxsize=8192)
def _bounds(pattern: str) -> tuple[str, str]:
    """First and last code of a pattern, without dots; the same twice when it is no range."""
    span = _RANGE.match(pattern.strip())
    if span:
        return span[1].replace(".", ""), span[2].replace(".", "")
    bare = pattern.strip().rstrip("-").rstrip(".").replace(".", "")
    return bare, bare


def names(pattern: str, code: str) -> bool:
    """Whether a code of an instruction ("E11.-", "O24.4-", "E08-E13") covers `code`."""
    return any_names((pattern,), code)


def any_names(patterns: Iterable[str], code: str) -> bool:
    """Whether one of the codes of an instruction covers `code`."""
    bare = code.replace(".", "")
    for first, last in map(_bounds, patterns):
        if first <= bare[: len(first)] and bare[: len(last)] <= last:
            return True
    return False


def fold_symptoms(relations: Relations, sheet: Worksheet) -> None:
    """Fold symptoms whose own Excludes1 note names a diagnosis that the note states."""
    for symptom in sheet.having(_SYMPTOMS):
        theirs = sheet.coded[symptom]
        if relations.unexplained(sheet, theirs):
            continue
        for code, mine in sheet.coded.items():
            if (
                code[0] in "RZ"
                or not _note_between(sheet.code_set, symptom, code)
                or not established(sheet, code)
            ):
                continue
            if not relations.apart(sheet, mine, theirs):
                sheet.fold(symptom, code, "integral_symptom", "I.A.12.a")
                break


def conflicts(code_set: CodeSet, codes: Sequence[str]) -> tuple[Conflict, ...]:
    """Each pair of `codes` that an Excludes1 note keeps apart, once."""
    found = []
    for place, first in enumerate(codes):
        for second in codes[place + 1 :]:
            note = _note_between(code_set, first, second) or _note_between(code_set, second, first)
            if note:
                text = (
                    f"{first} and {second} are kept apart by the Excludes1 note at {note[0]} (“{note[1]}”); "
                    "report both only when the two conditions are unrelated."
                )
                found.append(Conflict((first, second), "excludes1", text))
    return tuple(found)


def _note_between(code_set: CodeSet, code: str, other: str) -> tuple[str, str] | None:
    bare = other.replace(".", "")
    for first, last, instruction in _excluded(code_set, code):
        if first <= bare[: len(first)] and bare[: len(last)] <= last:
            return instruction.origin, instruction.text
    return None


@lru_cache(maxsize=4096)
def _excluded(code_set: CodeSet, code: str) -> tuple[tuple[str, str, Instruction], ...]:
    """The ranges of codes that the Excludes1 notes of a code name, each with its note."""
    return tuple(
        (*_bounds(pattern), instruction)
        for instruction in code_set.get(code).excludes1
        for pattern in instruction.codes
    )
