"""Reports of an encounter as files: over HTTP for programs, and from the review page."""

from datetime import date

from flask import Blueprint, Response, g

from chartside.codesets.library import Library
from chartside.codesets.release import ICD10CM
from chartside.errors import NotFoundError
from chartside.review.export import FORMS, export
from chartside.review.records import EncounterView
from chartside.review.report import Titles
from chartside.web.record import Record

PRINTED = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
"""The printable page holds its own style."""


def blueprint(record: Record, library: Library) -> Blueprint:
    """`GET /v1/encounters/<encounter>/report.<form>`."""
    routes = Blueprint("exports", __name__)

    @routes.get("/v1/encounters/<encounter>/report.<form>")
    def report(encounter: str, form: str) -> Response:
        return exported(record, library, encounter, form)

    return routes


def exported(record: Record, library: Library, encounter: str, form: str) -> Response:
    """The report of an encounter that who asks may read; the export is an event of the record."""
    reviews, coder = record.reviews(), record.coder()
    view = record.seen(encounter)
    if form not in FORMS:
        raise NotFoundError(f"A report can be {', '.join(FORMS)}; choose one of these.")
    made = export(reviews, encounter, form, coder, titles_of(library, view))
    answer = Response(made, content_type=FORMS[form])
    if form == "html":
        g.policy = PRINTED
    else:
        suffix = "fhir.json" if form == "fhir" else form
        answer.headers["Content-Disposition"] = f'attachment; filename="encounter-{view.id[:8]}.{suffix}"'
    return answer


def titles_of(library: Library, view: EncounterView) -> Titles:
    """Titles of codes in the release of an encounter."""
    day = date.fromisoformat(view.day) if view.day else None

    def title(code: str) -> str:
        found = library.code_set(ICD10CM, day).code_set.find(code)
        return found.description if found else ""

    return title
