"""Who may talk to the service: bearer tokens by name and role, and the browser extension each was given to.

Only SHA-256 hashes are kept. A token is 256 random bits, so an unsalted fast hash gives nothing away, and
a copied file opens nothing. `chartside token` and a running `chartside serve` share the file: the store
reads it again whenever it has changed.
"""

import hashlib
import hmac
import json
import os
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from chartside.codesets.database import lock_file
from chartside.errors import InputError, ServiceError
from chartside.review.records import Role
from chartside.wholefile import write_whole

FILE_NAME = "tokens.json"
NAME_LENGTH = 80
"""Longest name of a client, in characters."""
MONITOR = "monitor"
"""The role of a script that reads metrics only."""
ROLES = (*(role.value for role in Role), MONITOR)
"""What a client can be; `chartside.web.roles` says what each may do."""


@dataclass(frozen=True, slots=True)
class Client:
    """One holder of a token; `origin` is None for scripts, else the paired extension's Origin.

    `coder` names who codes there, `coder_id` stays theirs in every browser that they pair, `role` is one of
    `ROLES`; files of older versions name none.
    """

    name: str
    sha256: str
    origin: str | None
    created: str
    coder: str = ""
    coder_id: str = ""
    role: str = Role.CODER.value

    @property
    def person(self) -> bool:
        """Whether a person sits there: a paired browser, not a script."""
        return self.origin is not None


@dataclass(frozen=True, slots=True)
class Invited:
    """For whom a token is made; `coder_id` is empty when the name tells who that is."""

    coder: str
    coder_id: str
    role: str


def clean_name(name: object) -> str:
    """The name of a client, fit for one line of a terminal.

    Raises:
        InputError: it is empty, too long or not text.
    """
    text = " ".join(name.split()) if isinstance(name, str) else ""
    if not text or len(text) > NAME_LENGTH or not text.isprintable():
        raise InputError(
            f"Give a name of 1 to {NAME_LENGTH} printable characters, such as 'Chromium on laptop'."
        )
    return text


class TokenStore:
    """The clients of one data folder.

    Args:
        home: data folder; it is made with mode 0700, the file in it with 0600.
    """

    def __init__(self, home: Path) -> None:
        self.path = home / FILE_NAME
        self._lock, self._writers = threading.Lock(), threading.Lock()
        self._seen: tuple[int, int, int] | None = None
        self._clients: tuple[Client, ...] = ()

    def create(
        self, name: object, origin: str | None = None, coder: object = None, role: str = Role.CODER
    ) -> str:
        """A new token of `name` for a coder, who is called like it if left out; older tokens stay good.

        Raises:
            InputError: the name cannot be used.
            ServiceError: the file cannot be read or written.
        """
        called = clean_name(name)
        one = Invited(called if coder is None else clean_name(coder), "", role)
        return self.admit(name, origin, lambda: one)

    def admit(self, name: object, origin: str | None, invitation: Callable[[], Invited]) -> str:
        """A new token of `name` for whom `invitation` names; it is asked while nobody else writes the file.

        Raises:
            InputError: the name cannot be used.
            ServiceError: the file cannot be read or written.
        """
        token, called = secrets.token_urlsafe(32), clean_name(name)
        made = datetime.now(UTC).isoformat(timespec="seconds")
        with self._writing():
            before, one = self._read(), invitation()
            new = Client(called, _hash(token), origin, made, one.coder, one.coder_id, str(one.role))
            self._write(_with_ids((*before, new)))
        return token

    def remove(self, coder: str, before: Callable[[], object] = lambda: None) -> int:
        """Take away all tokens of a coder, of browsers and scripts; how many there were.

        `before` is called first, while nobody else writes the file.

        Raises:
            ServiceError: the file cannot be read or written.
        """
        with self._writing():
            before()
            known = self._read()
            kept = tuple(each for each in known if each.coder.casefold() != coder.casefold())
            if kept != known:
                self._write(kept)
        return len(known) - len(kept)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        # Who reads does not wait for who writes, who may wait for a database.
        with self._writers:
            try:
                self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self.path.parent.chmod(0o700)
                with _only_writer(self.path.with_suffix(".lock")):
                    yield
            except OSError as problem:
                raise ServiceError(
                    f"No token can be kept in {self.path} ({problem.strerror}); make that folder writable."
                ) from None

    def find(self, token: str) -> Client | None:
        """The holder of `token`; every stored hash is compared, each in constant time."""
        digest, found = _hash(token), None
        for client in self.clients():
            if hmac.compare_digest(client.sha256, digest):
                found = client
        return found

    def is_paired(self, origin: str) -> bool:
        """Whether an extension of exactly this Origin was paired."""
        return any(client.origin == origin for client in self.clients())

    def clients(self) -> tuple[Client, ...]:
        """All holders, as the file has them now.

        Raises:
            ServiceError: the file is damaged.
        """
        with self._lock:
            try:
                status = self.path.stat()
            except FileNotFoundError:
                self._seen, self._clients = None, ()
                return ()
            except OSError:
                raise self._unreadable() from None
            stamp = (status.st_ino, status.st_mtime_ns, status.st_size)
            if stamp != self._seen:
                self._clients = self._read()
                self._seen = stamp
            return self._clients

    def _read(self) -> tuple[Client, ...]:
        try:
            rows = json.loads(self.path.read_text(encoding="utf-8"))["clients"]
            return _with_ids(tuple(Client(**row) for row in rows))
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, TypeError, KeyError):
            raise self._unreadable() from None

    def _unreadable(self) -> ServiceError:
        return ServiceError(
            f"The token file {self.path} cannot be read; move it away, restart Chartside and pair again."
        )

    def _write(self, clients: tuple[Client, ...]) -> None:
        told = {"version": 1, "clients": [asdict(client) for client in clients]}
        write_whole(self.path, json.dumps(told, indent=1).encode())


def _with_ids(clients: Iterable[Client]) -> tuple[Client, ...]:
    """Every client with a coder: the same one for the same name, but a script is never a person.

    Files of older versions name no coders; there the client's name is the coder's, and the identifier
    comes from its hash, so that it stays.
    """
    known: dict[tuple[str, bool], str] = {}
    whole = []
    for client in clients:
        coder = client.coder or client.name
        coder_id = known.setdefault((coder.casefold(), client.person), client.coder_id or client.sha256[:32])
        whole.append(replace(client, coder=coder, coder_id=client.coder_id or coder_id))
    return tuple(whole)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


@contextmanager
def _only_writer(path: Path) -> Iterator[None]:
    """Keep two processes from writing at once."""
    # Never through a link, and never emptied: who could once write here must not have another file harmed.
    no_link = getattr(os, "O_NOFOLLOW", 0)
    with open(path, "ab", opener=lambda name, flags: os.open(name, flags | no_link, 0o600)) as file:
        lock_file(file)
        yield
