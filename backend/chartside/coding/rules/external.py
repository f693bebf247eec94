"""External causes: how an injury happened, where and doing what, read from free narration (I.C.20).

Secondary codes that only stand beside an injury or its like; one of each kind, with the injury's 7th
character; place, activity and status at the initial encounter only. The words are data:
`codesets/rules/external-causes.tsv`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from chartside.coding.narration import Narration
from chartside.coding.patterns import Hit
from chartside.coding.rules.external_words import CAUSES, FILE, CauseRow, CauseTable, read_causes
from chartside.coding.seventh import Encounter, phase_of, with_phase
from chartside.coding.worksheet import Worksheet, titles_no_problem
from chartside.model import Assertion, Candidate, Mention, ReasoningStep, Statement, TermCode

_EXTERNAL = ("V", "W", "X", "Y")
_INJURY = ("S", "T")
# Poisonings, adverse effects, toxic effects and complications of care name their cause themselves.
_OWN_CAUSE = tuple(f"T{number}" for number in range(36, 66)) + tuple(f"T{number}" for number in range(78, 89))
_MUSCULOSKELETAL = "M22 M23 M25.3 M25.5 M54 M62.0 M62.1 M62.6 M66 M70 M75 M76 M77 M79.6 M84.3".split()
_TOLD_IN = (None, "hpi", "interval_history", "chief_complaint", "indication", "hospital_course", "comments",
            "demographics", "assessment_plan", "admission_diagnosis", "discharge_diagnosis")  # fmt: skip
# Codes that say little stand back behind any other of their kind.
_VAGUE = ("W19", "X58", "V89.2", "W18.30", "W18.39", "Y92.410", "Y93.A9")
_WORDS = {
    "cause": "how it happened",
    "activity": "what the patient was doing",
    "place": "where it happened",
    "status": "in which capacity",
}


@dataclass(frozen=True, slots=True)
class _Told:
    """Words of the note that lead to one code."""

    kind: str
    code: str
    rank: tuple[int, ...]
    mention: Callable[[], Mention]


def apply(sheet: Worksheet) -> None:
    """Drop external causes that stand beside no injury."""
    for code in without_injury(sheet.coded):
        del sheet.coded[code]


def without_injury(codes: Iterable[str]) -> frozenset[str]:
    """The external cause codes among `codes`, when none of them is an injury or poisoning."""
    found = list(codes)
    if any(code.startswith(_INJURY) for code in found):
        return frozenset()
    return frozenset(code for code in found if code.startswith(_EXTERNAL))


def rule() -> Callable[[Worksheet], None]:
    """The rule with its table read.

    Raises:
        DataFileError: with file, line and reason.
    """
    table = read_causes()

    def tell(sheet: Worksheet) -> None:
        injuries = sorted(sheet.having(*_INJURY), key=lambda code: titles_no_problem(sheet.coded[code][0]))
        own = [code for code in injuries if not code.startswith(_OWN_CAUSE)]
        strained = [] if own else [code for code in sheet.having(*_MUSCULOSKELETAL) if _titled(sheet, code)]
        if own or strained:
            offer_causes(sheet, table, own or strained, "external" if own else "external_musculoskeletal")
        if not strained:
            apply(sheet)

    return tell


def _titled(sheet: Worksheet, code: str) -> bool:
    return any(candidate.mention.problem_heading for candidate in sheet.coded[code])


def offer_causes(sheet: Worksheet, table: CauseTable, injuries: list[str], support: str) -> None:
    """Offer the cause, activity, place and status that the note tells beside these injuries."""
    encounter = _encounter(sheet, injuries)
    narrated = _narrated(sheet.narration, table, support != "external")
    termed = _termed(sheet) if support == "external" else ()
    told = sorted([*termed, *narrated], key=lambda each: each.rank)
    for code in sheet.having(*_EXTERNAL):
        del sheet.coded[code]
    for kind in CAUSES:
        if kind != "cause" and encounter.phase != "initial":
            continue
        for each in told:
            if each.kind != kind:
                continue
            billable = with_phase(sheet.code_set, each.code, encounter)
            mention = each.mention()
            if billable and mention.assertion is Assertion.PRESENT:
                _offer(sheet, kind, billable, mention, injuries[0], f"{support}_{kind}")
                break
        else:
            if kind == "cause" and support != "external":
                return


def _offer(sheet: Worksheet, kind: str, code: str, mention: Mention, injury: str, support: str) -> None:
    said = " ".join(mention.text.split())
    title = sheet.code_set.get(code).description
    text = f"“{said}” tells {_WORDS[kind]}: {code} {title}, never first, beside {injury}."
    step = ReasoningStep("rule", text, "I.C.20")
    sheet.offer(code, [Candidate(mention, code, (step,))], step, support)


def _encounter(sheet: Worksheet, injuries: Iterable[str]) -> Encounter:
    phases = {phase_of(sheet.code_set.get(code)) for code in injuries}
    for phase in ("initial", "subsequent", "sequela"):
        if phase in phases:
            return Encounter(phase)
    return Encounter()


def _termed(sheet: Worksheet) -> Iterator[_Told]:
    """Causes that a term of the vocabulary names; activities and places are left to the patterns."""
    for code in sheet.having(*_EXTERNAL):
        mention = sheet.coded[code][0].mention
        if mention.section in (*_TOLD_IN, "plan", "problem_list") and not code.startswith("Y9"):
            words = min(len(mention.text.split()), 2)
            rank = (0, _vague(code), -words, mention.start)
            yield _Told("cause", code, rank, partial(_same, mention))


def _vague(code: str) -> int:
    """A fall outdoes the twist that it came with, and what is told exactly outdoes both."""
    return 2 if code.startswith("X50") else int(code.startswith(_VAGUE))


def _same(mention: Mention) -> Mention:
    return mention


def _narrated(narration: Narration, table: CauseTable, musculoskeletal: bool) -> Iterator[_Told]:
    """What patterns find in the statements that tell of the injury and in those beside them."""
    read = [
        (statement, [(table.rows[hit.row], hit) for hit in table.patterns.find(words.texts)])
        for statement, words in narration.where(lambda each: each.section in _TOLD_IN)
    ]
    about = [_about({row.kind for row, _ in found}, found, musculoskeletal) for _, found in read]
    for place, (statement, found) in enumerate(read):
        beside = [
            about[other] + 1
            for other in (place - 1, place + 1)
            if 0 <= other < len(read) and read[other][0].section == statement.section and about[place] == 3
        ]
        distance = min((about[place], *beside))
        for row, hit in found:
            if distance > 2 or row.kind not in CAUSES or (row.kind == "cause" and about[place] == 4):
                continue
            yield _as_told(narration, statement, row, hit, distance)


def _about(kinds: set[str], found: Sequence[tuple[CauseRow, Hit]], musculoskeletal: bool) -> int:
    """How near a statement is to the injury: 0 tells its cause, 1 of it, 3 does not, 4 is about else."""
    sure = any(row.kind == "cause" and not row.code.startswith("X50") for row, _ in found)
    if "other" in kinds and (musculoskeletal or not sure):
        return 4
    if musculoskeletal and "onset" not in kinds:
        return 3
    if "cause" in kinds:
        return 0
    return 1 if "event" in kinds else 3


def _as_told(narration: Narration, statement: Statement, row: CauseRow, hit: Hit, distance: int) -> _Told:
    term = TermCode(row.code, FILE, "pattern", row.pattern)
    rank = (distance, _vague(row.code), -len(hit.spans), hit.row)
    return _Told(row.kind, row.code, rank, partial(narration.mention_of, statement, hit, term))
