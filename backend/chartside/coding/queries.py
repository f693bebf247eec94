"""A question to the provider about detail that the documentation leaves open: compliant and not leading.

After the practice brief "Guidelines for Achieving a Compliant Query Practice" (ACDIS and AHIMA): what is
documented, what is open, options that the record may support with "other" and "unable to determine", and
no word about payment or about the code that the coder would like.
"""

import re
from collections.abc import Sequence

from chartside.model import Candidate, MissingDetail

MOST_OPTIONS = 8
"""More options than this are asked for in words, not listed."""
_CODE = re.compile(r"\b[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?\b")
_AXES = {
    "laterality": "which side is affected",
    "7th character": "the phase of care (active treatment, routine healing, or a late effect)",
    "type": "the type",
    "stage": "the stage",
    "severity": "the severity",
    "site": "the site",
    "cause": "the cause",
    "trimester": "the week of pregnancy",
}
_NEVER_ASKED = frozenset({"7th character"})
"""What the coder reads from the encounter itself."""


def draft(candidates: Sequence[Candidate], missing: Sequence[MissingDetail]) -> str:
    """The question in plain text, ready to copy; empty when there is nothing to ask."""
    asked = [detail for detail in missing if detail.axis not in _NEVER_ASKED and len(detail.options) > 1]
    if not asked:
        return ""
    quote = " ".join(candidates[0].mention.text.split())
    section = (candidates[0].mention.section or "the note").replace("_", " ")
    parts = [f"The documentation states “{quote}” ({section})."]
    for detail in asked:
        axis = _AXES.get(detail.axis, f"the {detail.axis}")
        parts.append(f"It does not state {axis}. Please clarify, based on your clinical judgement:")
        if len(detail.options) <= MOST_OPTIONS:
            labels = dict.fromkeys(_plain(label) for _, label in detail.options)
            parts += [f"[ ] {label}" for label in labels if label]
        parts += ["[ ] Other: ________", "[ ] Unable to determine"]
    return "\n".join(parts)


def _plain(label: str) -> str:
    """An option in the provider's words: no code, no "unspecified"."""
    text = " ".join(_CODE.sub("", label).split()).strip(" ,-")
    return "" if "unspecified" in text.lower() else text[:1].upper() + text[1:]
