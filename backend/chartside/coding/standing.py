"""How firmly a code stands in a note: assessed, or only told on the way."""

from collections.abc import Sequence

from chartside.coding.worksheet import Worksheet
from chartside.model import Assertion, Candidate
from chartside.notes.sections import ASSESSMENT


def has_assessment(sheet: Worksheet) -> bool:
    """Whether any condition of the note stands in an assessment or plan."""
    return any(mention.section in ASSESSMENT for mention in sheet.mentions)


def affirmed(candidates: Sequence[Candidate]) -> bool:
    """Whether one of them is stated as present: an uncertain diagnosis explains nothing."""
    return any(each.mention.assertion is Assertion.PRESENT for each in candidates)


def assessed(sheet: Worksheet, candidates: Sequence[Candidate]) -> bool:
    """Whether the provider takes a stand on the condition: in the assessment, where there is one."""
    if not has_assessment(sheet):
        return True
    return any(each.mention.section in ASSESSMENT for each in candidates)


def own_problem(candidates: Sequence[Candidate], other: Sequence[Candidate]) -> bool:
    """Whether a mention titles a problem that no mention of `other` stands in the same sentence with."""
    sentences = {each.mention.sentence for each in other}
    return any(each.mention.problem_heading and each.mention.sentence not in sentences for each in candidates)


def strength(candidates: Sequence[Candidate]) -> tuple[bool, bool, int, int]:
    """Orders codes by what speaks for them: a problem's title, the assessment, how often, how late."""
    mentions = [each.mention for each in candidates]
    return (
        any(mention.problem_heading for mention in mentions),
        any(mention.section in ASSESSMENT for mention in mentions),
        len(mentions),
        max(mention.start for mention in mentions),
    )
