"""Combination codes: one code for two documented conditions that the guidelines take as related.

The presumption falls when the note says that the conditions are unrelated (I.A.15). Rows are data:
`codesets/rules/combinations.tsv`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from chartside.datafiles import read_rows
from chartside.model import Candidate, ReasoningStep

_UNRELATED = re.compile(
    r"\b(?:unrelated to|not (?:related|due|secondary|attributed|attributable) to|not caused by)\b",
    re.IGNORECASE,
)


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


def combine(
    rows: Sequence[Combination], coded: Mapping[str, Sequence[Candidate]], text: str
) -> dict[str, list[Candidate]]:
    """The candidates by code after combining; those of a replaced code stand behind the combined one."""
    result = {code: list(group) for code, group in coded.items()}
    for row in rows:
        if row.replaced not in result:
            continue
        partners = [
            next((code for code in result if code.startswith(prefix)), None) for prefix in row.partners
        ]
        if None in partners:
            continue
        involved = [*result[row.replaced], *(c for code in partners if code for c in result[code])]
        if any(_UNRELATED.search(text, *candidate.mention.sentence) for candidate in involved):
            continue
        with_codes = " and ".join(str(code) for code in partners)
        step = ReasoningStep(
            "combination",
            f"{row.replaced} with {with_codes} becomes {row.combined}: {row.reason}.",
            row.section,
        )
        moved = [*result.pop(row.replaced), *(result[code][0] for code in partners if code)]
        combined = [replace(c, code=row.combined, steps=(*c.steps, step)) for c in moved]
        result.setdefault(row.combined, []).extend(combined)
    return result
