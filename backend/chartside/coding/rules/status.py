"""Status codes: what was done to a patient and lasts (I.C.21.c.3), read from words about operations.

Much is named by terms ("pacemaker in place"); here an operation counts after words that put it behind the
patient ("s/p", "underwent") or in the list of past operations, never when it is only planned. A status that
the diagnosis says already is left out. Tables: `codesets/rules/status.tsv`, `status-implied.tsv`.
"""

import re
from collections.abc import Callable

from chartside.coding.patterns import Hit, PatternTable, Word, read_word_classes
from chartside.coding.specificity import Documented, refine, side_in, words_in
from chartside.coding.worksheet import Worksheet
from chartside.datafiles import read_rows
from chartside.model import Assertion, Candidate, Mention, ReasoningStep, Statement, TermCode

FILE, IMPLIED = "rules/status.tsv", "rules/status-implied.tsv"
SECTION = "I.C.21.c.3"
_DONE = re.compile(
    r"\b(?:s/p|status[- ]post|post(?!op\w*\s+(?:day|visit|check))|history of|hx of|h/o|prior(?! to)|"
    r"previous(?:ly)?|past|underwent|undergone|after|following|since|has had|"
    r"had (?:a|an|her|his|their|the|prior|previous|bilateral|left|right|surgery)|has (?:a|an)|"
    r"presence of|removed|replaced|repaired|in place)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:scheduled?|planned|planning|plans?|will|may|candidate|consider\w*|recommend\w*|refer(?:red|ral)?|"
    r"awaiting|waitlist|wait(?:ing)? list|needs?|evaluation for|discuss\w*|interested in|prior to|before|"
    r"upcoming|consent(?:ed)?|preop\w*|pre-op\w*|proceed|would|option|declin\w+|cancel\w*)\b",
    re.IGNORECASE,
)
_PUT_OFF = re.compile(
    r"\b(?:is|was|are|were|has been) (?:scheduled|planned|discussed|recommended|declined|cancel\w+)\b",
    re.IGNORECASE,
)
_PASSED = ("allergies", "family_history", "immunizations", "procedure", "technique", "operative_findings",
           "instructions", "differential", "preoperative_diagnosis", "postoperative_diagnosis",
           "medications", "follow_up")  # fmt: skip
_INSIDE = re.compile(r"\b(?:completed|received|finished|removed|replaced)\b|" + _DONE.pattern, re.IGNORECASE)
_AGO = re.compile(r"\b(?:in (?:19|20)\d\d|years? ago|months? ago|status)\b", re.IGNORECASE)
_STATUS = ("Z89", "Z90", "Z93", "Z94", "Z95", "Z96", "Z98")
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
    for statement, words in sheet.narration.where(lambda each: each.section not in _PASSED):
        for hit in table.find(words):
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
    if _DONE.search(mention.text):
        return False
    before = sheet.text[max(first, mention.start - BEFORE) : mention.start]
    after = sheet.text[mention.end : min(last, mention.end + AFTER)]
    return _still_planned(before, after)


def _still_planned(before: str, after: str) -> bool:
    """Whether the nearest word before, or one right after, puts an operation off."""
    done, planned = (list(words.finditer(before))[-1:] for words in (_DONE, _PLANNED))
    return bool(_PUT_OFF.search(after) or (planned and not (done and done[0].end() > planned[0].end())))


def _done(sheet: Worksheet, statement: Statement, words: list[Word], hit: Hit) -> str:
    """The words that say an operation is done; empty when none does or it is planned."""
    start, end = words[hit.start].start, words[hit.end - 1].end
    before = sheet.text[max(statement.start, start - BEFORE) : start]
    after = sheet.text[end : min(statement.end, end + AFTER)]
    if _still_planned(before, after):
        return ""
    if statement.section == "past_surgical_history":
        return "past surgical history"
    done = list(_DONE.finditer(before))[-1:]
    found = done[0] if done else _INSIDE.search(sheet.text[start:end]) or _AGO.search(after)
    return " ".join(found.group().split()) if found else ""


def _refined(sheet: Worksheet, statement: Statement, words: list[Word], hit: Hit, code: str) -> str | None:
    """The billable code on the documented side."""
    found = sheet.code_set.find(code)
    if found is None:
        return None
    start, end = words[hit.start].start, words[hit.end - 1].end
    near = sheet.text[max(statement.start, start - 30) : min(statement.end, end + 20)]
    around = sheet.text[statement.start : statement.end]
    refined = refine(sheet.code_set, found, Documented(side_in(near), words_in(around), around))
    return refined.code.code if refined else None


def leave_out(sheet: Worksheet, implied: list[tuple[str, tuple[str, ...]]]) -> None:
    """Fold status codes that a diagnosis of the note says already."""
    for status, diagnoses in implied:
        for code in sheet.having(status):
            into = next((found for found in sheet.having(*diagnoses) if found != code), None)
            if into:
                sheet.fold(code, into, "superseded", SECTION)
