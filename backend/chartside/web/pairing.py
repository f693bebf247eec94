"""Pairing: the coder carries a code to the extension, which gets a token for it.

On a laptop it is a short one from the terminal, in a department an invitation (`invitations`).

Six digits are enough because a code works once, for ten minutes and for five tries, and because after five
wrong ones pairing rests for half a minute: a program that keeps guessing needs on average two months, in
sight of the person at the terminal.
"""

import hmac
import logging
import re
import secrets
import threading
import time
from collections.abc import Callable

from flask import Blueprint, Response, jsonify, request

from chartside.errors import ServiceError
from chartside.review.records import Role
from chartside.web import schemas
from chartside.web.invitations import Invitations, TooManyTries, read
from chartside.web.security import Refused
from chartside.web.tokens import Client, Invited, TokenStore, clean_name

log = logging.getLogger("chartside.service")

LIFETIME = 600.0
"""Seconds that a code is good for."""
TRIES = 5
DIGITS = re.compile(r"[0-9]{3}[\s-]?[0-9]{3}")
REST = 30.0
"""Seconds without pairing after `TRIES` wrong codes."""


class PairingDesk:
    """The one code that is good now.

    Args:
        show: told each new code, such as "123-456", to put before the coder's eyes.
        clock: seconds that only grow; tests hand in their own.
    """

    def __init__(self, show: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._show, self._clock = show, clock
        self._lock = threading.Lock()
        self._code, self._made, self._wrong, self._rests_until = "", 0.0, 0, 0.0

    def open(self) -> str:
        """Make and show a code."""
        with self._lock:
            return self._renew()

    def redeem(self, code: object) -> None:
        """Use up the code; when it was wrong too often or too old, a new one is shown.

        Raises:
            TooManyTries: pairing rests.
            Refused: 403, the code is wrong or too old.
        """
        digits = re.sub(r"[\s-]", "", code) if isinstance(code, str) else ""
        with self._lock:
            now = self._clock()
            if now < self._rests_until:
                raise TooManyTries(self._rests_until - now)
            if not self._code or now - self._made > LIFETIME:
                self._renew()
                raise Refused(
                    403, "code_expired", "This pairing code is no longer good; use the terminal's new one."
                )
            good = hmac.compare_digest(self._code.encode(), digits.encode("utf-8", "replace"))
            if not good:
                self._wrong += 1
                if self._wrong >= TRIES:
                    self._rests_until = now + REST
                    self._renew()
                    raise TooManyTries(REST)
                raise Refused(
                    403,
                    "wrong_code",
                    "That is not the pairing code; type the six digits that stand in the terminal.",
                )
            self._code = ""

    def _renew(self) -> str:
        self._code = f"{secrets.randbelow(1_000_000):06d}"
        self._made, self._wrong = self._clock(), 0
        shown = f"{self._code[:3]}-{self._code[3:]}"
        self._show(shown)
        return shown


Paired = tuple[str, str]
"""The token and the coder's name."""


def blueprint(
    desk: PairingDesk, tokens: TokenStore, paired: Callable[[Client], None], invitations: Invitations | None
) -> Blueprint:
    """`POST /v1/pair`; `paired` is told of each browser that is. With `invitations` the desk is closed."""
    routes = Blueprint("pairing", __name__)

    def at_the_desk(name: str, origin: str, body: schemas.Json) -> Paired:
        if read(body.get("code")):
            raise Refused(
                403,
                "wrong_code",
                "Invitations are for the service of a department; here type the six digits of the terminal.",
            )
        coder = name if body.get("coder") is None else clean_name(body["coder"])
        desk.redeem(body.get("code"))
        token = tokens.create(name, origin, coder)
        desk.open()
        return token, coder

    def invited(name: str, origin: str, code: object, good: Invitations) -> Paired:
        if isinstance(code, str) and DIGITS.fullmatch(code.strip()):
            raise Refused(
                403,
                "by_invitation",
                "This service pairs by invitation, not by six digits; ask an administrator for one.",
            )
        used: list[Invited] = []

        def one() -> Invited:
            used.append(good.redeem(code, request.remote_addr or ""))
            return used[0]

        try:
            return tokens.admit(name, origin, one), used[0].coder
        except ServiceError:
            if used:
                good.give_back(code, used[0])
            raise

    @routes.post("/v1/pair")
    def pair() -> Response:
        body = schemas.parse_object(request.get_data())
        # The gate let only extension origins come this far, or none at all.
        origin = request.headers.get("Origin")
        if origin is None:
            raise Refused(
                403, "no_origin", "Only a browser extension pairs; for a script run `chartside token NAME`."
            )
        name = clean_name(body.get("name"))
        if invitations is None:
            token, coder = at_the_desk(name, origin, body)
        else:
            token, coder = invited(name, origin, body.get("code"), invitations)
        log.info("paired with %s", name)
        client = tokens.find(token)
        if client is not None:
            paired(client)
        role = client.role if client else Role.CODER.value
        return jsonify({"token": token, "name": name, "coder": coder, "role": role})

    return routes
