"""Statistics over HTTP and on the review page."""

from threading import Lock

from flask import Blueprint, Response, g, jsonify, render_template, request
from sqlalchemy import select

from chartside.codesets.library import Library
from chartside.codesets.release import ICD10CM
from chartside.errors import InputError
from chartside.review.figures import Asked, Statistics
from chartside.review.listing import coders_of
from chartside.review.matches import Matches
from chartside.review.statistics import statistics
from chartside.review.tables import head
from chartside.web.figures_json import figures_of, write_statistics
from chartside.web.lessons import Lessons
from chartside.web.pagegate import POLICY
from chartside.web.record import Record
from chartside.web.roles import May, may
from chartside.web.wanted import read_days
from chartside.web.whose import EVERYBODY, whose

STEPS = ("day", "week")
MOST_KEPT = 20
"""Statistics that are kept."""
MANY_DAYS = 45
"""More days with decisions than this are shown by week."""


class Numbers:
    """What the record says, counted anew only when it has grown.

    Args:
        record: counted.
        library: names chapters.
        lessons: what was learned.
    """

    def __init__(self, record: Record, library: Library, lessons: Lessons) -> None:
        self._record, self._library, self._lessons = record, library, lessons
        self._lock = Lock()
        self._kept: dict[tuple[object, ...], Statistics] = {}
        self._matches = Matches()

    def asked(self) -> Statistics:
        """What the request asks for: the coder's own, or everybody's; any coder's for who reads all."""
        reviews, coder = self._record.reviews(), self._record.coder()
        since, until = read_days(request.args.to_dict())
        given = request.args.get("coder", "")
        code_set = self._library.code_set(ICD10CM, None).code_set

        def chapter(category: str) -> str:
            found = code_set.find(category)
            return f"{found.chapter}. {found.chapter_title}" if found else category

        with reviews.database.read() as connection:
            who = None if given == EVERYBODY else whose(connection, coder, given)
            asked = Asked(who, since, until)
            stands = connection.execute(select(head.c.count, head.c.hash)).first()
        key = (asked, code_set.release.label, *(stands or ()))
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None:
            return kept
        learned = self._lessons.count(reviews, asked.coder)
        with reviews.database.read() as connection:
            made = statistics(connection, asked, chapter, learned, self._matches.by_day(connection, asked))
        if learned is None:  # the service has just started
            return made
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > MOST_KEPT:
                del self._kept[next(iter(self._kept))]
        return made

    def coders(self) -> dict[str, str]:
        """Whose numbers there are, names by identifiers."""
        with self._record.reviews().database.read() as connection:
            return coders_of(connection)


def blueprint(counted: Numbers) -> Blueprint:
    """`GET /v1/statistics`."""
    routes = Blueprint("statistics", __name__)

    @routes.get("/v1/statistics")
    def numbers() -> Response:
        return jsonify(write_statistics(counted.asked()))

    return routes


def add_page(routes: Blueprint, counted: Numbers) -> None:
    """`/review/statistics`."""

    @routes.get("/review/statistics")
    def figures() -> str:
        told = counted.asked()
        step = request.args.get("step") or ("week" if len(told.days) > MANY_DAYS else "day")
        if step not in STEPS:
            raise InputError(f"`step` must be one of {', '.join(STEPS)}.")
        made = figures_of(told, step)
        # The plotting library sets styles of its own; scripts are as strict as elsewhere.
        g.policy = POLICY.format(inline=" 'unsafe-inline'")
        asked = {name: request.args.get(name, "") for name in ("from", "to", "coder")}
        coders = counted.coders() if may(May.READ_ALL) else {}
        return render_template(
            "statistics.html",
            told=told,
            figures=made,
            plots=[each.plot() for each in made if each.rows],
            asked=asked,
            coders=coders,
            step=step,
        )
