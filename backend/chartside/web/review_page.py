"""The review page: what a coder decided, in a tab of the browser. The gate before it is `pagegate`."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, g, jsonify, redirect, render_template, request
from markupsafe import Markup

from chartside.codesets.library import Library
from chartside.errors import ReviewError
from chartside.review import report_words
from chartside.review.listing import coders_of, find_encounters, sources_of
from chartside.review.records import EncounterView
from chartside.review.report import build_report
from chartside.web.exports import exported, titles_of
from chartside.web.pagegate import BLUEPRINT, NoSession
from chartside.web.record import Record
from chartside.web.roles import May, may
from chartside.web.security import current_client
from chartside.web.sessions import COOKIE, SESSION_SECONDS, Sessions
from chartside.web.wanted import read_wanted
from chartside.web.whose import whose

PAGES = (
    ("Encounters", "/review"),
    ("Statistics", "/review/statistics"),
    ("Learned", "/review/learned"),
)
PLOTLY = "plotly.min.js"
STATIC = {"review.css": "text/css", "plots.js": "text/javascript"}
PAGE = 50
"""Encounters on one page of the list."""
FILTERS = ("from", "to", "state", "source", "coder")


def link_blueprint(sessions: Sessions) -> Blueprint:
    """`POST /v1/review-link`: a one-time link for a browser's tab."""
    routes = Blueprint("review_link", __name__)

    @routes.post("/v1/review-link")
    def link() -> Response:
        client = current_client()
        assert client is not None  # the gate let only paired clients come this far
        # By the name that the extension asked by, which the gate has checked.
        return jsonify({"url": f"{request.scheme}://{request.host}/review?code={sessions.link(client)}"})

    return routes


def blueprint(record: Record, library: Library, sessions: Sessions) -> Blueprint:
    """`/review` and what a coder does with encounters there; other files add their pages."""
    routes = Blueprint(BLUEPRINT, __name__, template_folder="templates")
    _register_filters(routes)

    @routes.get("/review")
    def listed() -> "Response | str":
        if "code" in request.args:
            return _entered(sessions, request.args["code"], request.args.get("encounter", ""))
        reviews, coder = record.reviews(), record.coder()
        given = {name: value for name, value in request.args.to_dict().items() if value}
        wanted = read_wanted({"limit": str(PAGE + 1)} | given, coder.id)
        with reviews.database.read() as connection:
            who = whose(connection, coder, given.get("coder", ""))
            found = find_encounters(connection, replace(wanted, coder=who))
            sources = sources_of(connection, who)
            coders = coders_of(connection) if may(May.READ_ALL) else {}
        filters = {name: given.get(name, "") for name in FILTERS}
        kept = {name: value for name, value in filters.items() if value}
        older = urlencode(kept | {"before": found[PAGE - 1].opened_at}) if len(found) > PAGE else ""
        return render_template(
            "encounters.html",
            encounters=found[:PAGE],
            sources=sources,
            coders=coders,
            who=who,
            asked=filters,
            filtered=bool(kept),
            older=older and f"/review?{older}",
        )

    @routes.get("/review/encounters/<encounter>")
    def one(encounter: str) -> str:
        reviews, view = record.reviews(), record.seen(encounter)
        with reviews.database.read() as connection:
            report = build_report(connection, reviews.vault, encounter, titles_of(library, view))
            whom = coders_of(connection).get(view.coder, "") if may(May.READ_ALL) else ""
        own = view.coder == record.coder().id
        return render_template("encounter.html", view=view, report=report, own=own, whom=whom)

    @routes.get("/review/encounters/<encounter>/report.<form>")
    def report(encounter: str, form: str) -> Response:
        return exported(record, library, encounter, form)

    @routes.post("/review/encounters/<encounter>/finalize")
    def finalize(encounter: str) -> Response:
        reviews, coder = record.reviews(), record.coder()
        reviews.finalize(coder, encounter, reviews.get(encounter, coder).active_seconds)
        return redirect(f"/review/encounters/{encounter}", 303)  # type: ignore[return-value]

    @routes.post("/review/encounters/<encounter>/reopen")
    def reopen(encounter: str) -> Response:
        record.reviews().reopen(record.coder(), encounter)
        return redirect(f"/review/encounters/{encounter}", 303)  # type: ignore[return-value]

    @routes.post("/review/encounters/<encounter>/erase")
    def erase(encounter: str) -> Response:
        reviews, coder = record.reviews(), record.coder()
        record.seen(encounter, May.ERASE_ALL)
        if not coder.person:
            raise ReviewError("Only a person erases here; a script uses `chartside audit`.")
        reviews.erase(coder, [encounter])
        return redirect(f"/review/encounters/{encounter}", 303)  # type: ignore[return-value]

    @routes.post("/review/leave")
    def leave() -> "Response | tuple[str, int]":
        sessions.leave(request.cookies.get(COOKIE, ""))
        told = "You have left the review page. Open it again from the extension."
        page = Response(render_template("error.html", title="Left", message=told, session=None))
        page.delete_cookie(COOKIE, path="/review")
        return page

    @routes.get("/review/static/<name>")
    def static(name: str) -> Response:
        if name == PLOTLY:
            return Response(plotly_script().read_bytes(), mimetype="text/javascript")
        if name not in STATIC:
            abort(404)
        content = files("chartside.web").joinpath("static", name).read_bytes()
        return Response(content, mimetype=STATIC[name])

    return routes


def plotly_script() -> Path:
    """The script that the plotting library ships with itself."""
    from importlib.util import find_spec

    found = find_spec("plotly")
    return Path(str(found and found.origin)).parent / "package_data" / PLOTLY


def _entered(sessions: Sessions, code: str, encounter: str) -> Response:
    """Into the page with a one-time code, at one encounter if it is named."""
    cookie = sessions.enter(code)
    if cookie is None:
        raise NoSession("This link was used or is too old; open the page again from the extension.")
    place = f"/review/encounters/{encounter}" if re.fullmatch(r"[\w-]{1,64}", encounter) else "/review"
    answer: Response = redirect(place, 303)  # type: ignore[assignment]
    answer.set_cookie(
        COOKIE,
        cookie,
        max_age=int(SESSION_SECONDS),
        path="/review",
        secure=request.is_secure,
        httponly=True,
        samesite="Strict",
    )
    return answer


def _register_filters(routes: Blueprint) -> None:
    filters: dict[str, Callable[..., str]] = {
        "local": local_time,
        "span": report_words.seconds_words,
        "reason": report_words.reason_words,
        "section": report_words.section_words,
        "counts": counts,
        "percent": lambda share: "–" if share is None else f"{share * 100:.0f} %",
    }
    for name, made in filters.items():
        routes.add_app_template_filter(made, name)

    @routes.app_context_processor
    def given() -> dict[str, object]:
        session = g.get("session")
        word = session.csrf if session else ""
        field = Markup('<input type="hidden" name="csrf" value="{}">').format(word)
        told = {"session": session, "csrf": lambda: field, "pages": PAGES, "here": request.path}
        return told | {"how": report_words.HOW, "may": g.get("may", frozenset())}


def local_time(at: str | None) -> str:
    """A time of the record as a clock on this computer shows it."""
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}" if at else ""


def counts(view: EncounterView) -> str:
    """Such as "3 accepted, 1 rejected"."""
    kinds = Counter(each.kind.value for each in view.decisions if not each.undone)
    return (
        ", ".join(f"{kinds[kind]} {word}" for kind, word in report_words.HOW.items() if kinds[kind]) or "none"
    )
