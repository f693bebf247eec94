"""Suggestions as CSV, one row per code, for a spreadsheet."""

import csv
from collections.abc import Sequence
from typing import TextIO

from chartside.model import Evidence, Result
from chartside.spreadsheet import tame_cell

COLUMNS = (
    "id", "list", "code", "description", "confidence", "assertion", "section", "start", "end", "evidence",
    "mentions", "billable", "unspecified",
)  # fmt: skip


class CsvTable:
    """Writes rows to `stream`; `list` is suggested, possible or not_coded; offsets are code points."""

    def __init__(self, stream: TextIO) -> None:
        self._writer = csv.writer(stream, lineterminator="\n")

    def head(self) -> None:
        """The line of column names."""
        self._writer.writerow(COLUMNS)

    def add(self, result: Result) -> None:
        """All rows of one note."""
        for item in result.suggestions:
            flags = (_yes_no(item.flags.billable), _yes_no(item.flags.unspecified))
            row = (result.id, item.tier.value, item.code, item.description, f"{item.confidence:.3f}")
            self._write(row, item.evidence, flags)
        for left in result.not_coded:
            self._write((result.id, "not_coded", left.code, left.description, ""), left.evidence, ("", ""))

    def _write(self, row: Sequence[str], evidence: Sequence[Evidence], flags: Sequence[str]) -> None:
        first = evidence[0] if evidence else None
        found: tuple[str | int, ...] = ("", "", "", "", "")
        if first:
            found = (
                first.assertion.value,
                first.section or "",
                first.start,
                first.end,
                tame_cell(first.text),
            )
        self._writer.writerow((tame_cell(row[0]), *row[1:], *found, len(evidence), *flags))


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"
