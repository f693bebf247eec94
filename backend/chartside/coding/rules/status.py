"""Status codes: what was done to a patient and lasts (I.C.21.c.3), read from words about operations.

Much is named by terms ("pacemaker in place"); here an operation counts after words that put it behind the
patient ("s/p", "underwent") or in a list of what is past, never when it is only planned. A status that
the diagnosis says already is left out. Tables: `codesets/rules/status.tsv`, `status-implied.tsv`.
"""

import re
from collections.abc import Callable

from chartside.coding.cuewords import cues_of
from chartside.coding.notewords import Words
from chartside.coding.patterns import Hit, PatternTable, read_word_classes
from chartside.coding.specificity import Documented, refine, side_in, words_in
from chartside.coding.worksheet import Worksheet
from chartside.datafiles import read_rows
from chartside.model import Assertion, Candidate, Mention, ReasoningStep, Statement, TermCode

FILE, IMPLIED = "rules/status.tsv", "rules/status-implied.tsv"
SECTION = "I.C.21.c.3"
_PASSED = ("allergies", "family_history", "immunizations", "procedure", "technique", "operative_findings",
           "instructions", "differential", "preoperative_diagnosis", "postoperative_diagnosis",
           "medications", "follow_up")  # fmt: skip
_STATUS = ("Z89", "Z90", "Z93", "Z94", "Z95", "Z96", "Z98")
PAST = ("past_surgical_history", "past_medical_history")
"""Sections that list what lies behind the patient: operations stand among the diseases of many notes."""
BEFORE, AFTER = 60, 30
"""Characters around an operation in which words say that it is done or planned."""


def rule() -> Callable[[Worksheet], None]:
    """The rule with its tables read.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows(FILE, ("operation", "code", "source"), unique=("operation",))
    patterns = ((int(row["line"]), row["operation"]) for row in rows)
    table = PatternTable(FILE, patterns, read_word_classes())
    implied = [
        (row["status"], tuple(row["diagnosis"].split()))
        for row in read_rows(IMPLIED, ("status", "diagnosis", "source"), unique=("status",))
    ]

    def apply(sheet: Worksheet) -> None:
        offer_status(sheet, table, [(row["operation"], row["code"]) for row in rows])
        leave_planned(sheet)
        leave_out(sheet, implied)

    return apply


def offer_status(sheet: Worksheet, table: PatternTable, rows: list[tuple[str, str]]) -> None:
    """Offer the status of each operation that lies behind the patient."""
    for statement, words in sheet.narration.telling(table.keys, _PASSED):
        for hit in table.find(words.texts):
            operation, code = rows[hit.row]
            done = _done(sheet, statement, words, hit)
            refined = _refined(sheet, statement, words, hit, code) if done else None
            if refined is None or sheet.having(code):
                continue
            term = TermCode(code, FILE, "pattern", operation)
            mention = sheet.narration.mention_of(statement, hit, term)
            if mention.assertion not in (Assertion.PRESENT, Assertion.HISTORICAL):
                continue
            text = f"“{mention.text}” lies behind the patient ({done}): {refined} "
            step = ReasoningStep("rule", text + sheet.code_set.get(refined).description + ".", SECTION)
            # "Other postprocedural state" tells a coder little; the ranking knows it by itself.
            support = "status_other" if refined == "Z98.890" else "status"
            sheet.offer(refined, [Candidate(mention, refined, (step,))], step, support)


def leave_planned(sheet: Worksheet) -> None:
    """Take away a status that a term names while the note only plans it."""
    for code in sheet.having(*_STATUS):
        if all(_is_planned(sheet, *each.mention.sentence, each.mention) for each in sheet.coded[code]):
            sheet.fold(code, "", "hypothetical", SECTION)


def _is_planned(sheet: Worksheet, first: int, last: int, mention: Mention) -> bool:
    if cues_of("status", "done").search(mention.text):
        return False
    before = sheet.text[max(first, mention.start - BEFORE) : mention.start]
    after = sheet.text[mention.end : min(last, mention.end + AFTER)]
    return _still_planned(before, after)


def _still_planned(before: str, after: str) -> bool:
    """Whether the nearest word before, or one right after, puts an operation off."""
    if cues_of("status", "put off").search(after):
        return True
    done, planned = (list(cues_of("status", says).finditer(before))[-1:] for says in ("done", "planned"))
    return bool(planned and not (done and done[0].end() > planned[0].end()))


def _done(sheet: Worksheet, statement: Statement, words: Words, hit: Hit) -> str:
    """The words that say an operation is done; empty when none does or it is planned."""
    start, end = words.span(hit.start, hit.end)
    before = sheet.text[max(statement.start, start - BEFORE) : start]
    after = sheet.text[end : min(statement.end, end + AFTER)]
    if _still_planned(before, after):
        return ""
    if statement.section in PAST:
        return statement.section.replace("_", " ")
    done = list(cues_of("status", "done").finditer(before))[-1:]
    found = done[0] if done else _inside(sheet.text[start:end]) or cues_of("status", "ago").search(after)
    return " ".join(found.group().split()) if found else ""


def _inside(operation: str) -> re.Match[str] | None:
    """The words of an operation by which it is over itself: "completed chemotherapy"."""
    return cues_of("status", "inside").search(operation) or cues_of("status", "done").search(operation)


def _refined(sheet: Worksheet, statement: Statement, words: Words, hit: Hit, code: str) -> str | None:
    """The billable code on the documented side."""
    found = sheet.code_set.find(code)
    if found is None:
        return None
    start, end = words.span(hit.start, hit.end)
    near = sheet.text[max(statement.start, start - 30) : min(statement.end, end + 20)]
    around = sheet.text[statement.start : statement.end]
    refined = refine(sheet.code_set, found, Documented(side_in(near), words_in(around), around))
    return refined.code.code if refined else None


def leave_out(sheet: Worksheet, implied: list[tuple[str, tuple[str, ...]]]) -> None:
    """Fold status codes that a diagnosis of the note says already."""
    listed = {code[0] for code in sheet.coded}
    for status, diagnoses in implied if "Z" in listed and len(listed) > 1 else ():
        for code in sheet.having(status):
            into = next((found for found in sheet.having(*diagnoses) if found != code), None)
            if into:
                sheet.fold(code, into, "superseded", SECTION)
