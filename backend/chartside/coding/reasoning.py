"""The chain that a coder can read: what the note says, what made the code, which rule changed it."""

import re
from collections.abc import Sequence
from functools import lru_cache

from chartside.codesets.flags import CodeFlags, Group
from chartside.codesets.store import Code, CodeSet
from chartside.coding.ranges import outermost
from chartside.model import (
    Assertion,
    Candidate,
    Evidence,
    Flags,
    Instructions,
    Mention,
    ReasoningStep,
    Setting,
)

# "Stage 1 through stage 4 or unspecified chronic kidney disease" is no unspecified code.
_UNSPECIFIED = re.compile(r"(?<!\bor )\bunspecified\b", re.IGNORECASE)

_SECTIONS = {
    "assessment_plan": "the assessment",
    "plan": "the plan",
    "hpi": "the history of present illness",
    "past_medical_history": "the past medical history",
    "ros": "the review of systems",
    "physical_exam": "the physical examination",
    "chief_complaint": "the chief complaint",
    "problem_list": "the problem list",
    "results": "the results",
    "imaging": "the imaging report",
}


def evidence_of(mention: Mention) -> Evidence:
    """A mention as the quotation that is shown."""
    return Evidence(
        mention.start, mention.end, mention.text, mention.section, mention.assertion, mention.cues
    )


def quotations(candidates: Sequence[Candidate]) -> tuple[Evidence, ...]:
    """The candidates' mentions once each, in their order; those inside another one are left out."""
    if len(candidates) == 1:
        return (evidence_of(candidates[0].mention),)
    mentions = dict.fromkeys(candidate.mention for candidate in candidates)
    outer = outermost((mention.start, mention.end) for mention in mentions)
    return tuple(evidence_of(mention) for mention in mentions if (mention.start, mention.end) in outer)


def chain(
    candidates: Sequence[Candidate], setting: Setting, index: Sequence[ReasoningStep] = ()
) -> tuple[ReasoningStep, ...]:
    """The steps behind a code, from its best candidate first, without repetition.

    `index` is the step through the Alphabetic Index, which ends in the code that the other steps made.
    """
    steps = [*candidates[0].steps, *index]
    steps.append(
        ReasoningStep("rule", _where(candidates), "IV.J" if setting is Setting.OUTPATIENT else "III")
    )
    if any(candidate.mention.assertion is Assertion.UNCERTAIN for candidate in candidates):
        cue = next(
            (cue.text for c in candidates for cue in c.mention.cues if cue.category == "uncertain"), ""
        )
        text = f"“{cue}” makes it uncertain; at an inpatient discharge it is coded as if it existed."
        steps.append(ReasoningStep("rule", text, "II.H"))
    lifted = [
        cue
        for candidate in candidates
        if candidate.mention.assertion is Assertion.PRESENT
        for cue in candidate.mention.cues
        if cue.category == "historical"
    ]
    if lifted:
        text = f"“{lifted[0].text}” of a chronic disease does not mean that it is over; it is coded."
        steps.append(ReasoningStep("rule", text, "IV.I"))
    return tuple(steps)


def _where(candidates: Sequence[Candidate]) -> str:
    mentions = [candidate.mention for candidate in candidates]
    heading = next((mention for mention in mentions if mention.problem_heading), None)
    name = _SECTIONS.get(mentions[0].section or "", (mentions[0].section or "the note").replace("_", " "))
    if heading is not None:
        where = f"“{_one_line(heading.text)}” heads a problem in {name}"
    else:
        where = f"It is stated in {name}"
    others = len(mentions) - 1
    if others:
        where += f", and {others} more {'mention' if others == 1 else 'mentions'} in the note agree"
    return where + "."


def _one_line(text: str) -> str:
    return " ".join(text.split())


def flags_of(code: Code, known: CodeFlags) -> Flags:
    """The facts about a code that stand beside it; `known` holds its groups and severity."""
    return Flags(
        billable=code.billable,
        unspecified=bool(_UNSPECIFIED.search(code.description)),
        hcc_v28=_number(known.hcc_v28),
        cc_mcc=known.cc_mcc,
        hcc_v24=_number(known.hcc_v24),
        rxhcc=_number(known.rxhcc),
        ccsr=_number(known.ccsr),
        hcc_v28_label=known.hcc_v28.label if known.hcc_v28 else None,
    )


def _number(group: Group | None) -> str | None:
    return group.number if group else None


@lru_cache(maxsize=4096)
def instructions_of(code_set: CodeSet, code: str) -> Instructions:
    """The Tabular List's instructions for a code, each with the place where it stands."""
    found = code_set.get(code)
    return Instructions(
        code_first=tuple(f"{note.text} [{note.origin}]" for note in found.code_first),
        use_additional=tuple(f"{note.text} [{note.origin}]" for note in found.use_additional),
        code_also=tuple(f"{note.text} [{note.origin}]" for note in found.code_also),
        excludes1=tuple(f"{note.text} [{note.origin}]" for note in found.excludes1),
        excludes2=tuple(f"{note.text} [{note.origin}]" for note in found.excludes2),
    )
