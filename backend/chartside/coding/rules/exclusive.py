"""Sets of which only one code is reported: stages, strengths, kinds (I.B.2, I.C.5.b, I.C.14.a).

The lesser code is folded under the greater, with the reason. Rows are data: `codesets/rules/hierarchies.tsv`
for what always outranks, `codesets/rules/one-of.tsv` for what the note's emphasis decides.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from chartside.coding.standing import assessed, established, strength
from chartside.coding.worksheet import Worksheet, titles_no_problem
from chartside.datafiles import read_rows
from chartside.model import ReasoningStep


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Codes of `lesser` (prefixes) give way to one of `greater`."""

    lesser: tuple[str, ...]
    greater: tuple[str, ...]
    section: str
    reason: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """Code prefixes of which one is true at a time."""

    codes: tuple[str, ...]
    section: str
    reason: str


def read_hierarchies() -> tuple[Hierarchy, ...]:
    """The rows of `codesets/rules/hierarchies.tsv`.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows(
        "rules/hierarchies.tsv", ("lesser", "greater", "section", "reason"), unique=("lesser", "greater")
    )
    return tuple(
        Hierarchy(tuple(row["lesser"].split()), tuple(row["greater"].split()), row["section"], row["reason"])
        for row in rows
    )


def read_one_of() -> tuple[OneOf, ...]:
    """The rows of `codesets/rules/one-of.tsv`.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows("rules/one-of.tsv", ("codes", "section", "reason"), unique=("codes",))
    return tuple(OneOf(tuple(row["codes"].split()), row["section"], row["reason"]) for row in rows)


def rule() -> Callable[[Worksheet], None]:
    """The rule with its rows read."""
    hierarchies, sets = read_hierarchies(), read_one_of()

    def apply(sheet: Worksheet) -> None:
        if len(sheet.coded) < 2:
            return
        categories = tuple({code[:3] for code in sheet.coded})
        for row in hierarchies:
            if any(code.startswith(categories) for code in row.lesser):
                _give_way(row, sheet)
        for one_of in sets:
            if any(code.startswith(categories) for code in one_of.codes):
                _keep_one(one_of, sheet)

    return apply


def _give_way(row: Hierarchy, sheet: Worksheet) -> None:
    lesser = sheet.having(*row.lesser)
    if not lesser:
        return
    greater = [code for code in sheet.having(*row.greater) if code not in lesser]
    greater = [code for code in greater if established(sheet, code)]
    if not greater:
        return
    for code in lesser:
        if code[:3] != greater[0][:3] and _is_the_problem(code, greater[0], sheet):
            continue
        _fold(code, greater[0], row.section, row.reason, sheet)


def _is_the_problem(lesser: str, greater: str, sheet: Worksheet) -> bool:
    """Whether the lesser code titles a problem and the greater is not assessed at all."""
    titled = any(each.mention.problem_heading for each in sheet.coded[lesser])
    return titled and not assessed(sheet, sheet.coded[greater])


def _keep_one(row: OneOf, sheet: Worksheet) -> None:
    found = sheet.having(*row.codes)
    if len(found) < 2:
        return
    best = max(found, key=lambda code: strength(sheet.coded[code]))
    for code in found:
        if code != best:
            _fold(code, best, row.section, row.reason, sheet)


def _fold(code: str, into: str, section: str, reason: str, sheet: Worksheet) -> None:
    """Take `code` away; a title of a problem that named it speaks for the code that stays."""
    step = ReasoningStep("rule", f"{into} is kept and {code} is not: {reason}.", section)
    sheet.add_step(into, step)
    titles = [replace(each, code=into) for each in sheet.coded[code] if each.mention.problem_heading]
    if titles and code[:3] == into[:3]:
        sheet.coded[into] = sorted([*sheet.coded[into], *titles], key=titles_no_problem)
    sheet.fold(code, into, "superseded", section)
