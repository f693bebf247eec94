"""The chart check: codes of a claim held against a note. Nothing of it is kept."""

from typing import Protocol

from flask import Blueprint, Response, jsonify, request

from chartside.codesets.codeset import CodeSet
from chartside.codesets.library import Library
from chartside.model import Note, Result
from chartside.review.check import check
from chartside.review.findings import Finding
from chartside.web import schemas
from chartside.web.check_json import read_codes, write_findings
from chartside.web.review_schemas import read_part
from chartside.web.timelimit import OneAtATime


class Suggests(Protocol):
    """What the check needs of the suggester: the plain one, for a claim is held against the note alone."""

    library: Library

    @property
    def code_set(self) -> CodeSet:
        """The code set for notes without a date."""

    def suggest(self, note: Note) -> Result:
        """All that is said about one note, offsets in code points."""


def blueprint(suggester: Suggests, work: OneAtATime) -> Blueprint:
    """`POST /v1/check`."""
    routes = Blueprint("check", __name__)

    def checked(note: Note, codes: list[str]) -> tuple[Result, list[Finding]]:
        result = suggester.suggest(note)
        found = suggester.library.code_set(day=note.date).code_set if note.date else suggester.code_set
        assert isinstance(found, CodeSet)
        return result, check(result, codes, found)

    @routes.post("/v1/check")
    def held() -> Response:
        asked = schemas.parse_object(request.get_data())
        note, codes = schemas.read_note(read_part(asked, "note")), read_codes(asked)
        result, findings = work.run(lambda: checked(note, codes))
        unit = schemas.UTF16
        return jsonify(
            {
                "id": note.id,
                "code_set": result.code_set,
                "setting": result.setting.value,
                "offset_unit": unit.name,
                "findings": write_findings(findings, unit.within(note.text)),
                "notices": list(result.notices),
            }
        )

    return routes
