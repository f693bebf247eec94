"""The factory of the service: the only place that knows the whole."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Flask, Response, g, jsonify, render_template
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from chartside.codesets.library import Library
from chartside.coding.dated import DatedSuggester
from chartside.coding.suggester import Suggester, build_suggester
from chartside.department import Department
from chartside.errors import ChartsideError, InputError, ServiceError, UnknownCodeError
from chartside.quiet import where
from chartside.review.passing import DatabaseShelf
from chartside.review.shelf import MemoryShelf, Shelf
from chartside.settings import Settings
from chartside.web import (
    accesslog,
    assertions,
    check,
    codes,
    encounters,
    exports,
    figures_page,
    first_pass,
    health,
    index,
    learned,
    pairing,
    proof,
    releases,
    requestlog,
    review_page,
    suggestions,
    whose,
)
from chartside.web.activity import Activity
from chartside.web.departmental import add_department
from chartside.web.invitations import Invitations
from chartside.web.lessons import Lessons
from chartside.web.pagegate import PageGate, is_page
from chartside.web.record import Record
from chartside.web.roles import Roles
from chartside.web.security import Gate, hosts_of
from chartside.web.sessions import Sessions
from chartside.web.timelimit import OneAtATime
from chartside.web.tokens import TokenStore

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

log = logging.getLogger("chartside.service")

SENTENCES = {
    400: ("bad_input", "This request cannot be read; see /v1/openapi.json for what is expected."),
    404: ("not_found", "There is no such address here; see /v1/openapi.json for those there are."),
    405: ("wrong_method", "This address does not take that method; see /v1/openapi.json."),
}


def create_app(
    settings: Settings,
    suggester: Suggester | None = None,
    *,
    show_code: Callable[[str], None] = lambda code: None,
    department: Department | None = None,
) -> Flask:
    """Build the service.

    Args:
        settings: data folder, port and limits.
        suggester: built from the data folder when left out.
        show_code: told each new pairing code, to put before the coder's eyes.
        department: many coders and processes: they pair by invitation, and what the processes must share
            stands in the record's database, which is opened with the first request that needs it.

    Raises:
        CodeSetError: the code set cannot be opened.
        DataFileError: a curated file is wrong.
    """
    if suggester is None:
        suggester = build_suggester(settings.home)
    app = Flask("chartside", static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.json.ensure_ascii = True  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]

    tokens = TokenStore(settings.home)
    desk = pairing.PairingDesk(show_code)
    (requestlog if department else accesslog).init_app(app)
    record = Record(settings.home, threads=department.threads if department else None)
    shelf: Shelf = DatabaseShelf(record.reviews) if department else MemoryShelf()
    invited = Invitations(shelf) if department else None
    sessions = Sessions(tokens, shelf)
    page_gate = PageGate(sessions)
    Gate(hosts_of(settings, department), tokens, page_gate, Roles(shared=department is not None)).init_app(
        app
    )
    library = Library(settings.home, [suggester.code_set])
    app.register_blueprint(health.blueprint(library, record, shared=department is not None))
    app.register_blueprint(pairing.blueprint(desk, tokens, record.paired, invited))
    app.register_blueprint(proof.blueprint(tokens))
    app.register_blueprint(codes.blueprint(library, suggester.flags))
    app.register_blueprint(index.blueprint(library))
    app.register_blueprint(releases.blueprint(library))
    work = OneAtATime(settings.time_limit)
    if department:
        add_department(app, department, record, work)
    dated = DatedSuggester(settings.home, library, suggester)
    lessons = Lessons()
    app.register_blueprint(suggestions.blueprint(dated, work, record, lessons))
    app.register_blueprint(check.blueprint(dated, work))
    app.register_blueprint(encounters.blueprint(record, dated, library, work, lessons, Activity(shelf)))
    app.register_blueprint(first_pass.blueprint(record, library))
    app.register_blueprint(exports.blueprint(record, library))
    app.register_blueprint(learned.blueprint(record, lessons))
    numbers = figures_page.Numbers(record, library, lessons)
    app.register_blueprint(figures_page.blueprint(numbers))
    app.register_blueprint(review_page.link_blueprint(sessions))
    app.register_blueprint(whose.blueprint(record))
    pages = review_page.blueprint(record, library, sessions)
    figures_page.add_page(pages, numbers)
    learned.add_page(pages, record, lessons)
    app.register_blueprint(pages)
    app.register_blueprint(assertions.blueprint(suggester.reader, work))
    _register_errors(app, settings)
    told = {"tokens": tokens, "desk": desk, "record": record, "lessons": lessons, "shelf": shelf}
    app.extensions["chartside"] = told
    return app


def _register_errors(app: Flask, settings: Settings) -> None:
    @app.errorhandler(ChartsideError)
    def expected(error: ChartsideError) -> "ResponseReturnValue":
        g.error_code = error.code
        response = error_response(_status(error), error.code, str(error))
        if wait := getattr(error, "retry_after", None):
            response.headers["Retry-After"] = str(wait)
        if response.status_code == 401:
            response.headers["WWW-Authenticate"] = "Bearer"
        return response

    @app.errorhandler(RequestEntityTooLarge)
    def too_large(error: RequestEntityTooLarge) -> "ResponseReturnValue":
        limit = f"{settings.max_body_bytes / 1024 / 1024:.3g} MiB"
        return error_response(
            413, "too_large", f"This request is larger than {limit}; send a shorter part of the note."
        )

    @app.errorhandler(HTTPException)
    def of_flask(error: HTTPException) -> "ResponseReturnValue":
        # Its own description may repeat what was sent.
        status = error.code or 500
        code, message = SENTENCES.get(status, SENTENCES[400] if status < 500 else ("internal", INTERNAL))
        response = error_response(status, code, message)
        if status == 405:
            response.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
        return response

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> "ResponseReturnValue":
        log.error("unexpected %s", where(error))
        return error_response(500, "internal", INTERNAL)


TITLES = {401: "No session", 403: "Refused", 404: "Not found", 409: "Not now", 503: "The record is not open"}
INTERNAL = "Something went wrong inside Chartside; its terminal names the place, please report it."


def error_response(status: int, code: str, message: str) -> Response:
    """The one shape of every error; on the review page the same sentence as a page."""
    if is_page():
        page = render_template("error.html", title=TITLES.get(status, "This did not work"), message=message)
        return Response(page, status)
    told = {"code": code, "message": message}
    if status == 500 and (name := requestlog.request_id()):
        told["request_id"] = name
    response = jsonify({"error": told})
    response.status_code = status
    return response


def _status(error: ChartsideError) -> int:
    status = getattr(error, "status", None)
    if isinstance(status, int):
        return status
    if isinstance(error, UnknownCodeError):
        return 404
    if isinstance(error, InputError):
        return 400
    return 503 if isinstance(error, ServiceError) else 500
