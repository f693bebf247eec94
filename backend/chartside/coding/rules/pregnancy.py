"""Pregnancy: codes of chapter 15 come first, with the trimester from the weeks that the note gives (I.C.15).

Every condition of a pregnant patient is taken as complicating the pregnancy, unless the provider calls the
pregnancy incidental (Z33.1). Rows are data: `codesets/rules/pregnancy.tsv`, words `cues.tsv` beside it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from chartside.coding.cuewords import cues_of, words_for
from chartside.coding.standing import assessed
from chartside.coding.worksheet import Worksheet
from chartside.datafiles import read_rows
from chartside.model import Candidate, ReasoningStep

_PREGNANT = ("Z33.1", "Z34", "Z3A", "O0", "O1", "O2", "O3", "O4", "O6", "O7", "O98", "O99", "O9A")
_TRIMESTERS = ("first trimester", "second trimester", "third trimester")
_TERM = 42
_SECTION = "I.C.15"


@dataclass(frozen=True, slots=True)
class Obstetric:
    """A condition (`prefix`) and the subcategory of chapter 15 that comes before it."""

    prefix: str
    obstetric: str
    keeps: bool


def read_pregnancy() -> tuple[Obstetric, ...]:
    """The rows of `codesets/rules/pregnancy.tsv`, longest prefix first.

    Raises:
        DataFileError: with file, line and reason.
    """
    columns = ("condition", "obstetric", "keeps", "source")
    rows = read_rows("rules/pregnancy.tsv", columns, unique=("condition",), allowed={"keeps": ("yes", "no")})
    found = [Obstetric(row["condition"], row["obstetric"], row["keeps"] == "yes") for row in rows]
    return tuple(sorted(found, key=lambda row: -len(row.prefix)))


def rule() -> Callable[[Worksheet], None]:
    """The rule with its rows read."""
    rows = read_pregnancy()

    def apply(sheet: Worksheet) -> None:
        pregnancy = [each for code in sheet.having(*_PREGNANT) for each in sheet.coded[code]]
        weeks = weeks_in(sheet.text) if pregnancy or "gestation" in sheet.text.lower() else None
        if not pregnancy and (weeks is None or cues_of("pregnancy", "child").search(sheet.text)):
            return
        if cues_of("pregnancy", "incidental").search(sheet.text):
            return
        if _is_delivered(sheet.text):
            if sheet.having("Z37"):
                _say_weeks(weeks, pregnancy, sheet)
            return
        for code in list(sheet.coded):
            row = next((each for each in rows if code.startswith(each.prefix)), None)
            if row is not None and assessed(sheet, sheet.coded[code]):
                _put_first(row, code, weeks, pregnancy, sheet)
        obstetric = sheet.having("O")
        if obstetric:
            _say_trimester(weeks, sheet)
            _say_weeks(weeks, pregnancy, sheet)
            for code in sheet.having("Z33.1", "Z34"):
                sheet.fold(code, obstetric[0], "superseded", _SECTION)

    return apply


def _is_delivered(text: str) -> bool:
    """Whether this pregnancy is over; "history of postpartum depression" speaks of another."""
    return any(
        not cues_of("pregnancy", "earlier").search(text[max(0, found.start() - 24) : found.start()])
        for found in cues_of("pregnancy", "delivered").finditer(text)
    )


def weeks_in(text: str) -> int | None:
    """The weeks of gestation that a text gives, the latest if it gives more; None when it gives none."""
    found = [int(next(filter(None, each))) for each in _weeks().findall(text)]
    plausible = [weeks for weeks in found if 3 < weeks <= _TERM]
    return max(plausible, default=None)


@lru_cache(maxsize=1)
def _weeks() -> re.Pattern[str]:
    """Weeks before or after a word for pregnancy, and weeks with days as only a pregnancy has them."""
    words, gravid = words_for("pregnancy", "gestation"), words_for("pregnancy", "gravid")
    number = r"\b(\d{1,2})"
    days = r"(?:\s?(?:and )?\d\s?(?:days?|d)\b)?"
    return re.compile(
        rf"{number}(?:\s?\+\s?\d|\s\d/7)?[\s-]*(?:weeks?|wks?|w)(?![a-ce-z]){days}[^.;\n]{{0,25}}(?:{words}|{gravid})"
        rf"|{words}[^.;\n]{{0,25}}?{number}\s?(?:weeks?|wks?|w)(?![a-ce-z])"
        rf"|{number}\s?w\s?\dd\b",
        re.IGNORECASE,
    )


def _put_first(
    row: Obstetric,
    code: str,
    weeks: int | None,
    pregnancy: list[Candidate],
    sheet: Worksheet,
) -> None:
    wanted = _of_trimester(row.obstetric, weeks, sheet)
    if wanted is None:
        return
    quoted = " ".join(sheet.coded[code][0].mention.text.split())
    when = f"at {weeks} weeks" if weeks else "with the weeks not given"
    text = f"“{quoted}” ({code}) in a pregnancy {when}: {wanted} comes first."
    step = ReasoningStep("combination", text, _SECTION)
    sheet.offer(wanted, [*sheet.coded[code], *pregnancy[:1]], step, support="pregnancy")
    if row.keeps:
        sheet.add_step(
            code, ReasoningStep("rule", f"{code} follows {wanted} and says which it is.", _SECTION)
        )
    else:
        sheet.fold(code, wanted, "superseded", _SECTION)


def _of_trimester(stem: str, weeks: int | None, sheet: Worksheet) -> str | None:
    """The code below `stem` for the trimester, or for an unspecified one."""
    if sheet.code_set.find(stem) is None:
        return None
    word = _TRIMESTERS[0 if weeks < 14 else 1 if weeks < 28 else 2] if weeks else "unspecified trimester"
    leaves = sheet.code_set.leaves(stem)
    fitting = [leaf.code for leaf in leaves if word in leaf.description.lower()]
    return fitting[0] if fitting else None


def _say_trimester(weeks: int | None, sheet: Worksheet) -> None:
    """Put the trimester of the weeks where a code of chapter 15 leaves it open (I.C.15.a.3)."""
    for code in sheet.having("O") if weeks else ():
        title = sheet.code_set.get(code)
        if "unspecified trimester" not in title.description.lower() or title.parent is None:
            continue
        by = _of_trimester(title.parent, weeks, sheet)
        if by and by != code:
            text = f"The note gives {weeks} weeks: {by} {sheet.code_set.get(by).description}."
            sheet.replace(code, by, ReasoningStep("specificity", text, _SECTION))


def _say_weeks(weeks: int | None, pregnancy: list[Candidate], sheet: Worksheet) -> None:
    code = f"Z3A.{weeks:02d}" if weeks and weeks >= 8 else None
    if pregnancy and code and code not in sheet.coded and sheet.code_set.find(code):
        text = f"Chapter 15 asks for the week of gestation: the note gives {weeks} weeks, {code}."
        sheet.offer(code, pregnancy[:1], ReasoningStep("rule", text, _SECTION), support="weeks")
