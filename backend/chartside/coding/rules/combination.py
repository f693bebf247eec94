"""Combination codes: one code for several documented conditions (I.B.9), taken as related (I.A.15).

The presumption falls when the note says that the conditions are unrelated, or names another cause. Rows are
data: `codesets/rules/combinations.tsv`; the first row that fits wins.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from chartside.coding.relations import Relations
from chartside.coding.standing import doubted
from chartside.coding.worksheet import Folded, Worksheet
from chartside.datafiles import read_rows
from chartside.model import Candidate, ReasoningStep

_COLUMNS = ("base", "partners", "becomes", "absorbed", "mode", "link", "section", "reason")


class Partner(NamedTuple):
    """A condition that takes part: a code prefix, and a word that its mention must hold (lower case)."""

    prefix: str
    word: str


@dataclass(frozen=True, slots=True)
class Combination:
    """One of `bases` and one of each group of `partners` together are coded as `becomes`."""

    bases: tuple[str, ...]
    partners: tuple[tuple["Partner", ...], ...]
    becomes: str
    absorbed: tuple[str, ...]
    """Prefixes of partners that `becomes` says too."""
    beside: bool
    """The base stays beside the new code."""
    documented: bool
    """The note itself must tie the two together."""
    section: str
    reason: str


def read_combinations() -> tuple[Combination, ...]:
    """The rows of `codesets/rules/combinations.tsv`.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows(
        "rules/combinations.tsv",
        _COLUMNS,
        unique=("base", "partners", "link"),
        optional=("absorbed",),
        allowed={"mode": ("instead", "beside"), "link": ("presumed", "documented")},
    )
    return tuple(
        Combination(
            tuple(row["base"].split()),
            tuple(tuple(map(_read_partner, group.split("|"))) for group in row["partners"].split()),
            row["becomes"],
            tuple(row["absorbed"].split()),
            row["mode"] == "beside",
            row["link"] == "documented",
            row["section"],
            row["reason"],
        )
        for row in rows
    )


def _read_partner(written: str) -> Partner:
    prefix, _, word = written.partition(":")
    return Partner(prefix, word)


def rule(relations: Relations) -> Callable[[Worksheet], None]:
    """The rule with its rows read."""
    rows = [(frozenset(base[:3] for base in row.bases), row) for row in read_combinations()]
    return lambda sheet: combine(rows, relations, sheet)


def combine(
    rows: Sequence[tuple[frozenset[str], Combination]], relations: Relations, sheet: Worksheet
) -> None:
    """Put combined codes in place of those that they say together; partners speak for them too.

    Args:
        rows: each with the categories of its bases.
        relations: which conditions the note keeps apart.
        sheet: the note's codes.
    """
    if len(sheet.coded) < 2:
        return
    categories = {code[:3] for code in sheet.coded}
    for bases, row in rows:
        if categories.isdisjoint(bases):
            continue
        for base in sheet.having(*row.bases):
            if base in sheet.coded and base != row.becomes:
                _combine(row, base, relations, sheet)


def _combine(row: Combination, base: str, relations: Relations, sheet: Worksheet) -> None:
    partners = [_partner(row, group, base, relations, sheet) for group in row.partners]
    if None in partners or sheet.code_set.find(row.becomes) is None:
        return
    named = [code for code in partners if code]
    step = ReasoningStep("combination", _text(row, base, named), row.section)
    beside = [_resting(code, sheet)[0] for code in named]
    for code in sheet.having(*row.absorbed) if row.absorbed else ():
        if code not in (base, row.becomes):
            beside += [each for each in sheet.coded[code] if each not in beside]
            sheet.fold(code, row.becomes, "superseded", row.section)
    if row.beside:
        sheet.offer(row.becomes, [*beside, *sheet.coded[base]], step, support="combination")
    else:
        if base[:3] != row.becomes[:3]:
            # A coder who misses it finds it among what is not coded, with the reason.
            sheet.folded[base] = Folded("superseded", row.section, row.becomes, tuple(sheet.coded[base]))
        sheet.replace(base, row.becomes, step, beside)
        sheet.support[row.becomes].add("combination")


def _resting(code: str, sheet: Worksheet) -> Sequence[Candidate]:
    """What names a partner, also where a neighbour of the base has taken it in already."""
    return sheet.coded.get(code) or sheet.folded[code].candidates


def _taken_in(row: Combination, sheet: Worksheet) -> list[str]:
    """Codes taken in by the same combination at a neighbouring level or site, which this base has too."""
    same = row.becomes[:-1]
    return [
        code for code, folded in sheet.folded.items()
        if len(same) > 5 and folded.reason == "superseded" and folded.into[:-1] == same
    ]  # fmt: skip


def _partner(
    row: Combination, group: Sequence[Partner], base: str, relations: Relations, sheet: Worksheet
) -> str | None:
    """The first code of a group that the note does not keep apart from the base."""
    mine = sheet.coded[base]
    prefixes = tuple(partner.prefix for partner in group)
    taken = [code for code in _taken_in(row, sheet) if code.startswith(prefixes)]
    for code in [*sheet.having(*prefixes), *taken]:
        if code == base or (code in sheet.coded and doubted(sheet, code)):
            continue
        words = [partner.word for partner in group if code.startswith(partner.prefix)]
        theirs = [
            each for each in _resting(code, sheet) if any(w in each.mention.text.lower() for w in words)
        ]
        if not theirs:
            continue
        if row.documented:
            if relations.linked(sheet, mine, theirs):
                return code
        elif not relations.apart(sheet, mine, theirs):
            return code
    return None


def _text(row: Combination, base: str, partners: Sequence[str]) -> str:
    with_codes = " and ".join(partners)
    asks = "asks for" if row.beside else "becomes"
    return f"{base} with {with_codes} {asks} {row.becomes}{' beside it' if row.beside else ''}: {row.reason}."
