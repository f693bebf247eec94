"""Whether the service runs, which version, and whether the asking client is paired."""

from importlib.resources import files

from flask import Blueprint, Response, jsonify

from chartside import __version__
from chartside.web.security import current_client


def blueprint(code_set_label: str) -> Blueprint:
    """`GET /v1/health` and `GET /v1/openapi.json`."""
    routes = Blueprint("health", __name__)

    @routes.get("/v1/health")
    def health() -> Response:
        client = current_client()
        answer: dict[str, object] = {"status": "ok", "service": "chartside", "version": __version__}
        answer["paired"] = client is not None
        if client is not None:
            answer |= {"code_set": code_set_label, "coder": client.name}
        return jsonify(answer)

    @routes.get("/v1/openapi.json")
    def openapi() -> Response:
        return Response(
            files("chartside.web").joinpath("openapi.json").read_text(encoding="utf-8"),
            mimetype="application/json",
        )

    return routes
