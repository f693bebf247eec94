"""Chronic pain of a site: the site's code says where, G89.29 that it is chronic (I.C.6.b.1.b)."""

from chartside.coding.context import Context
from chartside.model import Mention, ReasoningStep

CHRONIC_PAIN = "G89.29"
_PAIN = ("M25.5", "M54.2", "M54.5", "M54.6", "M54.9", "M79.6", "R10")


def chronic_pain(mention: Mention, code: str, context: Context) -> ReasoningStep | None:
    """Why chronic pain is coded beside the pain `code`; None when the note does not call it chronic."""
    if not code.startswith(_PAIN):
        return None
    said = context.says(mention, "chronic", "phrase")
    if said is None:
        return None
    words = " ".join(context.text[said.start : said.end].split())
    text = f"The note calls the pain “{words}”; {code} says where it is, {CHRONIC_PAIN} that it is chronic."
    return ReasoningStep("rule", text, "I.C.6.b")
