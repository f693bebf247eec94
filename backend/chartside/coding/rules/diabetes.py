"""Diabetes mellitus: as many codes of its type as its complications need (I.C.4.a, "with" of I.A.15).

What the note says of the type decides for all of them; what it joins to diabetes is presumed to come from it
unless the note says otherwise. Rows are data: `codesets/rules/diabetes.tsv` and `diabetes-control.tsv`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from chartside.coding.cuewords import cues_of
from chartside.coding.relations import Relations, said
from chartside.coding.standing import doubted
from chartside.coding.worksheet import Worksheet
from chartside.datafiles import read_rows
from chartside.model import MissingDetail, ReasoningStep

TYPES = ("E08", "E09", "E10", "E11", "E13")
_DEFAULT = "E11"
_GLUCOSE = ((".65", "with hyperglycemia"), (".649", "with hypoglycemia"))


@dataclass(frozen=True, slots=True)
class Complication:
    """A condition (`partners`, code prefixes) that the classification joins to diabetes."""

    partners: tuple[str, ...]
    words: str
    """What a mention of the condition must hold, in lower case; empty when its code is enough."""
    ending: str
    absorbed: tuple[str, ...]
    section: str
    reason: str


@dataclass(frozen=True, slots=True)
class Control:
    """Words about control, and what the Index makes of them."""

    words: re.Pattern[str]
    ending: str
    reason: str


def rule(relations: Relations) -> Callable[[Worksheet], None]:
    """The rule with its rows read.

    Raises:
        DataFileError: with file, line and reason.
    """
    complications, controls, causes = read_complications(), _read_controls(), read_causes()

    def apply(sheet: Worksheet) -> None:
        _settle_cause(causes, relations, sheet)
        _settle_type(sheet)
        types = [kind for kind in TYPES if sheet.having(kind)]
        if len(types) != 1:
            return
        (kind,) = types
        for row in complications:
            _join(row, kind, relations, sheet)
        _read_control(controls, kind, sheet)
        _leave_bare(kind, sheet)

    return apply


def read_complications() -> tuple[Complication, ...]:
    """The rows of `codesets/rules/diabetes.tsv`.

    Raises:
        DataFileError: with file, line and reason.
    """
    columns = ("partners", "words", "ending", "absorbed", "section", "reason")
    rows = read_rows("rules/diabetes.tsv", columns, unique=("partners",), optional=("words", "absorbed"))
    return tuple(
        Complication(
            tuple(row["partners"].split("|")),
            row["words"],
            row["ending"],
            tuple(row["absorbed"].split()),
            row["section"],
            row["reason"],
        )
        for row in rows
    )


def _read_controls() -> tuple[Control, ...]:
    rows = read_rows("rules/diabetes-control.tsv", ("words", "ending", "reason", "source"), unique=("words",))
    return tuple(
        Control(re.compile(rf"\b{re.escape(row['words'])}\b", re.IGNORECASE), row["ending"], row["reason"])
        for row in rows
    )


def read_causes() -> dict[str, str]:
    """The rows of `codesets/rules/diabetes-causes.tsv`: prefix of the cause to category.

    Raises:
        DataFileError: with file, line and reason.
    """
    columns = ("cause", "type", "source")
    rows = read_rows("rules/diabetes-causes.tsv", columns, unique=("cause",), allowed={"type": TYPES})
    return {row["cause"]: row["type"] for row in rows}


def _settle_cause(causes: dict[str, str], relations: Relations, sheet: Worksheet) -> None:
    """Move codes of the default type to that of the cause which the note ties to them."""
    for code in sheet.having(_DEFAULT):
        for cause in sheet.having(*causes):
            words = relations.linked(sheet, sheet.coded[code], sheet.coded[cause])
            kind = next(causes[cause[:end]] for end in range(len(cause), 0, -1) if cause[:end] in causes)
            if words and sheet.code_set.find(kind + code[3:]):
                quoted = " ".join(sheet.coded[cause][0].mention.text.split())
                text = (
                    f"The note says “{words}” “{quoted}” ({cause}), so {code} is coded as {kind + code[3:]}."
                )
                sheet.replace(code, kind + code[3:], ReasoningStep("rule", text, "I.C.4.a"))
                break


def _settle_type(sheet: Worksheet) -> None:
    """Move codes of the default type to the one other type that the note states."""
    stated = [kind for kind in TYPES if kind != _DEFAULT and sheet.having(kind)]
    defaults = sheet.having(_DEFAULT)
    if len(stated) != 1 or not defaults:
        return
    type_2 = cues_of("diabetes", "type 2")
    if any(type_2.search(each.mention.text) for code in defaults for each in sheet.coded[code]):
        return
    said_as = " ".join(sheet.coded[sheet.having(stated[0])[0]][0].mention.text.split())
    for code in defaults:
        typed = sheet.code_set.find(stated[0] + code[3:])
        if typed is not None and typed.billable:
            text = f"The note states the type (“{said_as}”), so {code} is coded there: {typed.code}."
            sheet.replace(code, typed.code, ReasoningStep("specificity", text, "I.C.4.a"))


def _join(row: Complication, kind: str, relations: Relations, sheet: Worksheet) -> None:
    combined = sheet.code_set.find(kind + row.ending)
    if combined is None or not combined.billable:
        return
    diabetes = [each for code in sheet.having(kind) for each in sheet.coded[code]]
    for code in sheet.having(*row.partners):
        theirs = [each for each in sheet.coded[code] if row.words in each.mention.text.lower()]
        if not theirs or doubted(sheet, code) or relations.apart(sheet, diabetes, theirs):
            continue
        quoted = " ".join(theirs[0].mention.text.split())
        text = f"“{quoted}” ({code}) and diabetes are taken as related: {combined.code}, {row.reason}."
        step = ReasoningStep("combination", text, row.section)
        sheet.offer(combined.code, [diabetes[0], *theirs], step, support="combination")
        if row.absorbed and code.startswith(row.absorbed):
            del sheet.coded[code]
            sheet.missing.pop(code, None)


def _read_control(controls: tuple[Control, ...], kind: str, sheet: Worksheet) -> None:
    candidates = [each for code in sheet.having(kind) for each in sheet.coded[code]]
    for candidate in candidates:
        for control in controls:
            words = said(sheet, candidate, control.words)
            if words is None:
                continue
            if control.ending == "?":
                _ask_direction(kind, sheet)
            elif f"{kind}{control.ending}" not in sheet.coded:
                step = ReasoningStep("index", f"In this note {control.reason}: {kind}{control.ending}.")
                sheet.offer(f"{kind}{control.ending}", [candidate], step, support="combination")
            return


def _ask_direction(kind: str, sheet: Worksheet) -> None:
    if sheet.having(*(kind + ending for ending, _ in _GLUCOSE)):
        return
    options = tuple((kind + ending, label) for ending, label in _GLUCOSE)
    detail = MissingDetail("control of the glucose", options)
    for code in sheet.having(kind)[:1]:
        sheet.missing[code] = (*sheet.missing.get(code, ()), detail)


def _leave_bare(kind: str, sheet: Worksheet) -> None:
    """Let "without complications" go beside a complication, and nephropathy beside kidney disease."""
    more = [code for code in sheet.having(kind) if code != f"{kind}.9"]
    if f"{kind}.9" in sheet.coded and more:
        step = ReasoningStep(
            "rule", f"{kind}.9 says “without complications”, and {more[0]} is one.", "I.C.4.a"
        )
        sheet.replace(f"{kind}.9", more[0], step)
    if f"{kind}.21" in sheet.coded and f"{kind}.22" in sheet.coded:
        text = f"{kind}.22 (chronic kidney disease) says more than {kind}.21 (nephropathy)."
        sheet.replace(f"{kind}.21", f"{kind}.22", ReasoningStep("rule", text, "I.B.2"))
