"""How search compares words: lower case, no accents, singular, American spelling, no filler words.

The same folding is used when the index is made and when a query is asked, so it need not be right as
English, only the same on both sides.
"""

import re
import unicodedata

FILLERS = frozenset("an and at by for from in into nec nos of on or the to with as".split())
"""Words that say nothing about which code is meant."""
VAGUE = frozenset("unspecified other specified classified elsewhere not type disease disorder".split())
"""Words that are often in a title and seldom in a question."""

_TOKEN = re.compile(r"[a-z0-9]+")
_POSSESSIVE = re.compile(r"['’]s\b")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_GRADED = frozenset({"type", "stage", "grade", "class", "clas", "phase", "degree"})
_BRITISH = (
    (re.compile(r"haem"), "hem"), (re.compile(r"aemi"), "emi"), (re.compile(r"oede"), "ede"),
    (re.compile(r"^oe"), "e"), (re.compile(r"rrhoe"), "rrhe"), (re.compile(r"tumour"), "tumor"),
    (re.compile(r"paed"), "ped"), (re.compile(r"gynae"), "gyne"), (re.compile(r"foet"), "fet"),
    (re.compile(r"anaes"), "anes"), (re.compile(r"^ae(?=ti)"), "e"), (re.compile(r"caec"), "cec"),
    (re.compile(r"coeli"), "celi"), (re.compile(r"dyspnoe"), "dyspne"), (re.compile(r"apnoe"), "apne"),
    (re.compile(r"orthopae"), "orthope"), (re.compile(r"leucocyt"), "leukocyt"), (re.compile(r"ischaem"), "ischem"),
    (re.compile(r"isation$"), "ization"), (re.compile(r"fibre"), "fiber"), (re.compile(r"litre"), "liter"),
)  # fmt: skip


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


def fold(word: str) -> str:
    """One lower-case word in singular and American spelling."""
    if len(word) < 4:
        return word
    for pattern, replacement in _BRITISH:
        if "ae" in word or "oe" in word or "our" in word or "re" in word or "isat" in word or "leuc" in word:
            word = pattern.sub(replacement, word)
    if not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]
