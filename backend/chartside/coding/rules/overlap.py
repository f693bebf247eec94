"""Unspecified beside specific: a bare code gives way to the detailed one of its category (I.B.2)."""

from collections.abc import Iterable

from chartside.codesets.store import CodeSet


def outdone(code_set: CodeSet, codes: Iterable[str]) -> dict[str, str]:
    """Codes that say nothing beyond another code of the same category, and that other code."""
    by_category: dict[str, list[str]] = {}
    for code in codes:
        by_category.setdefault(code[:3], []).append(code)
    found = {}
    for group in by_category.values():
        if len(group) < 2:
            continue
        bare = [code for code in group if _is_bare(code_set, code)]
        detailed = [code for code in group if code not in bare]
        if detailed:
            found.update({code: detailed[0] for code in bare})
    return found


def _is_bare(code_set: CodeSet, code: str) -> bool:
    description = code_set.get(code).description.lower()
    return "unspecified" in description or description.endswith("without complications")
