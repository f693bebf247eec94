"""What each role may do, and what each route takes: the one table of both.

The gate asks it before every route, and what a page shows is chosen by it. A route that is not in the table
is closed to everybody. Who codes alone on a laptop is a coder who also settles what was learned there.
"""

from enum import StrEnum

from flask import g, request

from chartside.errors import AccessError
from chartside.review.records import Role
from chartside.web.tokens import MONITOR, Client


class May(StrEnum):
    """What a role can be allowed."""

    ASK = "ask"
    """Whether the service runs, and what it answers."""
    LOOK_UP = "look_up"
    SUGGEST = "suggest"
    """Read a note that is sent along; nothing of it is kept."""
    CODE = "code"
    """Open encounters, decide, finalize: one's own alone, whoever one is."""
    READ = "read"
    """Encounters, statistics and what was learned: one's own and the organisation's."""
    READ_ALL = "read_all"
    """Those of every coder."""
    ERASE = "erase"
    """The quotations of one's own encounters."""
    ERASE_ALL = "erase_all"
    TEACH = "teach"
    """Confirm terms, take back what was learned from oneself."""
    SETTLE = "settle"
    """Withdraw terms, take back what the organisation learned."""
    MEASURE = "measure"
    """Metrics of the service."""


GRANTED: dict[str, frozenset[May]] = {
    Role.CODER: frozenset({May.ASK, May.LOOK_UP, May.SUGGEST, May.CODE, May.READ, May.ERASE, May.TEACH}),
    Role.AUDITOR: frozenset({May.ASK, May.LOOK_UP, May.SUGGEST, May.READ, May.READ_ALL}),
    Role.ADMINISTRATOR: frozenset(May) - {May.CODE},
    MONITOR: frozenset({May.ASK, May.MEASURE}),
}
ALONE = GRANTED | {Role.CODER: GRANTED[Role.CODER] | {May.SETTLE}}
"""On a laptop, where nobody else is there to settle."""

NEEDED: dict[str, May] = {
    "health.health": May.ASK,
    "health.openapi": May.ASK,
    "pairing.pair": May.ASK,
    "proof.prove": May.ASK,
    "codes.search": May.LOOK_UP,
    "codes.one": May.LOOK_UP,
    "index.search": May.LOOK_UP,
    "index.one": May.LOOK_UP,
    "releases.releases": May.LOOK_UP,
    "suggestions.suggest": May.SUGGEST,
    "check.held": May.SUGGEST,
    "assertions.assertions": May.SUGGEST,
    "encounters.opened": May.CODE,
    "encounters.read": May.CODE,
    "encounters.decide": May.CODE,
    "encounters.undo": May.CODE,
    "encounters.active": May.CODE,
    "encounters.finalize": May.CODE,
    "encounters.reopen": May.CODE,
    "first_pass.revealed": May.CODE,
    "first_pass.find": May.CODE,
    "encounters.erase": May.ERASE,
    "encounters.all_of_them": May.READ,
    "encounters.one": May.READ,
    "exports.report": May.READ,
    "statistics.numbers": May.READ,
    "coders.coders": May.READ_ALL,
    "learned.learned": May.READ,
    "learned.synonyms": May.READ,
    "learned.revert": May.TEACH,
    "learned.settle": May.TEACH,
    "review_link.link": May.READ,
    "metrics.numbers": May.MEASURE,
    "probes.lives": May.ASK,
    "probes.ready": May.ASK,
    "review.listed": May.READ,
    "review.one": May.READ,
    "review.report": May.READ,
    "review.figures": May.READ,
    "review.learned": May.READ,
    "review.static": May.ASK,
    "review.leave": May.ASK,
    "review.finalize": May.CODE,
    "review.reopen": May.CODE,
    "review.erase": May.ERASE,
    "review.revert": May.TEACH,
    "review.settle": May.TEACH,
}
"""By endpoint."""


class NotGranted(AccessError):
    """Who asks is known, and their role does not do this."""

    code = "role"
    status = 403


class Roles:
    """The table as this service holds to it.

    Args:
        shared: by the coders of a department: administrators look after what was learned there.
    """

    def __init__(self, *, shared: bool) -> None:
        self._granted = GRANTED if shared else ALONE

    def enter(self, client: Client) -> None:
        """Let who asks on to the route, and remember what they may.

        Raises:
            NotGranted: the route takes another role.
        """
        g.may = self._granted.get(client.role, frozenset())
        if request.endpoint is not None:  # an address that there is not is answered so
            self.need(client, NEEDED.get(request.endpoint))

    def need(self, client: Client, what: May | None) -> None:
        """Raise `NotGranted` unless the client may do it."""
        if what is None or what not in self._granted.get(client.role, frozenset()):
            able = [str(role) for role, granted in self._granted.items() if what in granted]
            who = f"This takes the role {' or '.join(able)}" if able else "Nobody may do this"
            raise NotGranted(f"{who}, and this is the token of the role {client.role}.")


def may(what: May) -> bool:
    """Whether who makes this request may do this."""
    return what in g.get("may", ())


def need(what: May, who: str) -> None:
    """Raise `NotGranted`, naming who may do it, unless who makes this request may."""
    if not may(what):
        raise NotGranted(f"This is for {who}; ask one of them.")
