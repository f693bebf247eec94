"""How search compares words: lower case, no accents, singular, American spelling, no filler words.

The same folding is used when the index is made and when a query is asked, so it need not be right as
English, only the same on both sides.
"""

import re
import unicodedata
from functools import lru_cache

FILLERS = frozenset(
    {
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "nec",
        "nos",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
    }
)
"""Words that say nothing about which code is meant."""
VAGUE = frozenset(
    {"unspecified", "other", "specified", "classified", "elsewhere", "not", "type", "disease", "disorder"}
)
"""Words that are often in a title and seldom in a question."""

QUALIFIERS = frozenset(
    {
        "right",
        "left",
        "bilateral",
        "initial",
        "subsequent",
        "sequela",
        "encounter",
        "closed",
        "open",
        "routine",
    }
    | {"delayed", "healing", "nonunion", "malunion", "acute", "chronic", "unspecified"}
)
"""Words that choose among the codes below a condition and are seldom part of its name."""

_TOKEN = re.compile(r"[a-z0-9]+")
_CLAUSE = re.compile(
    r"\b(?:without|w/o)\b(?P<absent>\s+foreign body|.*?"
    r"(?=\bwith(?:out)?\b|\bw/o\b|\bdue\b|[;()]|,(?!.*\b(?:and|or)\b)|$))"
)
_NOT = re.compile(r"\bnot (?!elsewhere|otherwise|specified|stated)(?P<absent>\w+)")
ABSENT = "~"
"""Stands before a word of what is not there: "without bleeding" says nothing for bleeding."""
_POSSESSIVE = re.compile(r"['’]s\b")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_GRADED = frozenset({"type", "stage", "grade", "class", "phase", "degree"})
_AMERICAN = {
    "haem": "hem", "aemi": "emi", "oede": "ede", "oeso": "eso", "oestr": "estr", "rrhoe": "rrhe",
    "pnoe": "pne", "tumour": "tumor", "paed": "ped", "gynae": "gyne", "foet": "fet", "anaes": "anes",
    "aetio": "etio", "caec": "cec", "coeli": "celi", "orthopae": "orthope", "leucoc": "leukoc",
    "isation": "ization", "fibre": "fiber", "ischae": "ische",
}  # fmt: skip
_BRITISH = re.compile("|".join(_AMERICAN))


def tokens(text: str, *, keep_fillers: bool = False) -> list[str]:
    """The folded words of `text`, in order."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(character for character in decomposed if not unicodedata.combining(character))
    words: list[str] = []
    for found in _TOKEN.findall(_POSSESSIVE.sub("", text.lower())):
        word = fold(found)
        if words and words[-1] in _GRADED:
            word = _ROMAN.get(word, word)
        if keep_fillers or word not in FILLERS:
            words.append(word)
    return words


def meanings(text: str) -> list[str]:
    """Like `tokens`, with `ABSENT` before each word that stands under "without" or "not"."""
    text = text.lower()
    if "without" not in text and "w/o" not in text and "not " not in text:
        return tokens(text)
    words: list[str] = []
    place = 0
    clauses = [*_CLAUSE.finditer(text), *_NOT.finditer(text)]
    for found in sorted(clauses, key=lambda found: found.start()):
        if found.start() >= place:
            words += tokens(text[place : found.start()])
            absent = tokens(found["absent"])
            words += [word if word in VAGUE else ABSENT + word for word in absent]
            place = found.end()
    return words + tokens(text[place:])


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """One lower-case word in singular and American spelling."""
    if len(word) < 4:
        return word
    word = _BRITISH.sub(lambda found: _AMERICAN[found[0]], word)
    if not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]
