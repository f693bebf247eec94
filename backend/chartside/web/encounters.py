"""Encounters and decisions: what a coder does with the codes of a note. Only a person finalizes."""

from dataclasses import replace
from datetime import date

from flask import Blueprint, Response, jsonify, request

from chartside.codesets.library import Library
from chartside.codesets.release import ICD10CM
from chartside.errors import ReviewError
from chartside.model import Note, Result
from chartside.review.first_pass import last_reading
from chartside.review.listing import find_encounters
from chartside.review.records import (
    Coder,
    Decision,
    DecisionKind,
    EncounterView,
    Json,
    Mode,
    NoteFacts,
)
from chartside.review.reviews import Reviews
from chartside.review.views import open_view, sealed_of
from chartside.web import review_schemas, schemas
from chartside.web.activity import Activity
from chartside.web.lessons import Lessons
from chartside.web.offsets import wide_of
from chartside.web.record import Record
from chartside.web.roles import May
from chartside.web.suggestions import Suggests
from chartside.web.timelimit import OneAtATime
from chartside.web.wanted import read_wanted
from chartside.web.whose import whose


def blueprint(
    record: Record,
    suggester: Suggests,
    library: Library,
    work: OneAtATime,
    lessons: Lessons,
    activity: Activity,
) -> Blueprint:
    """`/v1/encounters` and all below it; a coder finds only encounters of their own, see `roles`."""
    routes = Blueprint("encounters", __name__)

    def body() -> Json:
        return schemas.parse_object(request.get_data())

    def suggested(note: Note, reviews: Reviews, coder: Coder) -> Result:
        adjuster = lessons.adjuster(reviews, coder.id)
        return work.run(lambda: suggester.suggest(note, adjuster))

    @routes.post("/v1/encounters")
    def opened() -> Response:
        asked = body()
        note = schemas.read_note(review_schemas.read_part(asked, "note"))
        source, mode = review_schemas.read_source(asked), review_schemas.read_mode(asked)
        since, active_seconds = review_schemas.read_begun(asked)
        reviews, coder = record.reviews(), record.coder()
        result = suggested(note, reviews, coder)
        facts = facts_of(reviews, note, source)
        encounter = reviews.open(coder, facts, result, mode, since=since, active_seconds=active_seconds)
        told = _told(result, note, hidden=mode is not Mode.ASSISTED)
        return jsonify({"encounter": encounter, "result": told, "mode": mode.value})

    @routes.post("/v1/encounters/<encounter>/read")
    def read(encounter: str) -> Response:
        asked = body()
        note = schemas.read_note(review_schemas.read_part(asked, "note"))
        reviews, coder = record.reviews(), record.coder()
        view = _open_one(reviews, coder, encounter)
        result = suggested(note, reviews, coder)
        reviews.read_again(coder, encounter, facts_of(reviews, note, view.source), result)
        return jsonify(_told(result, note, hidden=view.hidden))

    @routes.post("/v1/encounters/<encounter>/decisions")
    def decide(encounter: str) -> Response:
        asked = body()
        reviews, coder = record.reviews(), record.coder()
        view = _open_one(reviews, coder, encounter)
        wide = _wide(reviews, encounter) if asked.get("evidence") else ()
        decision = review_schemas.read_decision(asked, wide, activity.total(view))
        decision = _in_code_set(library, view, decision)
        made = reviews.decide(coder, encounter, decision, review_schemas.read_number(asked))
        if view.mode is not Mode.TRAINING:
            lessons.propose(reviews, coder, decision, suggester.reader.vocabulary)
        return jsonify({"decision": review_schemas.write_decision(made)})

    @routes.post("/v1/encounters/<encounter>/undo")
    def undo(encounter: str) -> Response:
        number = review_schemas.read_number(body())
        reviews, coder = record.reviews(), record.coder()
        view = _open_one(reviews, coder, encounter)
        if number is not None and number <= len(view.decisions) and view.decisions[number - 1].undone:
            return jsonify({"decision": review_schemas.write_decision(view.decisions[number - 1])})
        undone = reviews.undo(coder, encounter, activity.total(view), number)
        return jsonify({"decision": undone and review_schemas.write_decision(undone)})

    @routes.post("/v1/encounters/<encounter>/activity")
    def active(encounter: str) -> Response:
        seconds = review_schemas.read_seconds(body())
        view = _open_one(record.reviews(), record.coder(), encounter)
        return jsonify({"active_seconds": round(activity.beat(view, seconds), 1)})

    @routes.post("/v1/encounters/<encounter>/finalize")
    def finalize(encounter: str) -> Response:
        body()
        reviews, coder = record.reviews(), record.coder()
        seconds = activity.total(reviews.get(encounter, coder))
        view = reviews.finalize(coder, encounter, seconds)
        return jsonify({"encounter": review_schemas.write_encounter(view)})

    @routes.post("/v1/encounters/<encounter>/reopen")
    def reopen(encounter: str) -> Response:
        body()
        view = record.reviews().reopen(record.coder(), encounter)
        return jsonify({"encounter": review_schemas.write_encounter(view)})

    @routes.post("/v1/encounters/<encounter>/erase")
    def erase(encounter: str) -> Response:
        body()
        reviews, coder = record.reviews(), record.coder()
        record.seen(encounter, May.ERASE_ALL)
        if not coder.person:
            raise ReviewError("Only a person erases here; a script uses `chartside audit`.")
        reviews.erase(coder, [encounter])
        return jsonify({"encounter": review_schemas.write_encounter(reviews.get(encounter))})

    @routes.get("/v1/encounters")
    def all_of_them() -> Response:
        reviews, coder = record.reviews(), record.coder()
        wanted = read_wanted(request.args.to_dict(), coder.id)
        with reviews.database.read() as connection:
            who = whose(connection, coder, request.args.get("coder", ""))
            found = find_encounters(connection, replace(wanted, coder=who))
        return jsonify({"encounters": [review_schemas.write_encounter(view) for view in found]})

    @routes.get("/v1/encounters/<encounter>")
    def one(encounter: str) -> Response:
        reviews, view = record.reviews(), record.seen(encounter)
        with reviews.database.read() as connection:
            parts = sealed_of(connection, reviews.vault, encounter)
        told = review_schemas.write_encounter(view) | review_schemas.write_sealed(parts, _wide_in(parts))
        return jsonify({"encounter": told | ({"suggested": []} if view.hidden else {})})

    return routes


