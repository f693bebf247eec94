"""How two codes are alike: by what their titles leave open, their side, and their place in the tree."""

import re

from chartside.codesets.code import Code, key_of
from chartside.model import NotCoded, Suggestion

SYMPTOMS = "R"
"""Chapter 18, whose categories hold conditions that have little to do with each other."""
_VAGUE = re.compile(
    r"(?<!\bor )\bunspecified\b|\bwithout complications?\b|\buncomplicated\b|\bNOS\b", re.IGNORECASE
)
_SIDE = re.compile(r"\b(right|left|bilateral)\b", re.IGNORECASE)


def vagueness(title: str) -> int:
    """How much a title leaves open: its words such as "unspecified"."""
    return len(_VAGUE.findall(title))


def side_of(title: str) -> str | None:
    """The one side that a title names."""
    found = {each.lower() for each in _SIDE.findall(title)}
    return found.pop() if len(found) == 1 else None


def same_condition(offered: Suggestion, code: Code) -> bool:
    """Whether two codes of a category speak of one condition, but for a side said or left open."""
    one, other = key_of(offered.code), key_of(code.code)
    if one[:5] == other[:5] or len(other) <= 4:
        # One place of the tree, or a category's own remainder such as E11.9.
        return True
    if len(one) == len(other) and one[:-1] == other[:-1] and other[-1] in "09":
        # The remainder among its like, such as E11.40 beside E11.42.
        return True
    return _bare(offered.description) == _bare(code.description)


def _bare(title: str) -> str:
    words = re.sub(r"\b(right|left|bilateral|unilateral|unspecified|side)\b", "", title.lower())
    return " ".join(re.findall(r"\w+", words))


def covers(left: NotCoded, code: Code) -> bool:
    """Whether what is said of one code holds for another: the same condition in more or less detail."""
    one, other = key_of(left.code), key_of(code.code)
    if one[:3] != other[:3]:
        return False
    return one[:4] == other[:4] or (vagueness(left.description) > 0 and one[0] != SYMPTOMS)
