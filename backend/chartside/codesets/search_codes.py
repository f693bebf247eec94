"""Lookup by the beginning of a code, with or without its dot, and by a code with a slip in it."""

import re

from chartside.codesets.code import Hit, key_of
from chartside.codesets.database import Database

CODE = 2.0
"""Score of a code that begins as typed; names stay below."""
NEARLY = 1.6
"""Score of a code that is only near what was typed."""
WHOLE = 7
SHORTEST = 3

_CODE = re.compile(
    r"[A-Z][0-9OIL][0-9A-Z](?:[.\s]?[0-9A-Z]{0,4})?\.?-?|[A-Z][\s.]?\d\.?-?", re.IGNORECASE | re.ASCII
)
_APART = re.compile(r"([A-Z])\s(\d[0-9A-Z].*)", re.IGNORECASE | re.ASCII)
_LETTERS_FOR_DIGITS = str.maketrans("OIL", "011")
_WHOLE = "SELECT key, name, title, id = last FROM entry WHERE key = ?"
_BEGINNING = "SELECT key, name, title, id = last FROM entry WHERE key >= ? AND key < ? ORDER BY key LIMIT ?"


def find_codes(code_set: Database, text: str, limit: int) -> list[Hit]:
    """Codes that begin with `text`, the very code first, then in order; none when it looks like no code."""
    apart = _APART.fullmatch(text)
    typed = "".join(apart.groups()) if apart else text
    if not _CODE.fullmatch(typed):
        return []
    key = key_of(typed.rstrip("-"))
    hits = _beginning(code_set, key, limit)
    if hits or len(key) < SHORTEST or not any(letter.isdigit() for letter in key):
        return hits
    for other in _slips(key):
        hits = _beginning(code_set, other, limit, NEARLY)
        if hits:
            break
    return hits


def _beginning(code_set: Database, key: str, limit: int, score: float = CODE) -> list[Hit]:
    found = code_set.rows(_BEGINNING, (key, key + "~", limit))
    return [
        Hit(name, title, bool(billable), score + (own == key), name) for own, name, title, billable in found
    ]


def _slips(key: str) -> list[str]:
    """What may have been meant: a letter typed for a digit, placeholders left out, a place too many."""
    digits = key[0] + key[1:].translate(_LETTERS_FOR_DIGITS)
    filled = key[:-1].ljust(WHOLE - 1, "X") + key[-1]
    shorter = [key[:length] for length in range(len(key) - 1, SHORTEST - 1, -1)]
    return [slip for slip in (digits, filled, *shorter) if slip != key]
