"""Bare beside detailed: a code that says nothing beyond another of its category gives way (I.B.2)."""

import re
from collections.abc import Iterable
from dataclasses import replace

from chartside.codesets.store import CodeSet
from chartside.coding.worksheet import Worksheet, titles_no_problem

_EMPTY = re.compile(
    r"\b(?:unspecified|without complications?|uncomplicated|without [a-z ]+|not intractable)\b", re.IGNORECASE
)
_WORD = re.compile(r"[a-z0-9]+")
_SMALL = frozenset("of the in and or with due to for a an other specified".split())


def apply(sheet: Worksheet) -> None:
    """Drop bare codes; what was said without the detail speaks for the detailed code too."""
    found = outdone(sheet.code_set, sheet.coded)
    for bare, detailed in found.items():
        if detailed not in found:
            moved = [replace(each, code=detailed) for each in sheet.coded[bare]]
            both = [*sheet.coded[detailed], *moved]
            sheet.coded[detailed] = sorted(both, key=titles_no_problem)
    for bare in found:
        del sheet.coded[bare]


def outdone(code_set: CodeSet, codes: Iterable[str]) -> dict[str, str]:
    """Codes that say nothing beyond another code of the same category, and that other code."""
    by_category: dict[str, list[str]] = {}
    for code in codes:
        by_category.setdefault(code[:3], []).append(code)
    found = {}
    for group in by_category.values():
        if len(group) < 2:
            continue
        titles = {code: code_set.get(code).description for code in group}
        said = {code: _said(title) for code, title in titles.items()}
        for code in group:
            for other in group:
                fewer = said[code] < said[other]
                vaguer = said[code] == said[other] and _open(titles[code]) and not _open(titles[other])
                if (fewer and _open(titles[code])) or vaguer:
                    found[code] = other
                    break
    return found


def _said(title: str) -> frozenset[str]:
    return frozenset(_WORD.findall(_EMPTY.sub(" ", title.lower()))) - _SMALL


def _open(title: str) -> bool:
    return bool(_EMPTY.search(title))
