"""Sessions of the review page: a link that a paired browser asks for, good once and for seconds.

A page in a tab cannot send the extension's token. It gets a session by cookie instead. Links and sessions
stand on a shelf, as hashes: in memory on a laptop, where who stops Chartside ends them all, and shared by the
processes of a department. Who takes the browser's token away ends its sessions. A coder has only so many at
once: a new one ends the oldest.
"""

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass

from chartside.review.shelf import MemoryShelf, Shelf
from chartside.web.tokens import Client, TokenStore

COOKIE = "chartside_review"
LINK_SECONDS = 30.0
SESSION_SECONDS = 8 * 3600.0
PER_CODER = 20
"""Sessions of one coder that live at once, over all their browsers and all processes."""
LINK, SESSION = "review_link", "review_session"
"""The kinds of entries on the shelf."""


@dataclass(frozen=True, slots=True)
class Session:
    """Who reads the page: the client whose link was opened, and the word that forms carry."""

    client: Client
    csrf: str

    def allows(self, csrf: str) -> bool:
        """Whether a form brought the word of this session."""
        return hmac.compare_digest(self.csrf.encode(), csrf.encode("utf-8", "replace"))


class Sessions:
    """The links and sessions of one service; may be shared between threads.

    Args:
        tokens: a session ends with the token of its client.
        shelf: where they stand.
    """

    def __init__(self, tokens: TokenStore, shelf: Shelf | None = None) -> None:
        self._tokens = tokens
        self._shelf = MemoryShelf() if shelf is None else shelf

    def link(self, client: Client) -> str:
        """A code that opens the page once."""
        code = secrets.token_urlsafe(32)
        self._shelf.put(LINK, _hash(code), {"client": client.sha256, "coder": _coder(client)}, LINK_SECONDS)
        return code

    def enter(self, code: str) -> str | None:
        """The cookie for a code, which is used up; None when it is not good."""
        found = self._shelf.take(LINK, _hash(code))
        if found is None:
            return None
        cookie = secrets.token_urlsafe(32)
        body = found | {"csrf": secrets.token_urlsafe(32), "since": time.time_ns()}
        self._shelf.put(SESSION, _hash(cookie), body, SESSION_SECONDS)
        self._end_oldest(body.get("coder"))
        return cookie

    def find(self, cookie: str) -> Session | None:
        """The session of a cookie, while it lasts and its client is still paired."""
        found = self._shelf.get(SESSION, _hash(cookie)) if cookie else None
        if found is None:
            return None
        for client in self._tokens.clients():
            if client.sha256 == found["client"]:
                return Session(client, found["csrf"])
        return None

    def leave(self, cookie: str) -> None:
        """End a session."""
        self._shelf.drop(SESSION, _hash(cookie))

    def _end_oldest(self, coder: str | None) -> None:
        # After the new one is there: whoever comes last, in whichever process, sees all of them.
        theirs = [body for body in self._shelf.bodies(SESSION) if body.get("coder") == coder]
        theirs.sort(key=lambda body: body.get("since", 0))
        surplus = {body["csrf"] for body in theirs[:-PER_CODER]}
        if surplus:
            self._shelf.clear(SESSION, lambda body: body["csrf"] in surplus)


def _coder(client: Client) -> str:
    return client.coder_id or client.coder or client.sha256


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
