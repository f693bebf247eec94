"""Looking codes up, by words and one by one."""

from flask import Blueprint, Response, jsonify, request

from chartside.codesets.flags import FlagStore
from chartside.codesets.store import CodeSet
from chartside.errors import InputError
from chartside.web import schemas
from chartside.web.offsets import without_surrogates

MOST_RESULTS = 100
LONGEST_QUERY = 200
"""Longest words of a search, in characters."""


def blueprint(code_set: CodeSet, flags: FlagStore) -> Blueprint:
    """`GET /v1/codes?q=` and `GET /v1/codes/<code>`."""
    routes = Blueprint("codes", __name__)

    @routes.get("/v1/codes")
    def search() -> Response:
        words = without_surrogates(" ".join(request.args.get("q", "").split()))
        if len(words) > LONGEST_QUERY:
            raise InputError(f"Search with fewer words: at most {LONGEST_QUERY} characters.")
        limit = request.args.get("limit", "20")
        if not (limit.isascii() and limit.isdigit() and len(limit) <= 9 and 1 <= int(limit) <= MOST_RESULTS):
            raise InputError(f"`limit` must be a whole number from 1 to {MOST_RESULTS}.")
        hits = code_set.search(words, limit=int(limit)) if words else ()
        return jsonify(schemas.write_hits(words, code_set.release.label, hits))

    @routes.get("/v1/codes/<code>")
    def one(code: str) -> Response:
        found = schemas.get_code(code_set, code)
        return jsonify(schemas.write_code(found, code_set, flags.of(found.code)))

    return routes
