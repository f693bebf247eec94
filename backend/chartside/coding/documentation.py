"""What a coder has before them about one condition: a side, and what is said of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from chartside.codesets.store import Code
from chartside.coding.axiswords import Said
from chartside.notes.words import fold

_SIDES = re.compile(
    r"\b(?:((?i:left|lt|lle|lue)|OS)|((?i:right|rt|rle|rue)|OD)"
    r"|((?i:bilateral|bilaterally|bilat|both|ble|bue|b/l)|OU|BL))\b"
    r"|\b([LR])\b"
)
_ONE = r"(?:right|left|rt|lt|r|l)\b"
_BOTH = re.compile(
    rf"\b{_ONE}\.?[ -]*(?:[><&+]|and|(?:greater|worse|more) than)[ ]*(?:the )?{_ONE}", re.IGNORECASE
)
"""Both sides named together: "right and left", "R > L"."""

_WORD = re.compile(r"[a-z0-9]+")


class Documentation(Protocol):
    """What the note says of one condition."""

    @property
    def near(self) -> str:
        """The text around the mention, for phases of care."""

    def names(self, concepts: frozenset[str]) -> bool:
        """Whether the note names all of these concepts; cheap, and asked before anything else."""

    def says(self, concept: str) -> Said | None:
        """Where the note affirms a concept of the condition; None when it does not."""

    def side(self, code: Code, sites: Iterable[str]) -> str | None:
        """`left`, `right`, `bilateral` or None, for a code with these sites in its title."""

    def quote(self, said: Said) -> str:
        """The note's words, with the section they stand in."""


@dataclass(frozen=True, slots=True)
class Documented:
    """Documentation that is at hand as a side and words.

    Attributes:
        one_side: `left`, `right`, `bilateral` or None.
        words: folded words that may name type, site or stage.
        near: the text around the mention.
    """

    one_side: str | None
    words: frozenset[str]
    near: str

    def names(self, concepts: frozenset[str]) -> bool:
        """Left to `says`: the words at hand are few."""
        return True

    def says(self, concept: str) -> Said | None:
        """The concept, when all of its words are there."""
        return Said(concept, 0, 0) if self.words.issuperset(concept.split()) else None

    def side(self, code: Code, sites: Iterable[str]) -> str | None:
        """The side at hand."""
        return self.one_side

    def quote(self, said: Said) -> str:
        """The concept itself."""
        return f"“{said.concept}”"


def words_in(text: str) -> frozenset[str]:
    """The folded words of a text."""
    return frozenset(fold(word) for word in _WORD.findall(text.lower()))


def side_in(text: str) -> str | None:
    """The one side named in `text`; None when there is none or more than one."""
    sides = set()
    if "/" in text:
        text = text.replace("R/L", "").replace("L/R", "")
    for left, right, both, letter in _SIDES.findall(text):
        sides.add("left" if left or letter == "L" else "right" if right or letter == "R" else "bilateral")
        if both:
            return "bilateral"
    if len(sides) == 2:
        return "bilateral" if "bilateral" in sides or _BOTH.search(text) else None
    return sides.pop() if sides else None
