"""Reasons for an encounter (I.C.21.c): examinations, screening, follow-up, treatment visits.

What the visit is for is read from its reason, never from what is planned. An examination is with abnormal
findings when one is found (IV.P); a screening is none when a symptom is its reason (I.C.21.c.5); follow-up
after cancer goes with its history (I.C.21.c.8). Tables: `encounters.tsv`, `screening-symptoms.tsv`,
`examinations.tsv`, and `vaccines.tsv` for what was given whatever the visit was for, in `codesets/rules/`.
"""

from collections.abc import Callable, Iterator, Sequence

from chartside.coding.cuewords import cues_of
from chartside.coding.patterns import PatternTable, read_word_classes
from chartside.coding.rules.age import age_of
from chartside.coding.worksheet import Worksheet
from chartside.datafiles import read_rows
from chartside.model import Assertion, Candidate, ReasoningStep, Statement, TermCode
from chartside.notes.sections import ASSESSMENT

FILE, VACCINES = "rules/encounters.tsv", "rules/vaccines.tsv"
_REASON = ("chief_complaint", "admission_diagnosis")
_HISTORY = ("hpi", "interval_history", None)
_DONE_IN = (
    "assessment_plan",
    "plan",
    "procedure",
    "treatment",
    "hospital_course",
    "immunizations",
    "ed_course",
    None,
)
_FIRST = 3
"""Statements of the history that can tell why the patient came."""
_FINDING = ("R", "N63", "L98.9", "D48", "D49", "E87")


