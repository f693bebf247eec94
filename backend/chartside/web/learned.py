"""What was learned from decisions, over HTTP and on the review page: listed, and taken back by a person."""

from dataclasses import asdict

from flask import Blueprint, Response, jsonify, redirect, render_template, request

from chartside.errors import InputError
from chartside.review.effects import Effect
from chartside.review.records import Coder, Json
from chartside.review.reviews import Reviews
from chartside.review.synonyms import CONFIRMED, WITHDRAWN, Synonym
from chartside.web import schemas
from chartside.web.lessons import Lessons
from chartside.web.record import Record

LONGEST_NAME = 200
STATES = {"confirm": CONFIRMED, "withdraw": WITHDRAWN}


def blueprint(record: Record, lessons: Lessons) -> Blueprint:
    """`/v1/learned` and `/v1/synonyms`."""
    routes = Blueprint("learned", __name__)

    @routes.get("/v1/learned")
    def learned() -> Response:
        return jsonify(_effects(lessons, record.reviews(), record.coder()))

    @routes.post("/v1/learned/revert")
    def revert() -> Response:
        name = _name(schemas.parse_object(request.get_data()).get("id"))
        reviews, coder = record.reviews(), record.coder()
        lessons.revert(reviews, coder, name)
        return jsonify(_effects(lessons, reviews, coder))

    @routes.get("/v1/synonyms")
    def synonyms() -> Response:
        record.coder()
        return jsonify({"synonyms": [write_synonym(each) for each in lessons.synonyms(record.reviews())]})

    @routes.post("/v1/synonyms/<any(confirm, withdraw):what>")
    def settle(what: str) -> Response:
        name = _name(schemas.parse_object(request.get_data()).get("id"))
        settled = lessons.settle(record.reviews(), record.coder(), name, STATES[what])
        return jsonify({"synonym": write_synonym(settled)})

    return routes


def add_page(routes: Blueprint, record: Record, lessons: Lessons) -> None:
    """`/review/learned`."""

    @routes.get("/review/learned")
    def learned() -> str:
        reviews, coder = record.reviews(), record.coder()
        effects = lessons.effects(reviews, coder.id)
        terms, own = lessons.synonyms(reviews), lessons.learned.adjuster(coder.id).terms
        return render_template("learned.html", effects=effects, synonyms=terms, own=own, coder=coder.id)

    @routes.post("/review/learned/revert")
    def revert() -> Response:
        lessons.revert(record.reviews(), record.coder(), _name(request.form.get("id")))
        return redirect("/review/learned", 303)  # type: ignore[return-value]

    @routes.post("/review/synonyms/<any(confirm, withdraw):what>")
    def settle(what: str) -> Response:
        lessons.settle(record.reviews(), record.coder(), _name(request.form.get("id")), STATES[what])
        return redirect("/review/learned", 303)  # type: ignore[return-value]


def write_effect(effect: Effect) -> Json:
    """One thing learned; whose identifiers it rests on stays here."""
    told = asdict(effect)
    return told | {"own": bool(told.pop("coder")), "move": round(effect.move, 3)}


def write_synonym(synonym: Synonym) -> Json:
    """One term."""
    return {"id": synonym.id, "term": synonym.term, "code": synonym.code, "state": synonym.state}


def _effects(lessons: Lessons, reviews: Reviews, coder: Coder) -> Json:
    return {"effects": [write_effect(each) for each in lessons.effects(reviews, coder.id)]}


def _name(value: object) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= LONGEST_NAME:
        raise InputError("The field `id` must name what is meant, as the list does.")
    return value
