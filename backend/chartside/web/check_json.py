"""Codes of a claim that come in, and findings of a chart check that go out."""

from collections.abc import Iterable

from chartside.errors import InputError
from chartside.review.findings import Finding
from chartside.web.offsets import Offset
from chartside.web.schemas import Json, write_evidence

MOST = 200
"""Codes of one claim."""


def read_codes(row: Json) -> list[str]:
    """The field `codes`; an empty list asks what is missing.

    Raises:
        InputError: it is missing, or no list of short strings.
    """
    codes = row.get("codes")
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise InputError('The field `codes` is missing or is no list of strings such as ["E11.9", "I10"].')
    if len(codes) > MOST:
        raise InputError(f"A claim of more than {MOST} codes is not checked; send fewer at a time.")
    return codes


def write_findings(findings: Iterable[Finding], at: Offset) -> list[Json]:
    """Findings in their order; `at` gives offsets in the wanted unit."""
    return [
        {
            "code": found.code,
            "description": found.description,
            "verdict": found.verdict.value,
            "text": found.text,
            "others": list(found.others),
            "evidence": [write_evidence(each, at) for each in found.evidence],
            "guideline": found.guideline
            and {
                "section": found.guideline.section,
                "title": found.guideline.title,
                "summary": found.guideline.summary,
            },
        }
        for found in findings
    ]
