"""Verifying a record: the chain, the codes under the vault's key, the head, every folded row, every seal.

Finds any event that was changed, removed, inserted or moved, and any row of another table that the
events do not account for. With an anchor it finds a ledger that was put back or written anew.
"""

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, func, inspect, select, text

from chartside.errors import InputError
from chartside.review import ledger
from chartside.review.accounts import Accounts, Part, parts_of, read_all
from chartside.review.database import REVISION
from chartside.review.records import Json
from chartside.review.tables import event as event_table
from chartside.review.tables import head as head_table
from chartside.review.tables import metadata
from chartside.review.vault import Vault

MOST = 50
"""Problems that are told; more than that are only counted."""
IN_MEMORY = 250_000
"""Events of a record whose folded rows are held in memory, about half a kilobyte each."""
SMALLER = 5
"""Ranges are read by the index, each event for itself: they are kept this much smaller."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found; `problems` are sentences, the first of them."""

    events: int
    problems: tuple[str, ...]
    more: int = 0

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


class Verifier:
    """Walks one record in one snapshot."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def problems(self, anchor: Json | None = None) -> Iterator[str]:
        """Every problem, as a sentence."""
        yield from self._schema()
        parts = self._parts()
        # What belongs to no encounter is folded on the way; all else too, when it fits in memory.
        kept = Accounts(self._connection, self._vault, parts[0] if len(parts) == 1 else None)
        count, last = 0, ledger.START
        hashes = {0: last}
        for row in read_all(self._connection, select(event_table).order_by(event_table.c.seq), event_table):
            count += 1
            yield from self._event(row, count, last)
            if kept.takes(row):
                yield from kept.add(row)
            last = row["hash"]
            if anchor is not None and count == anchor["count"]:
                hashes[count] = last
        self.events = count
        yield from self._head(count, last)
        yield from kept.problems()
        if len(parts) > 1:
            for part in parts:
                yield from Accounts(self._connection, self._vault, part).read_and_compare()
        if anchor is not None:
            yield from self._anchored(anchor, hashes)

    def _parts(self) -> list[Part]:
        """Ranges of encounters, each with about as many events as fit in memory."""
        count = self._connection.execute(select(func.max(event_table.c.seq))).scalar() or 0
        return parts_of(SMALLER * -(-count // IN_MEMORY) if count > IN_MEMORY else 1)

    def _schema(self) -> Iterator[str]:
        version = self._connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
        if version != [REVISION]:
            yield "The version of the record's tables was changed."
        known = {*metadata.tables, "alembic_version"}
        for name in sorted(set(inspect(self._connection).get_table_names()) - known):
            yield f"There is a table {name} that does not belong to the record."

    def _event(self, row: Any, number: int, previous: str) -> Iterator[str]:
        if row["seq"] != number:
            yield f"Event {number} is missing or out of order: {row['seq']} stands there."
        if row["previous"] != previous:
            yield f"Event {row['seq']} does not follow the one before it."
        if ledger.digest(row["previous"], row) != row["hash"]:
            yield f"Event {row['seq']} was changed."
        elif ledger.event_mac(self._vault, row["hash"]) != row["mac"]:
            yield f"Event {row['seq']} was not written by Chartside with this key."

    def _head(self, count: int, last: str) -> Iterator[str]:
        heads = self._connection.execute(select(head_table)).mappings().all()
        if not heads and not count:
            return
        whole = [
            head
            for head in heads
            if (head["id"], head["count"], head["hash"]) == (1, count, last)
            and head["mac"] == ledger.head_mac(self._vault, count, last)
        ]
        if len(heads) != 1 or not whole:
            yield f"The head of the ledger does not stand at event {count}: events were cut off or added."

    def _anchored(self, anchor: Json, hashes: dict[int, str]) -> Iterator[str]:
        if hashes.get(anchor["count"]) != anchor["hash"]:
            yield f"The ledger is not the one of the anchor of {anchor['at']}: it was cut or written anew."


def verify(connection: Connection, vault: Vault, anchor: Json | None = None) -> Verdict:
    """Verify a whole record, against an anchor too where one is given.

    Raises:
        InputError: the anchor is none, or its signature is not good.
    """
    if anchor is not None:
        check_anchor(anchor)
    verifier = Verifier(connection, vault)
    with _uncollected():
        found = list(verifier.problems(anchor))
    return Verdict(verifier.events, tuple(found[:MOST]), max(0, len(found) - MOST))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector, which would walk all rows again and again and find nothing."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def check_anchor(anchor: Json) -> None:
    """Whether a checkpoint is whole; whose key it is must be compared by a person.

    Raises:
        InputError: it is no checkpoint, or its signature is not good.
    """
    try:
        told = {name: anchor[name] for name in ("count", "hash", "at")}
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(anchor["public_key"]))
        key.verify(bytes.fromhex(anchor["signature"]), ledger.canonical(told).encode())
        if not isinstance(told["count"], int):
            raise ValueError
    except (KeyError, TypeError, ValueError, InvalidSignature):
        raise InputError("This is no anchor of a record, or it was changed; use the exported file.") from None


def digest_of(files: list[tuple[str, bytes]]) -> str:
    """One digest of named contents, such as the tables of rules."""
    total = sha256()
    for name, content in sorted(files):
        total.update(json.dumps([name, sha256(content).hexdigest()]).encode())
    return total.hexdigest()[:16]
