"""Folding of words, so that a term and its variants in a note become the same sequence.

Case, possessives, hyphens, articles, plurals, British spelling and Roman numerals of a type or stage
are folded alike on both sides; what is folded here needs no row of its own in the vocabulary.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

SKIPPED = ""
"""The folded form of a word that takes no part in matching."""

_DROPPED = frozenset(
    "the a an his her hers their its my your this that 's ’s ' ’ - – — ‑ \" “ ” * _ ( ) [ ] /".split()
)
_PLURALS = {
    "diagnoses": "diagnosis",
    "metastases": "metastasis",
    "stenoses": "stenosis",
    "thromboses": "thrombosis",
    "prostheses": "prosthesis",
    "crises": "crisis",
    "psychoses": "psychosis",
    "feet": "foot",
    "teeth": "tooth",
    "vertebrae": "vertebra",
    "diverticula": "diverticulum",
}
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "iiia": "3a", "iiib": "3b"}
_NUMBERED = frozenset("type stage grade class degree".split())
SIDES = frozenset("left right bilateral both l r lt rt bilaterally".split())
"""Words of laterality; they may stand inside a term without breaking it."""


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """The form of one word that is compared; `SKIPPED` when it takes no part."""
    word = word.lower()
    if word in _DROPPED or word.isspace():
        return SKIPPED
    if word.endswith(("'s", "’s")):
        word = word[:-2]
    known = _PLURALS.get(word)
    if known:
        return known
    if len(word) > 4:
        word = word.replace("ae", "e").replace("oe", "e").replace("tumour", "tumor")
    if len(word) > 3 and word[-1] == "s" and not word.endswith(("ss", "us", "is", "as")):
        if word.endswith("ies") and len(word) > 4:
            return word[:-3] + "y"
        if word.endswith(("xes", "ches", "shes", "sses", "zes")):
            return word[:-2]
        return word[:-1]
    return word


def fold_numerals(words: Sequence[str]) -> list[str]:
    """Write "type ii" as "type 2"; `words` are folded already and hold no skipped ones."""
    folded = list(words)
    for place in range(1, len(folded)):
        if folded[place] in _ROMAN and folded[place - 1] in _NUMBERED:
            folded[place] = _ROMAN[folded[place]]
    return folded


def fold_words(words: Iterable[str]) -> tuple[str, ...]:
    """The whole folded sequence of a term's words."""
    return tuple(fold_numerals([folded for word in words if (folded := fold(word))]))
