"""The assertion of given spans of a note, known terms or not."""

from itertools import starmap
from typing import Protocol

from flask import Blueprint, Response, jsonify, request

from chartside.errors import InputError
from chartside.model import Assertion, Cue
from chartside.web import schemas
from chartside.web.offsets import from_utf16, utf16_units
from chartside.web.timelimit import OneAtATime

MOST_SPANS = 500
"""Spans in one request."""


class Reading(Protocol):
    """What this floor needs of a note that was read."""

    def assertion(self, start: int, end: int) -> tuple[Assertion, tuple[Cue, ...]]:
        """The assertion of the span between two code points."""


class Judges(Protocol):
    """What this floor needs of the reader."""

    def open(self, text: str) -> Reading:
        """The note, read once for all its spans."""


def blueprint(reader: Judges, work: OneAtATime) -> Blueprint:
    """`POST /v1/assertions`."""
    routes = Blueprint("assertions", __name__)

    @routes.post("/v1/assertions")
    def assertions() -> Response:
        body = schemas.parse_object(request.get_data())
        text, spans = schemas.read_text(body), body.get("spans")
        if not isinstance(spans, list) or len(spans) > MOST_SPANS:
            raise InputError(f"The field `spans` must be a list of at most {MOST_SPANS} spans.")
        to_code_points, to_utf16 = from_utf16(text), utf16_units(text)
        places = []
        for span in spans:
            start, end = (span.get("start"), span.get("end")) if isinstance(span, dict) else (None, None)
            if type(start) is not int or type(end) is not int or not 0 <= start < end:
                raise InputError("Each span needs `start` and `end`, UTF-16 offsets with start before end.")
            places.append((to_code_points(start), to_code_points(end)))
        judged = work.run(lambda: list(starmap(reader.open(text).assertion, places)))
        found = [
            {"start": to_utf16(start), "end": to_utf16(end)} | schemas.write_judgement(*judgement, to_utf16)
            for (start, end), judgement in zip(places, judged, strict=True)
        ]
        return jsonify({"id": schemas.read_id(body), "offset_unit": "utf16", "spans": found})

    return routes
