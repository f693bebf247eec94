"""Exports of an encounter: the report in one of its forms, and the event that says that it was made."""

from collections.abc import Callable

from chartside.errors import InputError
from chartside.review.records import Coder
from chartside.review.report import Titles, build_report
from chartside.review.report_types import AuditReport
from chartside.review.reviews import Reviews

FORMS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "fhir": "application/fhir+json",
}
"""The forms and their media types."""


def render(report: AuditReport, form: str) -> bytes:
    """The report in a form.

    Raises:
        InputError: there is no such form.
    """
    return _renderer(form)(report)


def export(reviews: Reviews, encounter: str, form: str, actor: Coder, titles: Titles | None = None) -> bytes:
    """The report of an encounter, and an event about it in the ledger.

    Args:
        reviews: the record.
        encounter: identifier of the encounter; whether `actor` may see it is the caller's to know.
        form: one of `FORMS`.
        actor: who asked for it.
        titles: names codes that were never suggested.

    Raises:
        InputError: there is no such form, or (NotFoundError) no such encounter.
        VaultError: a key is missing, or a sealed part was changed.
        StoreError: the event cannot be written; then nothing is handed out.
    """
    renderer = _renderer(form)
    with reviews.database.read() as connection:
        report = build_report(connection, reviews.vault, encounter, titles)
    made = renderer(report)
    # Keyed, since quotations stand in the file; whoever holds the key can tell whether a file is this one.
    body = {"form": form, "digest": reviews.vault.mac(made), "bytes": len(made)}
    reviews.note_event("exported", actor, body, encounter)
    return made


def _renderer(form: str) -> Callable[[AuditReport], bytes]:
    match form:
        case "json":
            from chartside.review.report_json import report_json as renderer
        case "csv":
            from chartside.review.report_csv import report_csv as renderer
        case "html":
            from chartside.review.report_html import report_html as renderer
        case "pdf":
            from chartside.review.report_pdf import report_pdf as renderer
        case "fhir":
            from chartside.review.report_fhir import report_fhir as renderer
        case _:
            raise InputError(f"A report can be {', '.join(FORMS)}; choose one of these.")
    return renderer
