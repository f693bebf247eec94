"""Excludes1 between offered codes: a conflict that the coder may override (I.A.12.a)."""

import re
from collections.abc import Sequence

from chartside.codesets.store import Code, CodeSet
from chartside.coding.worksheet import Worksheet
from chartside.model import Conflict

_RANGE = re.compile(r"^([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]+)?)-([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]+)?)$")


def apply(sheet: Worksheet) -> None:
    """Note the conflicts between all codes; those of codes that end up listed are shown."""
    sheet.conflicts += conflicts(sheet.code_set, list(sheet.coded))


def names(pattern: str, code: str) -> bool:
    """Whether a code of an instruction ("E11.-", "O24.4-", "E08-E13") covers `code`."""
    bare = code.replace(".", "")
    span = _RANGE.match(pattern.strip())
    if span:
        first, last = (end.replace(".", "") for end in span.groups())
        return first <= bare[: len(first)] and bare[: len(last)] <= last
    return bare.startswith(pattern.strip().rstrip("-").rstrip(".").replace(".", ""))


def conflicts(code_set: CodeSet, codes: Sequence[str]) -> tuple[Conflict, ...]:
    """Each pair of `codes` that an Excludes1 note keeps apart, once."""
    found = []
    details: dict[str, Code] = {code: code_set.get(code) for code in codes}
    for place, first in enumerate(codes):
        for second in codes[place + 1 :]:
            note = _note_between(details[first], second) or _note_between(details[second], first)
            if note:
                text = (
                    f"{first} and {second} are kept apart by the Excludes1 note at {note[0]} (“{note[1]}”); "
                    "report both only when the two conditions are unrelated."
                )
                found.append(Conflict((first, second), "excludes1", text))
    return tuple(found)


def _note_between(code: Code, other: str) -> tuple[str, str] | None:
    for instruction in code.excludes1:
        if any(names(pattern, other) for pattern in instruction.codes):
            return instruction.origin, instruction.text
    return None
