"""Aftercare following surgery (I.C.21.c.7): the visit in which an operation heals and no problem is treated.

It takes three things: the visit or its assessment is said to be after an operation, the operation is named
in the reason for the visit or in the assessment, and it lies days, weeks or a few months back. An injury has
its 7th character instead, and after surgery for a tumor it is Z48.3. Operations are data:
`codesets/rules/aftercare.tsv`; the words about the visit are in `codesets/rules/cues.tsv`.
"""

from collections.abc import Callable, Iterator

from chartside.coding.cuewords import cues_of
from chartside.coding.patterns import PatternTable, read_word_classes
from chartside.coding.rules.encounter import reasons
from chartside.coding.worksheet import Worksheet
from chartside.datafiles import read_rows
from chartside.model import Assertion, Candidate, Mention, ReasoningStep, Statement, TermCode
from chartside.notes.sections import ASSESSMENT

FILE = "rules/aftercare.tsv"
SECTION = "I.C.21.c.7"
_FIRST = 2
"""Statements of the assessment that say what the visit was."""
_TREATED = ("S", "T", "M80", "M84", "O", "K91", "N99", "J95", "M96", "H59", "H95", "L76", "I97", "G97", "D78")
"""Injuries and complications: they are what the visit is for."""
_TUMOR = ("C", "D0", "D37", "D38", "D39", "D4", "Z85")


def rule() -> Callable[[Worksheet], None]:
    """The rule with its table read.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows(FILE, ("operation", "code", "source"), unique=("operation",))
    table = PatternTable(FILE, ((int(row["line"]), row["operation"]) for row in rows), read_word_classes())
    codes = [(row["operation"], row["code"]) for row in rows]

    def apply(sheet: Worksheet) -> None:
        if sheet.having(*_TREATED):
            return
        told = _told(sheet)
        if not (_is_after(sheet, told) and _is_recent(sheet, told)):
            return
        found = next(_operations(sheet, told, table, codes), None)
        if found:
            _offer(sheet, *found)

    return apply


def _told(sheet: Worksheet) -> list[Statement]:
    """Statements that tell what the visit is for, those of the assessment first."""
    assessed = [each for each in sheet.narration.statements if each.section in ASSESSMENT]
    other = [each for each in reasons(sheet) if each.section not in ASSESSMENT]
    return [*assessed[:_FIRST], *other]


def _says(sheet: Worksheet, statement: Statement, what: str) -> bool:
    return bool(cues_of("aftercare", what).search(sheet.text, statement.start, statement.end))


def _is_after(sheet: Worksheet, told: list[Statement]) -> bool:
    """Whether the visit is called postoperative, or the assessment begins with the state after."""
    return any(_says(sheet, each, "after" if each.section in ASSESSMENT else "visit") for each in told)


def _is_recent(sheet: Worksheet, told: list[Statement]) -> bool:
    """Whether the history says how long ago it was; what the assessment says may be the next visit."""
    return any(_says(sheet, each, "recent") for each in told if each.section not in ASSESSMENT)


def _operations(
    sheet: Worksheet, told: list[Statement], table: PatternTable, codes: list[tuple[str, str]]
) -> Iterator[tuple[Mention, str]]:
    """Operations behind the patient, each with its aftercare."""
    for statement in told:
        if not (_says(sheet, statement, "recent") or _says(sheet, statement, "after")):
            continue
        for hit in table.find(sheet.narration.words(statement).texts):
            operation, code = codes[hit.row]
            mention = sheet.narration.mention_of(statement, hit, TermCode(code, FILE, "pattern", operation))
            if mention.assertion in (Assertion.PRESENT, Assertion.HISTORICAL):
                yield mention, code


def _offer(sheet: Worksheet, mention: Mention, code: str) -> None:
    tumor = next(iter(sheet.having(*_TUMOR)), None)
    if tumor and code.startswith("Z48.81"):
        code = "Z48.3"
    named = sheet.code_set.find(code)
    if named is None or sheet.having("Z47", "Z48.0", "Z48.3", "Z48.81", "Z51"):
        return
    because = f" for a tumor ({tumor})" if code == "Z48.3" else ""
    text = f"The visit follows “{mention.text}”{because}: {code} {named.description}."
    step = ReasoningStep("rule", text, SECTION)
    sheet.offer(code, [Candidate(mention, code, (step,))], step, "encounter")
    for vague in sheet.having("Z48.89", "Z09"):
        sheet.fold(vague, code, "superseded", SECTION)
