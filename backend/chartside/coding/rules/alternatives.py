"""The code of a problem's title as it stands, where detail from elsewhere in the note led further (I.B.2).

The detail may belong to another condition; the coder finds the plain code folded away instead of missing.
"""

from chartside.codesets.code import key_of
from chartside.coding.worksheet import Worksheet, groups
from chartside.model import Candidate, ReasoningStep


def apply(sheet: Worksheet) -> None:
    """Offer the code of a title's own words beside a more specific one of the same category."""
    for code, group in groups(sheet):
        titled = next((each for each in group if _led_further(each, code)), None)
        if titled is None:
            continue
        term = titled.mention.codes[0]
        plain = sheet.code_set.find(term.code)
        if plain is None or not plain.billable or plain.code in sheet.coded or plain.code in sheet.folded:
            continue
        quote = " ".join(titled.mention.text.split())
        text = (
            f"The title “{quote}” alone is {plain.code}; {code} rests on detail from elsewhere in the note. "
            "Choose this one if that detail belongs to something else."
        )
        sheet.offer(plain.code, [titled], ReasoningStep("specificity", text, "I.B.2"), support="alternative")


def _led_further(candidate: Candidate, code: str) -> bool:
    """Whether a title's own term names another code of the category, and no rule combined it."""
    own = key_of(candidate.mention.codes[0].code)
    return (
        candidate.mention.problem_heading
        and own[:3] == code[:3]
        and own != key_of(code)
        and not any(step.step in ("combination", "rule") for step in candidate.steps)
    )
