"""How often one coder may ask, by what is asked: notes read, codes looked up, decisions written; and how
often one address may have the service prove itself, which takes no token.

A script that runs wild, or a browser that does, must not take the service from the others. Each worker
counts for itself, so the real limit lies between the one that is set and that times the workers.
"""

import math
from time import time
from typing import TYPE_CHECKING

from flask import Flask, request

from chartside.department import Rates
from chartside.errors import ServiceError
from chartside.web.security import current_client

if TYPE_CHECKING:
    from limits import RateLimitItem

READING = frozenset(
    {"suggestions.suggest", "encounters.opened", "encounters.read", "check.held", "assertions.assertions"}
)
"""Endpoints that read a note."""
LOOKING = frozenset({"codes", "index"})
"""Blueprints that look codes up."""
EXPORTING = frozenset({"exports.report", "review.report"})
"""Endpoints that write an event though they are only asked: each export is in the record."""
PROOFS = "3000/minute"
"""Of one address, which many coders may share; a browser at work asks for at most twelve."""


class TooOften(ServiceError):
    """A coder asked more often than is allowed; `retry_after` in seconds."""

    code = "too_often"
    status = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"That was too often; go on in {retry_after} s.")
        self.retry_after = retry_after


def kind_of_request() -> str | None:
    """`prove`, `suggest`, `lookup` or `decide`; None for what is not limited."""
    if request.endpoint == "proof.prove":
        return "prove"
    if request.endpoint in READING:
        return "suggest"
    if request.blueprint in LOOKING:
        return "lookup"
    return "decide" if request.method == "POST" or request.endpoint in EXPORTING else None


class Limits:
    """Stands behind the gate, which says who asks.

    Args:
        rates: by kind of request.
    """

    def __init__(self, rates: Rates) -> None:
        from limits import parse
        from limits.storage import MemoryStorage
        from limits.strategies import MovingWindowRateLimiter

        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._rates: dict[str, RateLimitItem] = {
            "suggest": parse(rates.suggest),
            "lookup": parse(rates.lookup),
            "decide": parse(rates.decide),
            "prove": parse(PROOFS),
        }

    def init_app(self, app: Flask) -> None:
        """Stand before every request of `app` that was let in."""
        app.before_request(self.check)

    def check(self) -> None:
        """Count the request, or raise `TooOften`."""
        kind, client = kind_of_request(), current_client()
        whose = request.remote_addr if kind == "prove" else client and client.coder_id
        if kind is None or whose is None:
            return
        rate, who = self._rates[kind], (kind, whose)
        if not self._limiter.hit(rate, *who):
            free = self._limiter.get_window_stats(rate, *who).reset_time
            raise TooOften(max(1, math.ceil(free - time())))
