"""Poisoning, toxic effect, adverse effect and underdosing, T36 to T65 (I.C.19.e.5).

An overdose is a poisoning, accidental unless the note says more (I.C.19.e.5.b, and the note at T36). Harm
from a drug rightly used is an adverse effect, read only where a condition stands right beside the words
that blame the drug; a drug that is merely taken is nothing. Tables: `poisonings.tsv` (agents) and
`poisoning-words.tsv` in `codesets/rules/`.
"""

from collections.abc import Callable

from chartside.coding.rules.poisoning_reading import ADVERSE, UNDERDOSED, Found, Reader, intent_of
from chartside.coding.rules.poisoning_words import INTENTS, UNNAMED, PoisoningTable
from chartside.coding.worksheet import Worksheet
from chartside.model import Candidate, ReasoningStep

SECTION = "I.C.19.e.5"
_PASSED = ("allergies", "family_history", "immunizations", "procedure", "technique", "operative_findings",
           "instructions", "differential", "medications", "follow_up", "past_medical_history")  # fmt: skip
_SELF_HARM = frozenset(("suicide", "suicidal", "intentional", "intentionally", "self", "attempted"))
_MEANS = {
    "1": "accidental",
    "2": "intentional self-harm",
    "3": "assault",
    "4": "undetermined intent",
    ADVERSE: "adverse effect of a drug rightly used",
    UNDERDOSED: "underdosing",
}


def rule() -> Callable[[Worksheet], None]:
    """The rule with its tables read.

    Raises:
        DataFileError: with file, line and reason.
    """
    table = PoisoningTable()

    def apply(sheet: Worksheet) -> None:
        found = [
            each
            for statement, words in sheet.narration.telling(table.keys, _PASSED)
            if table.may_tell(words.texts)
            for each in Reader(sheet, table, statement, words).found()
        ]
        if found:
            _offer(sheet, _agreed(found, _self_harm(sheet, table)))

    return apply


def _self_harm(sheet: Worksheet, table: PoisoningTable) -> str:
    """Words of another statement that say self-harm, empty when there are none."""
    for statement, words in sheet.narration.telling(_SELF_HARM, _PASSED):
        told = table.read(words.texts)
        intent, why = intent_of(sheet, statement, words, told)
        if intent == INTENTS["intentional"] and not any(each.says == "talk" for each in told.said):
            return why
    return ""


def _agreed(found: list[Found], self_harm: str) -> dict[str, list[Found]]:
    """Findings by code: of one agent a stated intent outdoes the default, a poisoning the adverse effect."""
    named = any(each.agent.kind != "unnamed" and each.intent in "1234" for each in found)
    agreed: dict[str, list[Found]] = {}
    for each in found:
        same = [other for other in found if other.agent.stem == each.agent.stem]
        stated = next((other for other in same if other.intent in "1234" and other.why), None)
        poisoned = stated or next((other for other in same if other.intent in "1234"), None)
        if named and each.agent.kind == "unnamed":
            continue
        intent, why = (poisoned.intent, poisoned.why) if poisoned else (each.intent, each.why)
        if poisoned and not stated and self_harm:
            intent, why = INTENTS["intentional"], self_harm
        agreed.setdefault(each.agent.code(intent), []).append(Found(each.agent, intent, why, each.mention))
    return agreed


def _offer(sheet: Worksheet, agreed: dict[str, list[Found]]) -> None:
    for code, group in agreed.items():
        first = group[0]
        step = ReasoningStep("rule", _text(sheet, code, first), SECTION)
        sheet.offer(code, [Candidate(each.mention, code, (step,)) for each in group], step, "poisoning")
    poisoned = {code: group[0] for code, group in agreed.items() if group[0].intent in "1234"}
    if not poisoned:
        return
    into = next(iter(poisoned))
    for code in sheet.having(UNNAMED):
        if code not in poisoned:
            sheet.fold(code, into, "superseded", SECTION)
    if any(each.intent == INTENTS["intentional"] for each in poisoned.values()):
        for code in sheet.having("T14.91"):
            sheet.fold(code, into, "superseded", SECTION)


def _text(sheet: Worksheet, code: str, found: Found) -> str:
    quote = sheet.narration.quote(found.mention.start, found.mention.end)
    said = f"“{quote}” ({found.agent.name}): {_MEANS[found.intent]}"
    if found.intent == ADVERSE:
        return f"{said}; its nature is coded first, then {code}."
    if found.intent == UNDERDOSED:
        return f"{said}, never first: {code}."
    why = f"“{found.why}”" if found.why else "the note names no intent, so confirm it"
    return f"{said} ({why}): {code}, before what came of it."
