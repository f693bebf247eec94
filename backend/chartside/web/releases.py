"""Which releases are installed, and the days on which each is the right one."""

from flask import Blueprint, Response, jsonify

from chartside.codesets.library import Library
from chartside.web.releases_json import write_releases


def blueprint(library: Library) -> Blueprint:
    """`GET /v1/releases`."""
    routes = Blueprint("releases", __name__)

    @routes.get("/v1/releases")
    def releases() -> Response:
        return jsonify(write_releases(library.installed()))

    return routes