def _open_one(reviews: Reviews, coder: Coder, encounter: str) -> EncounterView:
    """An open encounter of this coder, before any work is done for it."""
    with reviews.database.read() as connection:
        return open_view(connection, coder, encounter)


def facts_of(reviews: Reviews, note: Note, source: str) -> NoteFacts:
    """What the record keeps of a note."""
    digest = reviews.vault.note_digest(note.text)
    return NoteFacts(source, digest, len(note.text), note.setting, note.date, wide_of(note.text))


def _told(result: Result, note: Note, *, hidden: bool) -> Json:
    """The answer; while a first pass lasts it holds nothing that could lead the coder."""
    if hidden:
        result = replace(result, suggestions=(), not_coded=(), conflicts=(), ms_drg=None)
    return schemas.write_result(result, note.text, schemas.UTF16)


def _wide(reviews: Reviews, encounter: str) -> tuple[int, ...]:
    with reviews.database.read() as connection:
        return _wide_in(sealed_of(connection, reviews.vault, encounter))


def _wide_in(parts: list[Json]) -> tuple[int, ...]:
    """Where the wide characters of the last reading are."""
    return tuple(last_reading(parts)["wide"])


def _in_code_set(library: Library, view: EncounterView, decision: Decision) -> Decision:
    """The decision, its codes written as its encounter's release does; rejected ones may be of another."""
    day = date.fromisoformat(view.day) if view.day else None
    code_set = library.code_set(ICD10CM, day).code_set
    code = decision.code
    if decision.kind is not DecisionKind.REJECT:
        code = schemas.get_code(code_set, code).code
    elif (found := code_set.find(code)) is not None:
        code = found.code
    before = decision.from_code
    if before is not None and (found := code_set.find(before)) is not None:
        before = found.code
    return replace(decision, code=code, from_code=before)
