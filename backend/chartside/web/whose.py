"""Whose encounters and numbers a request asks for: one's own, and every coder's where the role reads all."""

from flask import Blueprint, Response, jsonify
from sqlalchemy import Connection, or_, select

from chartside.errors import NotFoundError
from chartside.review.records import Coder
from chartside.review.tables import coder as coder_table
from chartside.web.record import Record
from chartside.web.roles import May, may

EVERYBODY = "all"


def whose(connection: Connection, coder: Coder, given: str) -> str | None:
    """The identifier of the coder that is asked for; None for all.

    Args:
        connection: to the record.
        coder: who asks.
        given: a name or an identifier, `all`, or empty: all for who reads all, else their own.

    Raises:
        NotFoundError: there is no such coder, or who asks does not read others.
    """
    if not may(May.READ_ALL):
        if given not in ("", coder.id, coder.name):
            raise NotFoundError("You find only encounters and numbers of your own here; leave `coder` out.")
        return coder.id
    if given in ("", EVERYBODY):
        return None
    table = coder_table.c
    query = select(table.id).where(or_(table.id == given, table.name == given))
    found = connection.execute(query.order_by(table.person.desc(), table.id)).scalars().first()
    if found is None:
        raise NotFoundError(
            "There is no coder of this name in the record; see /v1/coders for those there are."
        )
    return str(found)


def blueprint(record: Record) -> Blueprint:
    """`GET /v1/coders`."""
    routes = Blueprint("coders", __name__)

    @routes.get("/v1/coders")
    def coders() -> Response:
        record.coder()
        table = coder_table.c
        query = select(table.id, table.name, table.role, table.person).order_by(table.name, table.id)
        with record.reviews().database.read() as connection:
            rows = connection.execute(query).mappings().all()
        told = [dict(row) | {"person": bool(row["person"])} for row in rows]
        return jsonify({"coders": told})

    return routes
