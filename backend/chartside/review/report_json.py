"""The audit report as JSON, for programs and archives."""

import json
from dataclasses import asdict

from chartside.review.report_types import AuditReport

FORMAT = 1
"""Rises when a field changes its meaning or goes away."""


def report_json(report: AuditReport) -> bytes:
    """The report as one indented object in UTF-8; offsets are code points of the note."""
    told = asdict(report)
    for decision in told["encounter"].pop("decisions"):
        decision.pop("encounter")
        told.setdefault("decisions", []).append(decision)
    told = {
        "chartside_audit_report": FORMAT,
        "offset_unit": "codepoint",
        **told,
        "head": {"count": report.head[0], "hash": report.head[1]},
        "events_good": report.good,
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
