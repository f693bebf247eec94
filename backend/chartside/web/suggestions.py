"""Suggestions for one note."""

from typing import Protocol

from flask import Blueprint, Response, jsonify, request

from chartside.model import Note, Result
from chartside.web import schemas
from chartside.web.timelimit import OneAtATime


class Suggests(Protocol):
    """What this floor needs of the suggester."""

    def suggest(self, note: Note) -> Result:
        """Suggestions for one note, offsets in code points."""


def blueprint(suggester: Suggests, work: OneAtATime) -> Blueprint:
    """`POST /v1/suggest`."""
    routes = Blueprint("suggestions", __name__)

    @routes.post("/v1/suggest")
    def suggest() -> Response:
        note = schemas.read_note(schemas.parse_object(request.get_data()))
        result = work.run(lambda: suggester.suggest(note))
        return jsonify(schemas.write_result(result, note.text, schemas.UTF16))

    return routes
