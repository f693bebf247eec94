"""Symptoms that belong routinely to a diagnosis of the note are not coded beside it (I.B.5, I.C.18).

They are folded under the diagnosis, not deleted. A symptom stays when the note says that it is unrelated or
unexplained, and an uncertain diagnosis takes none in. Rows are data: `codesets/rules/integral.tsv`, and
`codesets/rules/sites.tsv` for pain of the joint or limb that is diseased or hurt.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from chartside.coding.relations import Relations
from chartside.coding.standing import assessed, established, own_problem, problem_starts, same_problem
from chartside.coding.worksheet import Worksheet
from chartside.datafiles import read_rows
from chartside.model import Candidate

# Categories of chapter 13 whose character after the dot's first tells the site, as that of M25.5 does.
_BY_SITE = re.compile(r"M(?:0[0-8]|1[0-4]|1A|19|24|65|80|84|86|87)\.\d(\d)")
_SITE_OF_SYMPTOM = re.compile(r"M25\.[456](\d)")
_SIDE = re.compile(r"\b(right|left)\b", re.IGNORECASE)
_SECTION = "I.B.5"


@dataclass(frozen=True, slots=True)
class Integral:
    """`symptoms` are routine with `diagnoses` (code prefixes)."""

    diagnoses: tuple[str, ...]
    symptoms: tuple[str, ...]
    kept: bool
    """A symptom that the note makes a problem of its own stays."""


@dataclass(frozen=True, slots=True)
class Site:
    """Symptoms of one place, and what brings them there."""

    symptoms: tuple[str, ...]
    causes: tuple[str, ...]


_Routine = tuple[list[tuple[tuple[str, ...], bool]], tuple[str, ...]]


def read_integral() -> tuple[Integral, ...]:
    """The rows of `codesets/rules/integral.tsv`.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows(
        "rules/integral.tsv",
        ("diagnosis", "symptoms", "own_problem", "reason", "source"),
        unique=("diagnosis", "symptoms"),
        allowed={"own_problem": ("folded", "kept")},
    )
    return tuple(
        Integral(
            tuple(row["diagnosis"].split()), tuple(row["symptoms"].split()), row["own_problem"] == "kept"
        )
        for row in rows
    )


def read_sites() -> tuple[Site, ...]:
    """The rows of `codesets/rules/sites.tsv`.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows(
        "rules/sites.tsv",
        ("site", "symptoms", "injuries", "conditions"),
        unique=("site",),
        optional=("symptoms", "conditions"),
    )
    return tuple(
        Site(tuple(row["symptoms"].split()), (*row["injuries"].split(), *row["conditions"].split()))
        for row in rows
    )


def rule(relations: Relations) -> Callable[[Worksheet], None]:
    """The rule with its rows read."""
    rows, sites = read_integral(), read_sites()
    diagnoses_of = lru_cache(maxsize=4096)(partial(_diagnoses, rows, sites))
    symptoms = tuple(
        {prefix for row in rows for prefix in row.symptoms} | {p for s in sites for p in s.symptoms}
    )

    def apply(sheet: Worksheet) -> None:
        if len(sheet.coded) < 2:
            return
        for symptom in sheet.having(*symptoms):
            into = _explained_by(symptom, diagnoses_of(symptom), relations, sheet)
            if into:
                sheet.fold(symptom, into, "integral_symptom", _SECTION)

    return apply


def _explained_by(symptom: str, routine: _Routine, relations: Relations, sheet: Worksheet) -> str | None:
    """The diagnosis that the symptom belongs to; None when it stands for itself."""
    theirs = sheet.coded[symptom]
    if relations.unexplained(sheet, theirs):
        return None
    for diagnosis, kept in _routine(symptom, routine, sheet):
        mine = sheet.coded[diagnosis]
        if not established(sheet, diagnosis) or relations.apart(sheet, mine, theirs):
            continue
        if own_problem(theirs, mine) and (kept or not _under_or_titled(mine, theirs, sheet)):
            continue
        if not assessed(sheet, mine) and not _told_together(mine, theirs):
            continue
        return diagnosis
    return None


def _under_or_titled(mine: Sequence[Candidate], theirs: Sequence[Candidate], sheet: Worksheet) -> bool:
    """Whether the diagnosis titles a problem too, or stands under the one that the symptom titles."""
    starts = problem_starts(sheet)
    return any(each.mention.problem_heading for each in mine) or any(
        same_problem(symptom.mention, each.mention, starts) for symptom in theirs for each in mine
    )


def _told_together(mine: Sequence[Candidate], theirs: Sequence[Candidate]) -> bool:
    return bool({each.mention.sentence for each in mine} & {each.mention.sentence for each in theirs})


def _diagnoses(rows: Sequence[Integral], sites: Sequence[Site], symptom: str) -> _Routine:
    """What the tables say of a symptom: prefixes of diagnoses by row, and of what hurts at its site."""
    own = [(row.diagnoses, row.kept) for row in rows if symptom.startswith(row.symptoms)]
    causes = tuple(
        prefix
        for site in sites
        if site.symptoms and symptom.startswith(site.symptoms)
        for prefix in site.causes
    )
    return own, causes


def _routine(symptom: str, routine: _Routine, sheet: Worksheet) -> list[tuple[str, bool]]:
    """The coded diagnoses that the symptom is routine with, and whether it may be kept as a problem."""
    own, causes = routine
    found = [(code, kept) for diagnoses, kept in own for code in sheet.having(*diagnoses)]
    place = _SITE_OF_SYMPTOM.match(symptom)
    for code in sheet.coded:
        at = _BY_SITE.match(code)
        same_place = (causes and code.startswith(causes)) or (place and at and at[1] == place[1])
        if same_place and same_side(symptom, code, sheet):
            found.append((code, False))
    return [(code, kept) for code, kept in found if code != symptom]


def same_side(symptom: str, diagnosis: str, sheet: Worksheet) -> bool:
    """Whether of two codes neither names the side that the other does not."""
    one, other = (
        {word.lower() for word in _SIDE.findall(sheet.code_set.get(code).description)}
        for code in (symptom, diagnosis)
    )
    return not one or not other or bool(one & other)
