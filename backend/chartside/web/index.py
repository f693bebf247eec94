"""The Alphabetic Index and its tables: finding entries, and one entry with what stands above and below it."""

from datetime import date

from flask import Blueprint, Response, jsonify, request

from chartside.codesets.index_entry import KINDS
from chartside.codesets.index_store import AlphabeticIndex
from chartside.codesets.library import Library
from chartside.errors import InputError
from chartside.web import index_json, schemas
from chartside.web.query import read_limit, read_words

NO_INDEX = (
    "No Alphabetic Index is installed for this release; "
    "bring the official zip in with `chartside codeset import PATH`."
)


class UnknownEntryError(InputError):
    """No such entry in the index that is open."""

    code = "unknown_entry"
    status = 404


def blueprint(library: Library) -> Blueprint:
    """`GET /v1/index?q=&kind=&limit=` and `GET /v1/index/<id>`, both with `date`.

    Ids of entries are good for one release; a new import may give others.
    """
    routes = Blueprint("index", __name__)

    @routes.get("/v1/index")
    def search() -> Response:
        words, limit = read_words(), read_limit()
        kind = request.args.get("kind") or None
        if kind not in (None, *KINDS):
            raise InputError(f"`kind` must be one of {', '.join(KINDS)}.")
        code_set, index, notice = _open(library)
        hits = index.find(words, kind, limit) if index is not None and words else ()
        return jsonify(index_json.write_index_hits(words, code_set, kind, hits, notice))

    @routes.get("/v1/index/<entry_id>")
    def one(entry_id: str) -> Response:
        code_set, index, notice = _open(library)
        if index is None:
            raise UnknownEntryError(NO_INDEX)
        number = int(entry_id) if entry_id.isascii() and entry_id.isdigit() and len(entry_id) <= 9 else -1
        entry = index.entry(number)
        if entry is None:
            raise UnknownEntryError(
                "There is no such entry in the index of this release; find it again by its words."
            )
        above, below = index.parents(entry.id), index.children(entry.id)
        return jsonify(index_json.write_whole_entry(entry, above, below, code_set, notice))

    return routes


def _open(library: Library) -> tuple[str, AlphabeticIndex | None, str | None]:
    """Label and index of the release for the day that the request names, and what the coder should know."""
    asked = request.args.get("date")
    day: date | None = schemas.read_date(asked) if asked else None
    chosen = library.code_set(day=day)
    # Code sets of other systems have no index.
    index: AlphabeticIndex | None = getattr(chosen.code_set, "index", None)
    notices = [*(chosen.notices if day else ()), *([NO_INDEX] if index is None else [])]
    return chosen.code_set.release.label, index, " ".join(notices) or None
