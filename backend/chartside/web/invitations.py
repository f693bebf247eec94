"""Invitations: how the coders of a department pair. An administrator makes one, the coder types it in once.

Twelve characters of 32 are 60 bits, good for a day and for one browser. A guess is counted before it is
looked at, by the address that it comes from and for all together, in every process of the service; what is
kept of an invitation is its hash. The coder's name and role are those of the invitation, never what the
browser says.
"""

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from chartside.errors import AccessError
from chartside.review.records import Json
from chartside.review.shelf import Shelf
from chartside.web.tokens import Invited

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base 32 without I, L, O and U, after Crockford; what looks alike is read as what was meant."""
ALIKE = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V", " ": None, "-": None})
LENGTH = 12
LIFETIME = 24 * 3600.0
"""Seconds that an invitation is good for."""
KIND, TRIES = "invitation", "invitation_try"
WINDOW = 300.0
"""Seconds after the first wrong try in which they are counted."""
MOST_OF_ONE, MOST_OF_ALL = 5, 100
"""Tries of one address, and of all, in that time."""


class TooManyTries(AccessError):
    """Pairing rests; `retry_after` is in seconds."""

    code = "too_many_tries"
    status = 429

    def __init__(self, retry_after: float, then: str = "use the terminal's new code") -> None:
        self.retry_after = max(1, round(retry_after))
        super().__init__(f"Too many wrong codes; wait {self.retry_after} seconds, then {then}.")


class NoInvitation(AccessError):
    """It was never made, was used, or has ended."""

    code = "wrong_code"
    status = 403


@dataclass(frozen=True, slots=True)
class Open:
    """An invitation that nobody has used yet; `ends` is in seconds since 1970."""

    coder: str
    coder_id: str
    role: str
    ends: float


class Invitations:
    """Those of one department; may be shared between threads and, on a shelf of the database, processes.

    Args:
        shelf: where they stand.
        clock: seconds since 1970.
    """

    def __init__(self, shelf: Shelf, clock: Callable[[], float] = time.time) -> None:
        self._shelf, self._clock = shelf, clock

    def make(self, coder: str, coder_id: str, role: str) -> str:
        """A new invitation, such as "7KQM-2X9D-RB4T"."""
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        made = Open(coder, coder_id, role, self._clock() + LIFETIME)
        self._shelf.put(KIND, _hash(code), asdict(made), LIFETIME)
        return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))

    def all(self) -> list[Open]:
        """Those that can be used now, by name."""
        told = [Open(**body) for body in self._shelf.bodies(KIND)]
        return sorted(told, key=lambda each: (each.coder, each.ends))

    def withdraw(self, coder: str) -> int:
        """Take back those of a coder, by name; how many there were."""
        return self._shelf.clear(KIND, lambda body: body["coder"].casefold() == coder.casefold())

    def redeem(self, code: object, address: str) -> Invited:
        """Use an invitation up.

        Args:
            code: as it was typed.
            address: where the request comes from.

        Raises:
            TooManyTries: this address, or all together, tried too often.
            NoInvitation: it is none, was used, or has ended.
        """
        counters = ((_hash(address), MOST_OF_ONE), ("all", MOST_OF_ALL))
        for key, most in counters:
            tried = self._shelf.change(TRIES, key, self._one_more, WINDOW)
            if tried["count"] > most:
                raise TooManyTries(tried["until"] - self._clock(), "type the invitation again")
        typed = read(code)
        found = self._shelf.take(KIND, _hash(typed)) if typed else None
        if found is None:
            raise NoInvitation(
                "This invitation is not good, or no longer; ask an administrator for one, made with "
                "`chartside coder add NAME`."
            )
        self._shelf.drop(TRIES, counters[0][0])
        self._shelf.change(TRIES, "all", self._one_less, WINDOW)
        return Invited(found["coder"], found["coder_id"], found["role"])

    def give_back(self, code: object, invited: Invited) -> None:
        """Make an invitation good again that was used for nothing: the token could not be written."""
        made = Open(invited.coder, invited.coder_id, invited.role, self._clock() + LIFETIME)
        self._shelf.put(KIND, _hash(read(code)), asdict(made), LIFETIME)

    def _one_more(self, body: Json | None) -> Json:
        known = body or {"count": 0, "until": self._clock() + WINDOW}
        return known | {"count": known["count"] + 1}

    def _one_less(self, body: Json | None) -> Json:
        known = body or {"count": 1, "until": self._clock() + WINDOW}
        return known | {"count": max(0, known["count"] - 1)}


def read(code: object) -> str:
    """What was typed, as it was made; empty when it can be no invitation."""
    typed = code.upper().translate(ALIKE) if isinstance(code, str) and len(code) <= 40 else ""
    return typed if len(typed) == LENGTH and not set(typed) - set(ALPHABET) else ""


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
