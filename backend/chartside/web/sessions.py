"""Sessions of the review page: a link that a paired browser asks for, good once and for seconds.

A page in a tab cannot send the extension's token. It gets a session by cookie instead, kept in memory only
and as hashes: who stops Chartside ends them all, and so does who takes the browser's token away.
"""

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from chartside.web.tokens import Client, TokenStore

COOKIE = "chartside_review"
LINK_SECONDS = 30.0
SESSION_SECONDS = 8 * 3600.0
MOST = 100
"""Links, and sessions, at once; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Session:
    """Who reads the page: the client whose link was opened, and the word that forms carry."""

    client: Client
    csrf: str
    ends: float

    def allows(self, csrf: str) -> bool:
        """Whether a form brought the word of this session."""
        return hmac.compare_digest(self.csrf.encode(), csrf.encode("utf-8", "replace"))


class Sessions:
    """The links and sessions of one running service; may be shared between threads.

    Args:
        tokens: a session ends with the token of its client.
        clock: seconds that only grow.
    """

    def __init__(self, tokens: TokenStore, clock: Callable[[], float] = time.monotonic) -> None:
        self._tokens, self._clock = tokens, clock
        self._lock = threading.Lock()
        self._links: dict[str, tuple[Client, float]] = {}
        self._sessions: dict[str, Session] = {}

    def link(self, client: Client) -> str:
        """A code that opens the page once."""
        code = secrets.token_urlsafe(32)
        with self._lock:
            self._sweep()
            self._links[_hash(code)] = (client, self._clock() + LINK_SECONDS)
            _cap(self._links)
        return code

    def enter(self, code: str) -> str | None:
        """The cookie for a code, which is used up; None when it is not good."""
        with self._lock:
            self._sweep()
            found = self._links.pop(_hash(code), None)
            if found is None:
                return None
            cookie = secrets.token_urlsafe(32)
            session = Session(found[0], secrets.token_urlsafe(32), self._clock() + SESSION_SECONDS)
            self._sessions[_hash(cookie)] = session
            _cap(self._sessions)
        return cookie

    def find(self, cookie: str) -> Session | None:
        """The session of a cookie, while it lasts and its client is still paired."""
        with self._lock:
            self._sweep()
            session = self._sessions.get(_hash(cookie))
        if session is None or session.client not in self._tokens.clients():
            return None
        return session

    def leave(self, cookie: str) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(_hash(cookie), None)

    def _sweep(self) -> None:
        now = self._clock()
        for name in [name for name, (_, ends) in self._links.items() if ends <= now]:
            del self._links[name]
        for name in [name for name, session in self._sessions.items() if session.ends <= now]:
            del self._sessions[name]


def _cap(kept: dict[str, tuple[Client, float]] | dict[str, Session]) -> None:
    while len(kept) > MOST:
        del kept[next(iter(kept))]


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
