"""What the code set hands out: codes with their instructions, and hits of a search."""

import re
from collections.abc import Container
from dataclasses import dataclass

_CODE = r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?"
_MENTION = re.compile(rf"(?<![0-9A-Za-z.-])({_CODE})(?:\s?-\s?{_CODE}|\.?-)?(?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Instruction:
    """A note of the Tabular List."""

    text: str
    codes: tuple[str, ...] = ()
    """Codes named in it, as written: ``E11.22``, ``E08.-``, ``J00-J22``."""
    origin: str = ""
    """Code, block (``E08-E13``) or chapter (``4``) at which the note stands."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code of the release, billable or header, with its own instructions and those it inherits.

    Own instructions come first, then those of the parent, and so on up to block and chapter. Inclusion
    terms name one code only and are not inherited, but for the codes that a 7th character makes.
    """

    code: str
    description: str
    parent: str | None
    """The code above; None for a category such as ``E11``."""
    chapter: str
    """Number of the chapter, such as ``4``."""
    block: str
    """The innermost block, such as ``E08-E13``."""
    billable: bool
    header: bool
    """It has codes below it, so it is not billable."""
    depth: int
    """How many codes stand above: 0 for a category."""
    chapter_title: str = ""
    block_title: str = ""
    includes: tuple[Instruction, ...] = ()
    inclusion_terms: tuple[Instruction, ...] = ()
    excludes1: tuple[Instruction, ...] = ()
    excludes2: tuple[Instruction, ...] = ()
    code_first: tuple[Instruction, ...] = ()
    use_additional: tuple[Instruction, ...] = ()
    code_also: tuple[Instruction, ...] = ()
    notes: tuple[Instruction, ...] = ()
    seventh_characters: tuple[tuple[str, str], ...] = ()
    """Pairs of a 7th character that codes here take, and its meaning."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A code that a search found."""

    code: str
    description: str
    billable: bool
    score: float
    """Higher is better; only comparable within one search."""
    matched: str
    """The title, term or code that the words matched."""


def key_of(code: str) -> str:
    """The code as it is compared: capitals, without dots and spaces."""
    return "".join(code.split()).replace(".", "").upper()


def codes_named_in(text: str, categories: Container[str]) -> tuple[str, ...]:
    """Codes and ranges named in `text`, as written; `categories` tells B12 the vitamin from a code."""
    return tuple(
        dict.fromkeys(
            found[0] for found in _MENTION.finditer(text) if found[1].partition(".")[0] in categories
        )
    )
