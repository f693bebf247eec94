"""The audit report as CSV, a row for each code, for a spreadsheet."""

import csv
import io
from collections.abc import Sequence

from chartside.review.report_types import AuditReport, Decided, QuoteTold, ShownTold
from chartside.review.report_words import HOW, reason_words
from chartside.spreadsheet import tame_cell

COLUMNS = (
    "encounter", "list", "code", "description", "how", "other_code", "coder", "at", "reason", "reason_text",
    "evidence", "section", "assertion", "start", "end", "quotations", "confidence", "guidelines", "reasoning",
    "code_set", "engine", "rules", "weights", "event", "hash",
)  # fmt: skip


def report_csv(report: AuditReport) -> bytes:
    """The report in UTF-8 with a byte order mark, which spreadsheets need."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for row in _rows(report):
        rows.writerow([tame_cell(cell) for cell in row])
    return ("\ufeff" + out.getvalue()).encode("utf-8", "replace")


def _rows(report: AuditReport) -> list[list[str]]:
    view = report.encounter
    versions = [view.code_set, view.versions.engine, view.versions.rules, view.versions.weights]

    def row(name: str, about: Sequence[str], quotes: Sequence[QuoteTold], shown: ShownTold | None,
            event: Sequence[str] = ("", "")) -> list[str]:  # fmt: skip
        return [view.id, name, *about, *_quoted(quotes), *_shown(shown), *versions, *event]

    made = []
    for name, items in (("coded", report.codes), ("rejected", report.rejected)):
        made += [
            row(name, _decided(item), item.quotes, item.shown, (str(item.event), item.hash)) for item in items
        ]
    for item in report.undecided:
        about = [item.code, item.shown.description, "", "", "", "", "", ""]
        made.append(row("not_decided", about, item.shown.quotes, item.shown))
    for left in report.not_coded:
        rule = left.guideline.section if left.guideline else ""
        about = [left.code, left.description, "", "", "", "", reason_words(left.reason), rule]
        made.append(row("not_coded", about, left.quotes, None))
    return made


def _decided(item: Decided) -> list[str]:
    return [
        item.code,
        item.shown.description,
        HOW[item.how],
        item.other or "",
        item.coder.name,
        item.at,
        reason_words(item.reason),
        item.reason_text,
    ]


def _quoted(quotes: Sequence[QuoteTold]) -> list[str]:
    if not quotes:
        return ["", "", "", "", "", "0"]
    first = quotes[0]
    where = [first.section or "", first.assertion, str(first.start), str(first.end)]
    return [first.text, *where, str(len(quotes))]


def _shown(shown: ShownTold | None) -> list[str]:
    if shown is None or shown.confidence is None:
        return ["", "", ""]
    return [
        f"{shown.confidence:.3f}",
        ", ".join(each.section for each in shown.guidelines),
        " ".join(step.text for step in shown.reasoning),
    ]
