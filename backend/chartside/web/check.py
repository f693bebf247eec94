"""The chart check: codes of a claim held against a note. Nothing of it is kept."""

from flask import Blueprint, Response, jsonify, request

from chartside.review.check import Suggests, check_note
from chartside.web import schemas
from chartside.web.check_json import read_codes, write_findings
from chartside.web.review_schemas import read_part
from chartside.web.timelimit import OneAtATime


def blueprint(suggester: Suggests, work: OneAtATime) -> Blueprint:
    """`POST /v1/check`."""
    routes = Blueprint("check", __name__)

    @routes.post("/v1/check")
    def held() -> Response:
        asked = schemas.parse_object(request.get_data())
        note, codes = schemas.read_note(read_part(asked, "note")), read_codes(asked)
        result, findings = work.run(lambda: check_note(suggester, note, codes))
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
