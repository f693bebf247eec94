"""Whether the service lives and is ready, for who starts it and sends it work; nothing more is said.

A health checker has no token and often no name to ask by, so neither is looked at here.
"""

from flask import Blueprint, Response
from sqlalchemy import text

from chartside.errors import ChartsideError
from chartside.web.record import Record


def blueprint(record: Record) -> Blueprint:
    """`GET /livez` and `GET /readyz`."""
    routes = Blueprint("probes", __name__)

    @routes.get("/livez")
    def lives() -> Response:
        return Response("ok\n", mimetype="text/plain")

    @routes.get("/readyz")
    def ready() -> Response:
        # The suggester is there: without it no worker answers at all.
        try:
            with record.reviews().database.read() as connection:
                connection.execute(text("SELECT 1"))
        except ChartsideError:
            return Response("not ready\n", 503, mimetype="text/plain")
        return Response("ok\n", mimetype="text/plain")

    return routes
