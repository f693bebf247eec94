"""Looking codes up, by words and one by one, in the release of a day."""

from datetime import date

from flask import Blueprint, Response, jsonify, request

from chartside.codesets.flags import CodeFlags, FlagStore
from chartside.codesets.library import Chosen, Library
from chartside.codesets.release import ICD10CM, read_system
from chartside.web import schemas
from chartside.web.query import read_limit, read_words


def blueprint(library: Library, flags: FlagStore) -> Blueprint:
    """`GET /v1/codes?q=` and `GET /v1/codes/<code>`, both with `date` and `system`."""
    routes = Blueprint("codes", __name__)

    @routes.get("/v1/codes")
    def search() -> Response:
        words, limit = read_words(), read_limit()
        chosen, day = _chosen(library)
        code_set = chosen.code_set
        hits = code_set.search(words, limit=limit) if words else ()
        return jsonify(schemas.write_hits(words, code_set.release.label, hits, chosen.notices if day else ()))

    @routes.get("/v1/codes/<code>")
    def one(code: str) -> Response:
        chosen, day = _chosen(library)
        found = schemas.get_code(chosen.code_set, code)
        # Another system may spell a code alike: J1000 is an injection there, and influenza here.
        known = flags.of(found.code, day) if chosen.code_set.release.system == ICD10CM else CodeFlags()
        # Who names no day looks a code up; there is no encounter that another release could be right for.
        notices = chosen.notices if day else ()
        return jsonify(schemas.write_code(found, chosen.code_set, known, notices))

    return routes


def _chosen(library: Library) -> tuple[Chosen, date | None]:
    """The code set that the request asks for, and its day."""
    asked, system = request.args.get("date"), request.args.get("system")
    day = schemas.read_date(asked) if asked else None
    return library.code_set(read_system(system) if system else ICD10CM, day), day
