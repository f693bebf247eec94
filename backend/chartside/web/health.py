"""Whether the service runs, which version, and whether the asking client is paired."""

from importlib.resources import files

from flask import Blueprint, Response, jsonify

from chartside import __version__
from chartside.codesets.library import Library
from chartside.web.record import Record
from chartside.web.roles import May, may
from chartside.web.security import current_client

CAPABILITIES = ("decisions", "review", "statistics", "learning", "first_pass", "check")
"""What this version does beyond suggesting and looking up, for extensions that are older or newer."""
TAKES = {"decisions": May.CODE, "first_pass": May.CODE, "check": May.SUGGEST}
"""What a capability takes; others take `May.READ`."""


def blueprint(library: Library, record: Record, *, shared: bool) -> Blueprint:
    """`GET /v1/health` and `GET /v1/openapi.json`; `shared` by the coders of a department."""
    routes = Blueprint("health", __name__)

    @routes.get("/v1/health")
    def health() -> Response:
        client = current_client()
        answer: dict[str, object] = {"status": "ok", "service": "chartside", "version": __version__}
        answer |= {"department": shared, "paired": client is not None}
        if client is not None:
            present = library.choose()
            answer |= {
                "code_set": present.installed.release.label,
                "code_set_notice": present.notice or "",
                "coder": client.coder,
                "coder_id": client.coder_id,
                "role": client.role,
                "capabilities": [each for each in CAPABILITIES if may(TAKES.get(each, May.READ))],
                "record": record.trouble(),
            }
        return jsonify(answer)

    @routes.get("/v1/openapi.json")
    def openapi() -> Response:
        return Response(
            files("chartside.web").joinpath("openapi.json").read_text(encoding="utf-8"),
            mimetype="application/json",
        )

    return routes
