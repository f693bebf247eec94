"""What an event keeps of suggestions that were shown, in clear: no text of the note."""

from typing import Any

from chartside.model import Result


def shown_of(result: Result) -> list[list[Any]]:
    """Per suggestion: code, tier, confidence, evidence (start, end, section, assertion) and what learning
    starts from (kind of place, probability before anything learned)."""
    return [
        [
            each.code,
            each.tier,
            each.confidence,
            [[e.start, e.end, e.section, e.assertion] for e in each.evidence],
            list(each.basis or ("", each.confidence)),
        ]
        for each in result.suggestions
    ]
