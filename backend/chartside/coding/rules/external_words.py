"""The table of words that tell how an injury happened: `codesets/rules/external-causes.tsv`."""

from dataclasses import dataclass

from chartside.coding.patterns import PatternTable, read_word_classes
from chartside.datafiles import read_rows

FILE = "rules/external-causes.tsv"
CAUSES = ("cause", "activity", "place", "status")
"""Kinds of rows that lead to a code."""

SIGNS = ("event", "onset", "other")
"""Kinds of rows that say what a statement is about: the injury, its beginning, or something else."""


@dataclass(frozen=True, slots=True)
class CauseRow:
    """One row: what its pattern leads to."""

    pattern: str
    code: str
    kind: str


@dataclass(frozen=True, slots=True)
class CauseTable:
    """The rows with their patterns compiled; `Hit.row` counts in `rows`."""

    rows: tuple[CauseRow, ...]
    patterns: PatternTable


def read_causes() -> CauseTable:
    """The table.

    Raises:
        DataFileError: with file, line and reason.
    """
    columns = ("pattern", "code", "kind", "source")
    rows = read_rows(
        FILE, columns, unique=("pattern", "kind"), optional=("code",), allowed={"kind": (*CAUSES, *SIGNS)}
    )
    compiled = PatternTable(FILE, ((int(row["line"]), row["pattern"]) for row in rows), read_word_classes())
    return CauseTable(tuple(CauseRow(r["pattern"], r["code"], r["kind"]) for r in rows), compiled)
