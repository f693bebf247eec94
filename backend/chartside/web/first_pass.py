"""Own codes first, over HTTP: the comparison after them, and finding the encounter that was left open."""

from datetime import date

from flask import Blueprint, Response, jsonify, request

from chartside.codesets.codeset import CodeSet
from chartside.codesets.library import Library
from chartside.codesets.release import ICD10CM
from chartside.review.first_pass import Difference, differences, find_open, reveal
from chartside.review.records import Json
from chartside.web import review_schemas, schemas
from chartside.web.offsets import to_utf16
from chartside.web.record import Record


def blueprint(record: Record, library: Library) -> Blueprint:
    """`POST /v1/encounters/{id}/reveal` and `POST /v1/encounters/find`."""
    routes = Blueprint("first_pass", __name__)

    @routes.post("/v1/encounters/<encounter>/reveal")
    def revealed(encounter: str) -> Response:
        schemas.parse_object(request.get_data())
        shown = reveal(record.reviews(), record.coder(), encounter)
        day = date.fromisoformat(shown.view.day) if shown.view.day else None
        code_set = library.code_set(ICD10CM, day).code_set
        assert isinstance(code_set, CodeSet)
        found = differences(shown.result, shown.own, code_set)
        result = schemas.write_result_at(shown.result, to_utf16(shown.wide), schemas.UTF16.name)
        return jsonify({"differences": [_difference(each) for each in found], "result": result})

    @routes.post("/v1/encounters/find")
    def find() -> Response:
        asked = schemas.parse_object(request.get_data())
        note = schemas.read_note(review_schemas.read_part(asked, "note"))
        source = review_schemas.read_source(asked)
        reviews, coder = record.reviews(), record.coder()
        digest = reviews.vault.note_digest(note.text)
        with reviews.database.read() as connection:
            view = find_open(connection, coder, digest, source)
        return jsonify({"encounter": view and review_schemas.write_encounter(view)})

    return routes


def _difference(each: Difference) -> Json:
    rule = each.guideline
    return {
        "code": each.code,
        "mine": each.mine,
        "suggested": each.suggested,
        "text": each.text,
        "guideline": rule and {"section": rule.section, "title": rule.title, "summary": rule.summary},
    }
