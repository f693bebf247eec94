"""The 7th character of injuries and pathological fractures (I.C.19.a, I.C.13.c).

A while active treatment is given, D for routine care in the healing phase, S for a late effect; fractures
also tell open from closed and how they heal. Words are data: `codesets/rules/phases.tsv`. Where the note
says nothing, A is taken and said to be the default.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from chartside.coding.narration import Narration
from chartside.coding.patterns import PatternTable, read_word_classes
from chartside.coding.seventh import Encounter, has_phase, meaning_of, with_phase
from chartside.coding.worksheet import Worksheet, groups
from chartside.datafiles import read_rows
from chartside.model import Candidate, ReasoningStep, Statement

FILE = "rules/phases.tsv"
PHASES = ("sequela", "subsequent", "initial")
PLACES = ("title", "problem", "note")
HEALING = ("delayed healing", "nonunion", "malunion")
OPENED = {"open": 1, "open-3": 3}
_INJURY = ("S", "T", "M80", "M84")
_REASON = ("chief_complaint", "hpi", "interval_history", "indication", "demographics", None)
# Diagnoses of an operation or a stay: care is given to the injury there and then.
_ACTIVE = {
    "preoperative_diagnosis": "an operation",
    "postoperative_diagnosis": "an operation",
    "admission_diagnosis": "the stay",
    "discharge_diagnosis": "the stay",
}
_UNDER_TITLE = 6
"""Statements under a title that still speak of it."""


@dataclass(frozen=True, slots=True)
class _Said:
    """Words of the note and what they say about the care of an injury."""

    says: str
    where: str
    quote: str


class PhaseTable:
    """The rows of the table, compiled."""

    def __init__(self) -> None:
        """Read the table.

        Raises:
            DataFileError: with file, line and reason.
        """
        allowed: dict[str, Iterable[str]] = {"says": (*PHASES, *HEALING, *OPENED), "where": PLACES}
        columns = ("pattern", "says", "where", "source")
        self.rows = read_rows(FILE, columns, unique=("pattern", "where"), allowed=allowed)
        patterns = ((int(row["line"]), row["pattern"]) for row in self.rows)
        self._patterns = PatternTable(FILE, patterns, read_word_classes())

    def find(self, narration: Narration, statement: Statement, places: Sequence[str]) -> Iterator[_Said]:
        """What a statement says; only rows for these places are asked."""
        words = narration.words(statement)
        for hit in self._patterns.find(words.texts):
            row = self.rows[hit.row]
            if row["where"] in places:
                quote = narration.quote(*words.span(hit.start, hit.end))
                yield _Said(row["says"], row["where"], quote)


def rule() -> Callable[[Worksheet], None]:
    """The rule with its table read.

    Raises:
        DataFileError: with file, line and reason.
    """
    table = PhaseTable()
    return lambda sheet: set_phases(sheet, table)


def set_phases(sheet: Worksheet, table: PhaseTable) -> None:
    """Give every injury the 7th character that its words and the note's ask for."""
    wanted = [(code, group) for code, group in groups(sheet) if _has_seventh(sheet, code)]
    if not wanted:
        return
    of_note = list(_of_note(sheet.narration, table))
    for code, group in wanted:
        if code not in sheet.coded:
            continue
        said = [*_of_problem(sheet.narration, table, group), *of_note]
        if not _tells_healing(sheet, code):
            said = [each for each in said if each.says not in HEALING]
        encounter, because = _encounter(said)
        changed = with_phase(sheet.code_set, code, encounter) or code
        step = _step(sheet, changed, encounter, because)
        if changed != code:
            missing = sheet.missing.get(code, ())
            sheet.replace(code, changed, step)
            sheet.missing[changed] = missing
        else:
            sheet.add_step(code, step)


def _has_seventh(sheet: Worksheet, code: str) -> bool:
    if not code.startswith(_INJURY) or len(code.replace(".", "")) != 7:
        return False
    parent = sheet.code_set.get(code).parent
    return parent is not None and has_phase(sheet.code_set.children(parent))


def _tells_healing(sheet: Worksheet, code: str) -> bool:
    """Whether the 7th characters of a code tell how a fracture heals."""
    parent = sheet.code_set.get(code).parent
    return any("nonunion" in child.description for child in sheet.code_set.children(parent or ""))


def _of_note(narration: Narration, table: PhaseTable) -> Iterator[_Said]:
    for statement in narration.statements:
        if statement.section in _REASON:
            yield from table.find(narration, statement, ("note",))


def _of_problem(narration: Narration, table: PhaseTable, group: Sequence[Candidate]) -> Iterator[_Said]:
    """What is said where an injury is named and under its title, each statement once."""
    statements = narration.statements
    asked = {
        (narration.place(each.mention.start), each.mention.problem_heading, each.mention.section or "")
        for each in group
    }
    for place, titled, section in sorted(asked):
        if place == len(statements):
            continue
        active = _ACTIVE.get(section)
        said = table.find(narration, statements[place], ("title", "problem"))
        yield from (each for each in said if not active or each.says != "subsequent")
        if active:
            yield _Said("initial", "title", f"diagnosis of {active}")
        for below in statements[place + 1 : place + 1 + _UNDER_TITLE] if titled else ():
            if below.title or below.section != statements[place].section:
                break
            yield from table.find(narration, below, ("problem",))


def _encounter(said: Sequence[_Said]) -> tuple[Encounter, tuple[_Said, ...]]:
    """What the words come to: a late effect, else the title's word, else active treatment, else healing."""
    first: dict[tuple[str, str], _Said] = {}
    for each in said:
        first.setdefault((each.says, each.where), each)
    healing = next((first[word, "problem"] for word in HEALING if (word, "problem") in first), None)
    opened = first.get(("open-3", "title")) or first.get(("open", "title"))
    order = [
        ("sequela", "title"),
        ("subsequent", "title"),
        ("subsequent", "problem"),
        ("initial", "title"),
        ("initial", "problem"),
        ("initial", "note"),
        ("subsequent", "note"),
    ]
    phase = next((first[key] for key in order if key in first), None)
    says = phase.says if phase else "subsequent" if healing else "initial"
    if healing and says == "initial" and (phase is None or phase.where != "title"):
        says, phase = "subsequent", healing
    because = tuple(each for each in (phase or healing, healing, opened) if each is not None)
    encounter = Encounter(
        says, healing.says if healing and says == "subsequent" else "", OPENED[opened.says] if opened else 0
    )
    return encounter, tuple(dict.fromkeys(because))


def _step(sheet: Worksheet, code: str, encounter: Encounter, because: Sequence[_Said]) -> ReasoningStep:
    title = sheet.code_set.get(code)
    meaning = meaning_of(title)
    quotes = " and ".join(f"“{each.quote}”" for each in because)
    why = f"from {quotes}" if quotes else "nothing is said of follow-up or a late effect; confirm the phase"
    if "closed" in meaning and not encounter.opened:
        why += "; a fracture not said to be open is closed"
    section = "I.C.13" if code.startswith("M") else "I.C.19.a"
    return ReasoningStep("specificity", f"7th character {code[-1]} ({meaning}): {why}.", section)
