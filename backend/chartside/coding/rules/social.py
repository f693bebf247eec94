"""Social circumstances, Z55 to Z65 (I.C.21.c.17): a documented problem, not a mere fact of life.

Which circumstances may be mere facts is data: `codesets/rules/social-problems.tsv`.
"""

import re
from collections.abc import Callable

from chartside.coding.cuewords import cues_of
from chartside.coding.worksheet import Worksheet, groups
from chartside.datafiles import read_rows
from chartside.notes.sections import ASSESSMENT

_CIRCUMSTANCES = re.compile(r"Z(?:5[5-9]|6[0-5])")


def rule() -> Callable[[Worksheet], None]:
    """The rule with its table read.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows("rules/social-problems.tsv", ("code_prefix", "source"), unique=("code_prefix",))
    facts = tuple(row["code_prefix"] for row in rows)
    return lambda sheet: keep_problems(sheet, facts)


def keep_problems(sheet: Worksheet, facts: tuple[str, ...]) -> None:
    """Fold circumstances that the note states as facts only; speak for the others."""
    for code, group in groups(sheet):
        if not code.startswith(facts):
            continue
        stated = any(
            candidate.mention.section in ASSESSMENT
            or cues_of("social", "problem").search(sheet.sentence(candidate))
            for candidate in group
        )
        if not stated:
            sheet.fold(code, "", "no_problem", "I.C.21.c.17")
    for code in filter(_CIRCUMSTANCES.match, sheet.coded):
        sheet.support[code].add("social")
