"""Combination codes: one code for two documented conditions that the guidelines take as related.

The presumption falls when the note says that the conditions are unrelated (I.A.15). Rows are data:
`codesets/rules/combinations.tsv`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chartside.coding.worksheet import Worksheet
from chartside.datafiles import read_rows
from chartside.model import ReasoningStep


@dataclass(frozen=True, slots=True)
class Combination:
    """`replaced` and all `partners` (code prefixes) together are coded as `combined`."""

    replaced: str
    partners: tuple[str, ...]
    combined: str
    section: str
    reason: str


def read_combinations() -> tuple[Combination, ...]:
    """The rows of `codesets/rules/combinations.tsv`.

    Raises:
        DataFileError: with file, line and reason.
    """
    columns = ("replaced", "partners", "combined", "section", "reason")
    rows = read_rows("rules/combinations.tsv", columns, unique=("replaced", "partners"))
    return tuple(
        Combination(
            row["replaced"], tuple(row["partners"].split()), row["combined"], row["section"], row["reason"]
        )
        for row in rows
    )


def rule() -> Callable[[Worksheet], None]:
    """The rule with its rows read."""
    rows = read_combinations()
    return lambda sheet: combine(rows, sheet)


def combine(rows: Sequence[Combination], sheet: Worksheet) -> None:
    """Put combined codes in place of those that they say together; partners speak for them too."""
    for row in rows:
        if row.replaced not in sheet.coded:
            continue
        partners = [next(iter(sheet.having(prefix)), None) for prefix in row.partners]
        if None in partners:
            continue
        beside = [candidate for code in partners if code for candidate in sheet.coded[code]]
        if sheet.unrelated([*sheet.coded[row.replaced], *beside]):
            continue
        with_codes = " and ".join(str(code) for code in partners)
        step = ReasoningStep(
            "combination",
            f"{row.replaced} with {with_codes} becomes {row.combined}: {row.reason}.",
            row.section,
        )
        sheet.replace(row.replaced, row.combined, step, [sheet.coded[code][0] for code in partners if code])
