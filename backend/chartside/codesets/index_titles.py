"""Titles of the index as plain words: their forms, without the marks that only an index needs."""

import re
from collections.abc import Callable
from functools import lru_cache

_MARKS = re.compile(r"\s*\b(?:NEC|NOS|NEC NOS)\b")
_ENDING = re.compile(r"\((?:s|es|e?d|ies)\)")
_BRACKETS = re.compile(r"\s*\[[^\]]*\]|\s*\([^()]*\)")


def without_endings(text: str) -> str:
    """``Pain`` for ``Pain(s)``."""
    return _ENDING.sub("", text)


def plain(text: str) -> str:
    """The words without NEC, brackets and the endings in them: ``Complication(s) NEC``."""
    return " ".join(_BRACKETS.sub("", _MARKS.sub("", without_endings(text))).split()).strip(" ,.")


def forms(title: str) -> list[str]:
    """The forms of one word that a title gives (`Infarct, infarction`).

    Empty when what stands behind the comma is more than another form of the first word, such as "cable
    car, not on rails": the first form alone would say too little.
    """
    given = _parts(title)
    beginning = given[0].casefold()[:3] if given else ""
    if any(" " in part or not part.casefold().startswith(beginning) for part in given[1:]):
        return []
    return list(given)


def steps(title: str, is_adjective: Callable[[str], bool]) -> list[list[str]]:
    """The title as steps of a path, each with its forms; `Fracture, traumatic` makes two.

    Empty when it cannot be taken apart soundly.
    """
    given = forms(title)
    if given:
        return [given]
    parts = _parts(title)
    if len(parts) == 2 and " " not in parts[1] and is_adjective(parts[1]):
        return [[part] for part in parts]
    return []


@lru_cache(maxsize=4096)
def _parts(title: str) -> tuple[str, ...]:
    """The parts between commas; a lead term is asked for once for each of its subterms."""
    return tuple(part for part in (plain(part) for part in plain(title).split(",")) if part)


def small(text: str) -> str:
    """A lead term inside a phrase: a small first letter, unless it is a name or an abbreviation."""
    first = text.split(" ", 1)[0]
    return text if "'" in first or not first[1:].islower() else text[0].lower() + text[1:]
