"""Statistics over HTTP and on the review page."""

from flask import Blueprint, Response, g, jsonify, render_template, request

from chartside.codesets.library import Library
from chartside.codesets.release import ICD10CM
from chartside.errors import InputError, NotFoundError
from chartside.review.figures import Asked, Statistics
from chartside.review.statistics import statistics
from chartside.web import review_schemas
from chartside.web.figures_json import figures_of, write_statistics
from chartside.web.learned import Lessons
from chartside.web.pagegate import POLICY
from chartside.web.record import Record

STEPS = ("day", "week")
EVERYBODY = "all"
MANY_DAYS = 45
"""More days with decisions than this are shown by week."""


def blueprint(record: Record, library: Library, lessons: Lessons) -> Blueprint:
    """`GET /v1/statistics`."""
    routes = Blueprint("statistics", __name__)

    @routes.get("/v1/statistics")
    def numbers() -> Response:
        return jsonify(write_statistics(_counted(record, library, lessons)))

    return routes


def add_page(routes: Blueprint, record: Record, library: Library, lessons: Lessons) -> None:
    """`/review/statistics`."""

    @routes.get("/review/statistics")
    def figures() -> str:
        told = _counted(record, library, lessons)
        step = request.args.get("step") or ("week" if len(told.days) > MANY_DAYS else "day")
        if step not in STEPS:
            raise InputError(f"`step` must be one of {', '.join(STEPS)}.")
        made = figures_of(told, step)
        # The plotting library sets styles of its own; scripts are as strict as elsewhere.
        g.policy = POLICY.format(inline=" 'unsafe-inline'")
        asked = {name: request.args.get(name, "") for name in ("from", "to", "coder")}
        return render_template(
            "statistics.html",
            told=told,
            figures=made,
            plots=[each.plot() for each in made if each.rows],
            asked=asked,
            step=step,
        )


def _counted(record: Record, library: Library, lessons: Lessons) -> Statistics:
    """What the request asks for: the coder's own numbers, or everybody's together; no other person's."""
    reviews, coder = record.reviews(), record.coder()
    since, until = review_schemas.read_days(request.args.to_dict())
    whose = request.args.get("coder") or coder.id
    if whose not in (coder.id, coder.name, EVERYBODY):
        raise NotFoundError("Numbers of one coder are that coder's own; ask for yours, or for `all`.")
    code_set = library.code_set(ICD10CM, None).code_set

    def chapter(category: str) -> str:
        found = code_set.find(category)
        return f"{found.chapter}. {found.chapter_title}" if found else category

    mine = None if whose == EVERYBODY else coder.id
    with reviews.database.read() as connection:
        return statistics(connection, Asked(mine, since, until), chapter, lessons.count(reviews, mine))
