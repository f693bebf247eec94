"""Folding of words, so that a term and its variants in a note become the same sequence.

Case, possessives, hyphens, articles, plurals, British spelling and Roman numerals of a type or stage
are folded alike on both sides; what is folded here needs no row of its own in the vocabulary.
"""

import re
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
_SHORT = {
    "dz": "disease",
    "infxn": "infection",
    "dysfxn": "dysfunction",
    "insuff": "insufficiency",
    "synd": "syndrome",
}
"""Words that are shortened in whatever name they stand; "d/o" is one of them, in three tokens."""
_NUMBERED = frozenset("type stage grade class degree".split())
_LETTERED = frozenset("hepatitis hep influenza flu vitamin type group hemophilia class".split())
_LETTER_FIRST = frozenset("fib fibrillation flutter".split())
# "CRPS" is no plural, nor are "sinus", "arthritis" and "pancreas".
_PLURAL = re.compile(r"[aeiouy].*(?<![sui])(?<!a)s$")
SIDES = frozenset("left right bilateral bilat both l r lt rt bilaterally lle rle lue rue".split())
"""Words of laterality; they may stand inside a term without breaking it."""

_SHORTENED = frozenset(("rt", "lt", "bilat"))


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """The form of one word that is compared; `SKIPPED` when it takes no part."""
    word = word.lower()
    if len(word) == 2 and word[1] == "." and word[0].isalpha():
        # The tokenizer takes the end of "hepatitis C." for an initial.
        word = word[0]
    if word in _DROPPED or word.isspace():
        return SKIPPED
    if word.endswith(("'s", "’s")):
        word = word[:-2]
    known = _PLURALS.get(word) or _SHORT.get(word)
    if known:
        return known
    if len(word) > 4:
        word = word.replace("ae", "e").replace("oe", "e").replace("tumour", "tumor")
    if len(word) > 3 and _PLURAL.search(word):
        if word.endswith("ies") and len(word) > 4:
            return word[:-3] + "y"
        if word.endswith(("xes", "ches", "shes", "sses", "zes")):
            return word[:-2]
        return word[:-1]
    return word


def fold_sequence(tokens: Sequence[str]) -> tuple[list[str], list[int]]:
    """The folded words of a sentence or term, and the place of each among `tokens`."""
    words: list[str] = []
    places: list[int] = []
    for place, token in enumerate(tokens):
        word = fold(token)
        if word == SKIPPED and token in ("A", "a", "A.") and _is_letter(words, tokens, place):
            word = "a"
        if word == SKIPPED or (word == "." and words and words[-1] in _SHORTENED):
            continue
        if word == "o" and words and words[-1] == "d" and tokens[place - 1] == "/":
            words[-1], places[-1] = "disorder", place
            continue
        if word in _ROMAN and words and words[-1] in _NUMBERED:
            word = _ROMAN[word]
        words.append(word)
        places.append(place)
    return words, places


def _is_letter(words: Sequence[str], tokens: Sequence[str], place: int) -> bool:
    """Whether an "a" is no article: "hepatitis A", "A-fib"."""
    if tokens[place] in ("A", "A.") and words and words[-1] in _LETTERED:
        return True
    following = [word.lower() for word in tokens[place + 1 : place + 3] if word != "-"]
    return bool(following) and following[0] in _LETTER_FIRST


def fold_words(tokens: Iterable[str]) -> tuple[str, ...]:
    """The whole folded sequence of a term's words."""
    return tuple(fold_sequence(list(tokens))[0])
