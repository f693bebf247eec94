"""How firmly a code stands in a note: assessed, or only told on the way."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from chartside.coding.cuewords import cues_of
from chartside.coding.worksheet import Worksheet
from chartside.model import Assertion, Candidate, Mention
from chartside.notes.sections import ASSESSMENT


def has_assessment(sheet: Worksheet) -> bool:
    """Whether any condition of the note stands in an assessment or plan."""
    return any(mention.section in ASSESSMENT for mention in sheet.mentions)


def established(sheet: Worksheet, code: str) -> bool:
    """Whether the note states the condition and does not doubt it elsewhere.

    An uncertain diagnosis explains no symptom and outranks no other code.
    """
    stated = any(each.mention.assertion is Assertion.PRESENT for each in sheet.coded[code])
    return stated and not doubted(sheet, code)


def doubted(sheet: Worksheet, code: str) -> bool:
    """Whether the note that codes a condition also denies it, or its assessment calls it uncertain.

    What titles a problem is not doubted: there the provider has decided. Nor is what a test is said to show.
    """
    if any(each.mention.problem_heading or shown(sheet, each) for each in sheet.coded[code]):
        return False
    uncertain = sheet.left_out.get((code, Assertion.UNCERTAIN), ())
    return (code, Assertion.NEGATED) in sheet.left_out or any(
        each.mention.section in ASSESSMENT for each in uncertain
    )


def shown(sheet: Worksheet, candidate: Candidate) -> bool:
    """Whether the assessment or plan says that a test shows the condition."""
    mention = candidate.mention
    if mention.assertion is not Assertion.PRESENT or mention.section not in ASSESSMENT:
        return False
    return bool(cues_of("standing", "shown").search(sheet.text[mention.sentence[0] : mention.start]))


def assessed(sheet: Worksheet, candidates: Sequence[Candidate]) -> bool:
    """Whether the provider takes a stand on the condition: in the assessment, where there is one."""
    if not has_assessment(sheet):
        return True
    return any(each.mention.section in ASSESSMENT for each in candidates)


def own_problem(candidates: Sequence[Candidate], other: Sequence[Candidate]) -> bool:
    """Whether a mention titles a problem that no mention of `other` stands in the same sentence with."""
    sentences = {each.mention.sentence for each in other}
    return any(each.mention.problem_heading and each.mention.sentence not in sentences for each in candidates)


def problem_starts(sheet: Worksheet) -> list[int]:
    """Where the problems of the note begin, in order; bullets below numbers or titles begin none."""
    titles = [mention.start for mention in sheet.mentions if mention.problem_heading]
    upper = [start for start in titles if not _bulleted(sheet.text, start)]
    return sorted(upper or titles)


def same_problem(title: Mention, other: Mention, starts: Sequence[int]) -> bool:
    """Whether two mentions share a sentence, or `other` stands under the problem that `title` heads."""
    if title.sentence == other.sentence:
        return True
    place = bisect_left(starts, title.start)
    if starts[place : place + 1] != [title.start] or other.start < title.start:
        return False
    following = bisect_right(starts, title.end)
    return following == len(starts) or other.start < starts[following]


def _bulleted(text: str, place: int) -> bool:
    return text[text.rfind("\n", 0, place) + 1 : place].lstrip().startswith(("-", "•", "*", "–"))


def strength(candidates: Sequence[Candidate]) -> tuple[bool, bool, int, int]:
    """Orders codes by what speaks for them: a problem's title, the assessment, how often, how late."""
    mentions = [each.mention for each in candidates]
    return (
        any(mention.problem_heading for mention in mentions),
        any(mention.section in ASSESSMENT for mention in mentions),
        len(mentions),
        max(mention.start for mention in mentions),
    )
