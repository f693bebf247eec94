"""One line per request: method, route, status and milliseconds.

The route stands as its pattern (`/v1/codes/<code>`), so that nothing a client typed gets into a log: no
query, no body, no made-up path.
"""

import logging
from time import perf_counter

from flask import Flask, Response, g, request

log = logging.getLogger("chartside.access")


def init_app(app: Flask) -> None:
    """Log every request of `app`."""

    @app.before_request
    def start() -> None:
        g.started = perf_counter()

    @app.after_request
    def write(response: Response) -> Response:
        took = (perf_counter() - g.get("started", perf_counter())) * 1000
        route = request.url_rule.rule if request.url_rule else "(no such address)"
        method = request.method if request.url_rule else "-"
        log.info("%s %s %d %.0f ms", method, route, response.status_code, took)
        return response
