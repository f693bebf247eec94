"""Short forms with more than one meaning ("MS", "PE"), as data: `codesets/matching/short-forms.tsv`."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from chartside.datafiles import read_rows
from chartside.model import TermCode
from chartside.notes.words import fold

SOURCE = "short form"


@dataclass(frozen=True, slots=True)
class Meaning:
    """One meaning of a short form.

    Attributes:
        code: the code it stands for; empty for a meaning that is no condition.
        words: folded words of its sentence that speak for it.
        sections: categories of sections that speak for it.
        prefixes: beginnings of codes elsewhere in the note that speak for it.
        default: it holds when nothing speaks for any meaning.
    """

    code: str
    words: frozenset[str]
    sections: frozenset[str]
    prefixes: tuple[str, ...]
    default: bool


def read_short_forms() -> dict[str, tuple[Meaning, ...]]:
    """The meanings of each short form as it is written.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows(
        "matching/short-forms.tsv",
        ("short", "code", "context", "default", "source"),
        optional=("code", "default"),
        allowed={"default": ("yes", "")},
        unique=("short", "code"),
    )
    found: dict[str, list[Meaning]] = defaultdict(list)
    for row in rows:
        context = [each.strip() for each in row["context"].split(";")]
        found[row["short"]].append(
            Meaning(
                row["code"],
                frozenset(fold(each) for each in context if each[0] not in "@#"),
                frozenset(each[1:] for each in context if each[0] == "@"),
                tuple(each[1:] for each in context if each[0] == "#"),
                row["default"] == "yes",
            )
        )
    return {short: tuple(meanings) for short, meanings in found.items()}


def short_form_terms() -> Iterator[TermCode]:
    """Every meaning of every short form that is a condition, defaults first."""
    for short, meanings in read_short_forms().items():
        for meaning in sorted(meanings, key=lambda meaning: not meaning.default):
            if meaning.code:
                yield TermCode(meaning.code, SOURCE, "abbreviation-exact", short)
