"""What the Alphabetic Index and its tables hand out: entries with their path, codes and references."""

from dataclasses import dataclass

KINDS = ("main", "external", "neoplasm", "drugs")
"""Index to Diseases and Injuries, External Cause of Injuries Index, Neoplasm Table, Table of Drugs."""


@dataclass(frozen=True, slots=True)
class IndexCode:
    """A code as the index gives it."""

    code: str
    """Without a trailing dash: ``C79.8`` for ``C79.8-``."""
    needs_more: bool = False
    """It is no whole code: the Tabular List has the characters that follow, a 7th one at least."""
    role: str = "default"
    """`default`; `manifestation` for the second of a pair; `category` for "see category"."""
    column: str = ""
    """The heading of the column in a table, such as ``Malignant Primary`` or ``Underdosing``."""
    dash: bool = False
    """The index prints a dash behind it; where only the 7th character is missing it mostly does not."""

    @property
    def written(self) -> str:
        """As it is printed."""
        return f"{self.code}{'-' if '.' in self.code else '.-'}" if self.dash else self.code


@dataclass(frozen=True, slots=True)
class IndexReference:
    """A "see" or "see also"."""

    text: str
    target: int | None = None
    """Id of the entry that it points to; None when no entry is meant ("see condition")."""
    whole: bool = True
    """False when only a beginning of it is an entry: "Accident, transport, by type of vehicle"."""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One line of the index."""

    id: int
    kind: str
    """One of `KINDS`."""
    path: tuple[str, ...]
    """Lead term first, this entry last; without non-essential modifiers."""
    nemods: tuple[str, ...] = ()
    """Non-essential modifiers of this line: words that a note may say without changing the code."""
    codes: tuple[IndexCode, ...] = ()
    """The default code; none in a table."""
    cells: tuple[IndexCode, ...] = ()
    """The codes of a table row, each with its column; empty cells are left out."""
    see: tuple[IndexReference, ...] = ()
    see_also: tuple[IndexReference, ...] = ()
    notes: tuple[str, ...] = ()
    children: tuple[int, ...] = ()
    """Ids of the subterms right below, in the order of the index."""

    @property
    def title(self) -> str:
        """This line alone."""
        return self.path[-1]

    @property
    def label(self) -> str:
        """The path as coders write it: ``Diabetes, type 2, with, kidney complications``."""
        return ", ".join(self.path)


@dataclass(frozen=True, slots=True)
class IndexWay:
    """One way through the index to a code."""

    kind: str
    """One of `KINDS`."""
    path: tuple[str, ...]
    """Lead term first; without non-essential modifiers."""
    nemods: tuple[str, ...]
    """The non-essential modifiers of all its lines."""
    code: IndexCode
    """The code at its end: the one asked for, or a beginning that the Tabular List completes to it."""


@dataclass(frozen=True, slots=True)
class IndexHit:
    """An entry that a search found; a higher score is better, within one search only."""

    entry: IndexEntry
    score: float
