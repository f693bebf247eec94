"""Suggestions for one note."""

from typing import Protocol

from flask import Blueprint, Response, jsonify, request

from chartside.coding.adjusting import Adjuster
from chartside.model import Note, Result
from chartside.notes.pipeline import NoteReader
from chartside.web import schemas
from chartside.web.lessons import Lessons
from chartside.web.record import Record
from chartside.web.security import current_client
from chartside.web.timelimit import OneAtATime


class Suggests(Protocol):
    """What this floor needs of the suggester."""

    @property
    def reader(self) -> NoteReader:
        """Reads notes without a date."""

    def suggest(self, note: Note, adjuster: Adjuster | None = None) -> Result:
        """Suggestions for one note, offsets in code points."""


def blueprint(suggester: Suggests, work: OneAtATime, record: Record, lessons: Lessons) -> Blueprint:
    """`POST /v1/suggest`."""
    routes = Blueprint("suggestions", __name__)

    @routes.post("/v1/suggest")
    def suggest() -> Response:
        note = schemas.read_note(schemas.parse_object(request.get_data()))
        client = current_client()
        adjuster = lessons.adjuster(record.opened(), client.coder_id) if client else None
        result = work.run(lambda: suggester.suggest(note, adjuster))
        return jsonify(schemas.write_result(result, note.text, schemas.UTF16))

    return routes
