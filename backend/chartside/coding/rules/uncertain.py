"""Outpatients: an uncertain diagnosis is not coded, the symptom behind it is (IV.H)."""

from chartside.coding.relations import CUE_UNCERTAIN
from chartside.coding.standing import problem_starts, same_problem, shown
from chartside.coding.worksheet import Worksheet
from chartside.model import Assertion, Candidate, Mention, ReasoningStep, Setting

_SYMPTOM = ("R", "M25.4", "M25.5", "M25.6", "M54.2", "M54.5", "M54.6", "M54.9", "M79.6", "H57.1", "H92.0")
_SECTION = "IV.H"


def apply(sheet: Worksheet) -> None:
    """Support symptoms of the same sentence or problem; offer one that only stands near the doubt."""
    if sheet.note.setting is not Setting.OUTPATIENT:
        return
    doubted = [
        (code, candidate)
        for (code, assertion), group in sheet.left_out.items()
        if assertion is Assertion.UNCERTAIN and not code.startswith(_SYMPTOM) and not _shown(code, sheet)
        for candidate in group
    ]
    if not doubted:
        return
    _offer_undoubted(doubted, sheet)
    starts = problem_starts(sheet)
    for symptom in sheet.having(*_SYMPTOM):
        for code, candidate in doubted:
            if any(same_problem(each.mention, candidate.mention, starts) for each in sheet.coded[symptom]):
                sheet.support[symptom].add("explains_uncertain")
                sheet.add_step(symptom, _step(code, candidate, sheet.coded[symptom][0]))
                break


def _shown(code: str, sheet: Worksheet) -> bool:
    """Whether a doubt is over, because a test is said to show it elsewhere."""
    return any(shown(sheet, each) for each in sheet.coded.get(code, ()))


def _offer_undoubted(doubted: list[tuple[str, Candidate]], sheet: Worksheet) -> None:
    """In "suspected appendicitis with abdominal pain" the doubt ends at the diagnosis."""
    for key in [key for key in sheet.left_out if key[1] is Assertion.UNCERTAIN]:
        if not key[0].startswith(_SYMPTOM) or key[0] in sheet.coded:
            continue
        for candidate in sheet.left_out[key]:
            before = next((pair for pair in doubted if _shadows(pair[1].mention, candidate.mention)), None)
            if before is not None:
                step = _step(before[0], before[1], candidate)
                sheet.offer(key[0], [candidate], step, support="explains_uncertain")
                del sheet.left_out[key]
                break


def _shadows(diagnosis: Mention, symptom: Mention) -> bool:
    """Whether the diagnosis stands between the cue of doubt and the symptom, in one sentence."""
    cues = [cue for cue in symptom.cues if cue.category == CUE_UNCERTAIN]
    return (
        diagnosis.sentence == symptom.sentence
        and bool(cues)
        and all(cue.end <= diagnosis.start for cue in cues)
        and diagnosis.end <= symptom.start
    )


def _step(code: str, diagnosis: Candidate, symptom: Candidate) -> ReasoningStep:
    doubted, told = (" ".join(each.mention.text.split()) for each in (diagnosis, symptom))
    cue = next((cue.text for cue in diagnosis.mention.cues if cue.category == CUE_UNCERTAIN), "")
    text = f"“{doubted}” ({code}) is only “{cue}”, so “{told}” is what is coded."
    return ReasoningStep("rule", text, _SECTION)