def rule() -> Callable[[Worksheet], None]:
    """The rule with its tables read.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows(FILE, ("pattern", "code", "source"), unique=("pattern",))
    table = PatternTable(FILE, ((int(row["line"]), row["pattern"]) for row in rows), read_word_classes())
    codes = [(row["pattern"], row["code"]) for row in rows]
    screening = [
        (row["screening"], tuple(row["symptoms"].split()))
        for row in read_rows("rules/screening-symptoms.tsv", ("screening", "symptoms", "source"))
    ]
    given = read_rows(VACCINES, ("pattern", "code", "source"), unique=("pattern",))
    vaccines = PatternTable(
        VACCINES, ((int(row["line"]), row["pattern"]) for row in given), read_word_classes()
    )
    examinations = {
        row["without"]: row["with"]
        for row in read_rows("rules/examinations.tsv", ("without", "with", "source"), unique=("without",))
    }

    def apply(sheet: Worksheet) -> None:
        offer_reasons(sheet, table, codes)
        offer_given(sheet, vaccines, [(row["pattern"], row["code"]) for row in given])
        leave_planned(sheet)
        follow_cancer(sheet)
        keep_to_age(sheet)
        leave_screening(sheet, screening)
        find_abnormal(sheet, examinations)
        leave_aftercare(sheet)

    return apply


def reasons(sheet: Worksheet) -> Iterator[Statement]:
    """Statements that tell why the patient came."""
    seen = 0
    for statement in sheet.narration.statements:
        if statement.section in _REASON or statement.title:
            yield statement
        elif statement.section in _HISTORY and seen < _FIRST:
            seen += 1
            yield statement


def offer_reasons(sheet: Worksheet, table: PatternTable, rows: Sequence[tuple[str, str]]) -> None:
    """Offer the encounter that the reason for the visit names."""
    for statement in reasons(sheet):
        if cues_of("encounter", "planned").search(sheet.text, statement.start, statement.end):
            continue
        for hit in table.find(sheet.narration.words(statement).texts):
            pattern, code = rows[hit.row]
            named = sheet.code_set.find(code)
            if named is None or sheet.having(code[:5]) or (code.startswith("Z34") and sheet.having("O")):
                continue
            mention = sheet.narration.mention_of(statement, hit, TermCode(code, FILE, "pattern", pattern))
            if mention.assertion is not Assertion.PRESENT:
                continue
            text = f"“{mention.text}” is the reason for the visit: {code} {named.description}."
            step = ReasoningStep("rule", text, "IV.E")
            sheet.offer(code, [Candidate(mention, code, (step,))], step, "encounter")


def offer_given(sheet: Worksheet, table: PatternTable, rows: Sequence[tuple[str, str]]) -> None:
    """Offer the encounter for a vaccine that was given at this visit (I.C.21.c.2)."""
    for statement, words in sheet.narration.where(lambda each: each.section in _DONE_IN):
        for hit in table.find(words.texts):
            pattern, code = rows[hit.row]
            if sheet.having(code) or sheet.code_set.find(code) is None:
                return
            mention = sheet.narration.mention_of(statement, hit, TermCode(code, VACCINES, "pattern", pattern))
            now = statement.section == "immunizations" and "today" in words.texts
            if now or mention.assertion is Assertion.PRESENT:
                text = f"“{mention.text}”: a vaccine was given at this visit, {code}."
                step = ReasoningStep("rule", text, "I.C.21.c.2")
                sheet.offer(code, [Candidate(mention, code, (step,))], step, "encounter")
                return


def leave_planned(sheet: Worksheet) -> None:
    """Take away an examination that is planned only ("return in a year for the annual physical")."""
    for code in sheet.having("Z00", "Z01", "Z02"):
        named = sheet.coded[code]
        planned, elsewhere = cues_of("encounter", "planned"), cues_of("encounter", "elsewhere")
        if all(
            (planned.search(sheet.sentence(each)) and not each.mention.problem_heading)
            or elsewhere.search(sheet.sentence(each))
            for each in named
        ):
            sheet.fold(code, "", "hypothetical", "IV.E")
    for code in sheet.having("Z48.0"):
        if all(cues_of("encounter", "planned").search(sheet.sentence(each)) for each in sheet.coded[code]):
            sheet.fold(code, "", "hypothetical", "IV.E")


def follow_cancer(sheet: Worksheet) -> None:
    """Offer Z08 where a visit follows up a cancer that is history (I.C.21.c.8)."""
    history = sheet.having("Z85")
    if not history or sheet.having("Z08", "C"):
        return
    told = list(reasons(sheet))
    first = next((each for each in sheet.narration.statements if each.section in ASSESSMENT), None)
    told += [first] if first and first not in told else []
    head = told[0].end if told else 0
    of_cancer = cues_of("encounter", "follow up of cancer").search(sheet.text, 0, head)
    for statement in told:
        asked = cues_of("encounter", "follow up").search(sheet.text, statement.start, statement.end)
        if asked is None and statement is first:
            asked = of_cancer
        inside = [
            each for each in sheet.coded[history[0]]
            if statement.start <= each.mention.start < statement.end
        ]  # fmt: skip
        if asked and inside:
            text = f"“{asked.group()}” after a cancer that is history ({history[0]}): Z08, then the history."
            sheet.offer("Z08", inside, ReasoningStep("rule", text, "I.C.21.c.8"), "encounter_follow_up")
            return


def keep_to_age(sheet: Worksheet) -> None:
    """An examination of a child is Z00.12-, of an adult Z00.0-, whatever word was used."""
    age = age_of(sheet.text) if sheet.having("Z00") else None
    if age is None:
        return
    for code, by in (("Z00.00", "Z00.129"), ("Z00.129", "Z00.00")):
        if code in sheet.coded and (age < 18) == (code == "Z00.00") and age >= 0:
            text = f"At the age of {age:g} the routine examination is {by}."
            sheet.replace(code, by, ReasoningStep("rule", text, "I.C.21.c.13"))


def leave_screening(sheet: Worksheet, rows: Sequence[tuple[str, tuple[str, ...]]]) -> None:
    """Fold a screening whose test a symptom makes diagnostic."""
    for screening, symptoms in rows:
        for code in sheet.having(screening):
            into = next(iter(sheet.having(*symptoms)), None)
            if into:
                sheet.fold(code, into, "diagnostic", "I.C.21.c.5")


def find_abnormal(sheet: Worksheet, examinations: dict[str, str]) -> None:
    """With abnormal findings, when the assessment names one; a stable chronic disease is none."""
    for code, by in examinations.items():
        if code not in sheet.coded:
            continue
        abnormal = cues_of("encounter", "abnormal")
        said_so = next((each for each in sheet.coded[code] if abnormal.search(sheet.sentence(each))), None)
        finding = next((each for each in sheet.coded if _is_finding(sheet, each)), None)
        if said_so:
            text = f"“{said_so.mention.text}” is said to be with abnormal findings: {by} instead of {code}."
            sheet.replace(code, by, ReasoningStep("rule", text, "IV.P"))
        elif finding:
            said = " ".join(sheet.coded[finding][0].mention.text.split())
            text = f"“{said}” ({finding}) is an abnormal finding of the examination: {by} instead of {code}."
            sheet.replace(code, by, ReasoningStep("rule", text, "IV.P"))
            sheet.support[by].add("encounter_findings")


def _is_finding(sheet: Worksheet, code: str) -> bool:
    if code[0] in "ZVWXY":
        return False
    for candidate in sheet.coded[code]:
        mention = candidate.mention
        if mention.problem_heading and (
            code.startswith(_FINDING) or cues_of("encounter", "new finding").search(sheet.sentence(candidate))
        ):
            return True
    return False


def leave_aftercare(sheet: Worksheet) -> None:
    """No aftercare code for an injury: its 7th character says it (I.C.21.c.7)."""
    injury = next((code for code in sheet.having("S", "T") if code[-1] not in "A"), None)
    if injury:
        for code in sheet.having("Z47", "Z48"):
            sheet.fold(code, injury, "superseded", "I.C.21.c.7")
