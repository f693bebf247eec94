"""What can be named about a code's evidence in a note: the features that the ranking weighs.

Each is a fact that a coder would name too: where it is said, how often, what is done about it, how it was
reached, which rule speaks for it.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set

from chartside.coding.house_terms import CONFIRMED
from chartside.coding.standing import shown
from chartside.coding.worksheet import Worksheet
from chartside.model import Assertion, Candidate, Mention
from chartside.notes.sections import ASSESSMENT
from chartside.notes.words import fold

_CARE = frozenset(
    fold(word)
    for word in (
        "continue continues continued start starts started increase increases increased decrease decreases "
        "decreased prescribe prescribes prescribed refill refilled refer referred referral order ordered "
        "recommend recommended monitor monitored monitoring treat treated treatment therapy manage managed "
        "management surgery repair injection injections medication medications mg tablet tablets follow-up "
        "follow followup f/u taking takes controlled stable"
    ).split()
)
_WORSE = re.compile(r"\b(?:exacerbat|flare|decompensat|worsen|progress)", re.IGNORECASE)
CARE_REACH = 260
"""Characters after the sentence of a mention in which care counts as given to it."""
MANY = 4
"""Problems of a note from which on each single one is less sure to be coded."""


def features_of(sheet: Worksheet) -> dict[str, frozenset[str]]:
    """The features of every code of the worksheet."""
    headings = {
        candidate.mention.sentence
        for group in sheet.coded.values()
        for candidate in group
        if candidate.mention.problem_heading
    }
    first = min(headings, default=None)
    titled: dict[tuple[int, int], set[str]] = defaultdict(set)
    for code, group in sheet.coded.items():
        for candidate in group:
            titled[candidate.mention.sentence].add(code)
    heirs = _heirs(sheet, headings)
    care = sheet.narration.note_words.starts_of(_CARE)
    narrated = () if any(_in_assessment(mention) for mention in sheet.mentions) else ("narrative_only",)
    return {
        code: frozenset(
            {
                f"chapter_{code[0]}",
                *(f"rule_{name}" for name in sheet.support.get(code, ())),
                *_of_place(group, bool(headings), heir=code in heirs),
                *narrated,
                *_of_term(group),
                *_of_note(sheet, code, group, headings, first, titled),
                *_of_care(group, care),
            }
        )
        for code, group in sheet.coded.items()
    }


def _heirs(sheet: Worksheet, headings: Set[tuple[int, int]]) -> set[str]:
    """Diagnoses that a problem stands for whose title is not coded, so that it would stand nowhere.

    They took in the symptom that titles it (I.B.5), or the title doubts only that they got worse, or doubts
    what a test is said to show.
    """
    settled = {
        code
        for (code, assertion), group in sheet.left_out.items()
        if assertion is Assertion.UNCERTAIN
        and any(each.mention.sentence in headings for each in group)
        and any(shown(sheet, each) for each in sheet.coded.get(code, ()))
    }
    doubted = {
        code[:3]
        for (code, assertion), group in sheet.left_out.items()
        if assertion is Assertion.UNCERTAIN
        and any(each.mention.problem_heading and _WORSE.search(sheet.sentence(each)) for each in group)
    }
    return (
        settled
        | {code for code in sheet.coded if code[:3] in doubted}
        | {
            folded.into
            for folded in sheet.folded.values()
            if folded.reason == "integral_symptom"
            and any(candidate.mention.problem_heading for candidate in folded.candidates)
        }
    )


def _of_place(group: Sequence[Candidate], any_heading: bool, *, heir: bool) -> set[str]:
    mentions = [candidate.mention for candidate in group]
    found = set()
    if heir or any(mention.problem_heading for mention in mentions):
        found.add("problem_heading")
    elif any(_in_assessment(mention) for mention in mentions):
        found.add("assessment")
        if not any_heading:
            found.add("assessment_without_headings")
    else:
        found |= {f"section_{mention.section or 'none'}" for mention in mentions}
        if not any_heading:
            found.add("no_headings")
    if len(mentions) > 1:
        found.add("repeated")
    if len({mention.section for mention in mentions}) > 1:
        found.add("in_several_sections")
    return found


def _of_term(group: Sequence[Candidate]) -> set[str]:
    kinds = {candidate.mention.codes[0].kind for candidate in group}
    found = {f"kind_{'synonym' if kind == CONFIRMED else kind}" for kind in kinds}
    if not any(candidate.specific for candidate in group):
        found.add("unspecific")
    if all(len(candidate.mention.codes) > 1 for candidate in group):
        found.add("ambiguous_term")
    if all(candidate.mention.assertion is Assertion.UNCERTAIN for candidate in group):
        found.add("uncertain")
    return found


def _of_note(
    sheet: Worksheet,
    code: str,
    group: Sequence[Candidate],
    headings: set[tuple[int, int]],
    first: tuple[int, int] | None,
    titled: Mapping[tuple[int, int], set[str]],
) -> set[str]:
    found = set()
    if code[0] == "R":
        found.add("symptom")
        if any(other[0] not in "RZVWXY" for other in sheet.coded):
            found.add("symptom_beside_diagnosis")
    if first is not None and any(candidate.mention.sentence == first for candidate in group):
        found.add("first_problem")
    if len(headings) >= MANY:
        found.add("many_problems")
    if any((code, assertion) in sheet.left_out for assertion in Assertion):
        found.add("also_not_affirmed")
    if any(
        candidate.mention.problem_heading and titled[candidate.mention.sentence] != {code}
        for candidate in group
    ):
        found.add("shares_title")
    return found


def _of_care(group: Sequence[Candidate], care: Sequence[int]) -> tuple[str, ...]:
    """Whether a word of care stands in the sentence of a mention or soon after it."""
    for candidate in group:
        start, end = candidate.mention.sentence
        place = bisect_left(care, start)
        if place < len(care) and care[place] < end + CARE_REACH:
            return ("care_beside",)
    return ()


def _in_assessment(mention: Mention) -> bool:
    return mention.section in ASSESSMENT
