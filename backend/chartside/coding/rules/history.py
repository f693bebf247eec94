"""Personal history (Z85 to Z87, I25.2) and family history (Z80 to Z84), I.C.21.c.4.

What the note puts into the past or with a relative is not coded as a disease; its history may be. Which
code stands for which condition is data: `codesets/rules/history.tsv`, `family-history.tsv`. A cancer that
is taken out, without treatment and without sign of it, is history too (I.C.2.m): `cancer-course.tsv`.
"""

from collections.abc import Callable, Mapping, Sequence

from chartside.coding.cuewords import cues_of
from chartside.coding.patterns import PatternTable, read_word_classes
from chartside.coding.worksheet import Folded, Worksheet, groups
from chartside.datafiles import read_rows
from chartside.model import Assertion, Candidate, ReasoningStep

COURSE, SCREENINGS = "rules/cancer-course.tsv", "rules/family-screenings.tsv"
SECTION = "I.C.21.c.4"
_PERSONAL = ("Z85", "Z86", "Z87", "Z92", "I25.2")
_STATUS = ("Z89", "Z90", "Z93", "Z94", "Z95", "Z96", "Z97", "Z98")
_FAMILY = ("Z80", "Z81", "Z82", "Z83", "Z84")
_PASSED = ("procedure", "technique", "operative_findings", "imaging", "physical_exam", "instructions")
_RESULTS = ("results", "imaging", "ros", "physical_exam")
_UNDER_TITLE = 5


