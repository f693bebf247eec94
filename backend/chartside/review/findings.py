"""What a chart check says of a code, and the words for it."""

from dataclasses import dataclass
from enum import StrEnum

from chartside.model import Evidence, Guideline


class Verdict(StrEnum):
    """How a code of the claim stands to the note; `missing` alone is of a code that is not claimed."""

    SUPPORTED = "supported"
    NOT_SUPPORTED = "not_supported"
    CONTRADICTED = "contradicted"
    """The note denies it or documents the opposite, such as the other side."""
    LESS_SPECIFIC = "less_specific"
    """The note documents a more specific code."""
    MORE_SPECIFIC = "more_specific_than_documented"
    MISSING = "missing"
    CONFLICTING = "conflicting"
    """With another code of the claim, or the note contradicts itself about it."""
    NOT_BILLABLE = "not_billable"
    UNKNOWN = "unknown_code"


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer of a chart check.

    Attributes:
        code: of the claim, or the missing one; as the release writes it where it knows it.
        text: one plain sentence.
        others: codes that the note documents in its place, or that it conflicts with.
    """

    code: str
    description: str
    verdict: Verdict
    text: str
    evidence: tuple[Evidence, ...] = ()
    guideline: Guideline | None = None
    others: tuple[str, ...] = ()


def quote(evidence: tuple[Evidence, ...]) -> str:
    """The first quotation on one line, in quotation marks."""
    return f"“{' '.join(evidence[0].text.split())}”" if evidence else "it"


def cue(evidence: tuple[Evidence, ...]) -> str:
    """The words that decided the assertion of the first quotation, in brackets; empty without any."""
    cues = evidence[0].cues if evidence else ()
    return f" (“{' '.join(cues[0].text.split())}”)" if cues else ""
