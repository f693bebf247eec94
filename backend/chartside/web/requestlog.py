"""The log of a department's service: one line a request, each with the name of the request.

The facts are those of `accesslog`, and who asked by identifier and which worker answered. Nothing that a
client typed gets into it: no query, no body, no made-up path; a name of a request is plain or made here.
"""

import logging
import os
import re
import secrets
from time import perf_counter
from typing import TextIO

from flask import Flask, Response, g, has_request_context, request

from chartside.quiet import OURS

log = logging.getLogger("chartside.access")

HEADER = "X-Request-ID"
PLAIN = re.compile(r"[A-Za-z0-9-]{8,64}")
FACTS = ("method", "route", "status", "ms", "coder", "error", "request_id", "worker")
"""What a line may hold beside its time, level and message."""


def init_app(app: Flask) -> None:
    """Name and log every request of `app`."""

    @app.before_request
    def start() -> None:
        g.started = perf_counter()
        asked = request.headers.get(HEADER, "")
        g.request_id = asked if PLAIN.fullmatch(asked) else secrets.token_hex(16)

    @app.after_request
    def write(response: Response) -> Response:
        response.headers[HEADER] = request_id()
        client = g.get("client")
        facts = {
            "method": request.method if request.url_rule else "-",
            "route": route(),
            "status": response.status_code,
            "ms": round((perf_counter() - g.get("started", perf_counter())) * 1000, 1),
            "coder": client.coder_id if client else "",
            "error": g.get("error_code", ""),
        }
        log.info("request", extra={name: value for name, value in facts.items() if value != ""})
        return response


def route() -> str:
    """The pattern of the address that was asked for, never the address itself."""
    return request.url_rule.rule if request.url_rule else "(no such address)"


def request_id() -> str:
    """The name of the request that is being answered; empty outside of one."""
    return str(g.get("request_id", "")) if has_request_context() else ""


def write_logs(stream: TextIO, *, json: bool) -> None:
    """Let our own loggers through to `stream`, one line each; no traceback, which may hold text of a note."""
    handler = logging.StreamHandler(stream)
    handler.addFilter(_named)
    handler.setFormatter(_json_lines() if json else _Plain("%(asctime)s %(levelname)s %(message)s"))
    for name in OURS:
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(logging.INFO)


def _named(record: logging.LogRecord) -> bool:
    record.worker = os.getpid()
    if name := request_id():
        record.request_id = name
    record.exc_info = record.exc_text = record.stack_info = None
    return True


def _json_lines() -> logging.Formatter:
    from pythonjsonlogger.json import JsonFormatter

    made: logging.Formatter = JsonFormatter(
        "%(levelname)s %(name)s %(message)s",
        rename_fields={"levelname": "level", "name": "logger"},
        timestamp="at",
    )
    return made


class _Plain(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        facts = (f"{name}={record.__dict__[name]}" for name in FACTS if name in record.__dict__)
        return f"{super().format(record)} {' '.join(facts)}"