def read_prefixes(file: str) -> Mapping[str, str]:
    """Code prefix to history code, from one of the two tables.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows(file, ("code_prefix", "code", "source"), unique=("code_prefix",))
    return {row["code_prefix"]: row["code"] for row in rows}


def longest(prefixes: Mapping[str, str], code: str) -> str | None:
    """The entry of the longest prefix of `code`."""
    return next((prefixes[code[:n]] for n in range(len(code), 0, -1) if code[:n] in prefixes), None)


def rule() -> Callable[[Worksheet], None]:
    """The rule with its tables read.

    Raises:
        DataFileError: with file, line and reason.
    """
    personal, family = read_prefixes("rules/history.tsv"), read_prefixes("rules/family-history.tsv")
    rows = read_rows(SCREENINGS, ("history", "screening", "source"), unique=("history",))
    screenings = {row["history"]: row["screening"] for row in rows}
    course = CancerCourse()

    def apply(sheet: Worksheet) -> None:
        move_removed_cancer(sheet, personal, course)
        offer_personal(sheet, personal)
        offer_family(sheet, family, screenings)

    return apply


class CancerCourse:
    """The table of what is said of a cancer, compiled."""

    def __init__(self) -> None:
        """Read the table.

        Raises:
            DataFileError: with file, line and reason.
        """
        says = ("gone", "removed", "active")
        rows = read_rows(COURSE, ("pattern", "says", "source"), unique=("pattern",), allowed={"says": says})
        self._says = [row["says"] for row in rows]
        patterns = ((int(row["line"]), row["pattern"]) for row in rows)
        self._patterns = PatternTable(COURSE, patterns, read_word_classes())

    def said(self, sheet: Worksheet, group: Sequence[Candidate]) -> dict[str, str]:
        """What is said where the cancer is named and in the lines under its title, each with its words."""
        found: dict[str, str] = {}
        told = sheet.narration.statements
        for candidate in group:
            place = sheet.narration.place(candidate.mention.start)
            below = _UNDER_TITLE if candidate.mention.problem_heading else 1
            for statement in told[place : place + 1 + below]:
                if statement is not told[place] and statement.title:
                    break
                words = sheet.narration.words(statement)
                for hit in self._patterns.find(words.texts):
                    quote = sheet.narration.quote(*words.span(hit.start, hit.end))
                    found.setdefault(self._says[hit.row], quote)
        return found


def move_removed_cancer(sheet: Worksheet, personal: Mapping[str, str], course: CancerCourse) -> None:
    """Code a cancer that was removed and has left no sign as history."""
    for code, group in groups(sheet):
        history = longest(personal, code) if code.startswith("C") else None
        if history is None:
            continue
        stated = sheet.folded.get(history)
        past = [
            *(stated.candidates if stated else ()),
            *sheet.coded.get(history, ()),
            *sheet.left_out.get((code, Assertion.HISTORICAL), []),
        ]
        said = course.said(sheet, [*group, *past])
        if past and not any(each.mention.problem_heading for each in group):
            said.setdefault("removed", " ".join(past[0].mention.text.split()) + " as history")
        if "removed" not in said or "gone" not in said or "active" in said:
            continue
        text = f"“{said['removed']}” and “{said['gone']}”: {code} is over, so its history {history} is coded."
        sheet.folded.pop(history, None)
        sheet.offer(history, [*past, *group], ReasoningStep("rule", text, "I.C.2"), "history_cancer")
        sheet.fold(code, history, "historical", "I.C.2")


def offer_personal(sheet: Worksheet, personal: Mapping[str, str]) -> None:
    """Offer the history code of what the note puts into the past."""
    for (code, assertion), group in list(sheet.left_out.items()):
        if assertion is not Assertion.HISTORICAL:
            continue
        history = code if code.startswith((*_PERSONAL, *_STATUS)) else longest(personal, code)
        group = [each for each in group if each.mention.section not in _PASSED]
        if (
            history is None
            or not group
            or not sheet.code_set.find(history)
            or _is_current(sheet, code)
            or _said_by_diagnosis(sheet, history)
        ):
            continue
        said = " ".join(group[0].mention.text.split())
        cue = next((" ".join(cue.text.split()) for cue in group[0].mention.cues), "")
        past = f"“{cue}” puts “{said}” into the past" if cue else f"“{said}” is of the past"
        step = ReasoningStep("rule", f"{past}: {history} {_title(sheet, history)}.", SECTION)
        support = "status" if history.startswith(_STATUS) else "history"
        support = "history_cancer" if history.startswith("Z85") else support
        sheet.offer(history, group, step, support)


def offer_family(sheet: Worksheet, family: Mapping[str, str], screenings: Mapping[str, str]) -> None:
    """Offer the family history code of what a relative of blood has or had."""
    for (code, assertion), group in list(sheet.left_out.items()):
        if assertion is not Assertion.FAMILY:
            continue
        related = [each for each in group if not cues_of("history", "no blood").search(sheet.sentence(each))]
        history = code if code.startswith(_FAMILY) else longest(family, code)
        if history is None or not related or not sheet.code_set.find(history):
            continue
        said = " ".join(related[0].mention.text.split())
        cue = next((" ".join(cue.text.split()) for cue in related[0].mention.cues), "a relative")
        text = f"“{said}” is a relative's (“{cue}”): {history} {_title(sheet, history)}."
        looked_at = next((z for prefix, z in screenings.items() if history.startswith(prefix)), None)
        support = "family_screening" if looked_at and sheet.having(looked_at) else "family"
        sheet.offer(history, related, ReasoningStep("rule", text, SECTION), support)


def _is_current(sheet: Worksheet, code: str) -> bool:
    """Whether the condition, or one of its category, is also coded as present, a mere result aside."""
    return any(
        candidate.mention.section not in _RESULTS
        for current in sheet.having(code[:3])
        for candidate in sheet.coded[current]
    )


def _title(sheet: Worksheet, code: str) -> str:
    return sheet.code_set.get(code).description


def _said_by_diagnosis(sheet: Worksheet, history: str) -> bool:
    """A history that another history code, or the disease itself, already says more exactly."""
    folded: Folded | None = sheet.folded.get(history)
    if folded is not None:
        return True
    if history == "Z87.891":
        return bool(sheet.having("F17"))
    if history == "Z86.73":
        return bool(sheet.having("I69"))
    return False
