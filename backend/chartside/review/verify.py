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
from sqlalchemy import Boolean, Connection, Integer, Select, Table, inspect, select, text, type_coerce

from chartside.errors import InputError, VaultError
from chartside.review import ledger
from chartside.review.database import REVISION
from chartside.review.fold import MemoryRows, fold
from chartside.review.records import Json
from chartside.review.tables import FOLDED, metadata, sealed
from chartside.review.tables import event as event_table
from chartside.review.tables import head as head_table
from chartside.review.vault import Vault

MOST = 50
"""Problems that are told; more than that are only counted."""
PART = 2000
"""Rows that are fetched at once."""


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
        self._rows = MemoryRows()
        self._seals: dict[str, tuple[str, str]] = {}
        self._erased: set[str] = set()

    def problems(self, anchor: Json | None = None) -> Iterator[str]:
        """Every problem, as a sentence."""
        yield from self._schema()
        count, last, hashes = 0, ledger.START, [ledger.START]
        for row in self._all(select(event_table).order_by(event_table.c.seq), event_table):
            count += 1
            yield from self._event(row, count, last)
            last = row["hash"]
            if anchor is not None:
                hashes.append(last)
        self.events = count
        yield from self._head(count, last)
        yield from self._folded()
        yield from self._sealed()
        if anchor is not None:
            yield from self._anchored(anchor, hashes)

    def _all(self, query: Select[Any], table: Table) -> Iterator[Json]:
        """Every row, in large parts and as plain dictionaries: there may be a million."""
        names = [column.name for column in table.columns]
        for part in self._connection.execute(query).partitions(PART):
            for row in part:
                yield dict(zip(names, row, strict=True))

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
        try:
            event = ledger.as_event(row)
            fold(event, self._rows)
            if seal := event.body.get("sealed"):
                self._seals[seal[0]] = (event.encounter or "", seal[1])
            if event.kind == "erased":
                self._erased.add(event.encounter or "")
        except (ValueError, KeyError, TypeError, AttributeError, AssertionError, IndexError):
            yield f"Event {row['seq']} cannot be read."

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

    def _folded(self) -> Iterator[str]:
        for name, table in FOLDED.items():
            expected = self._rows.tables[name]
            keys = [column.name for column in table.primary_key]
            left = set(expected)
            for row in self._all(select(*_as_stored(table)), table):
                key = tuple([row[column] for column in keys])
                left.discard(key)
                if key not in expected:
                    yield f"The table {name} holds a row that no event made."
                elif row != expected[key]:
                    yield f"The table {name} holds a row that is not as the events made it."
            for _ in left:
                yield f"The table {name} lacks a row that the events made."

    def _sealed(self) -> Iterator[str]:
        left = {name: said for name, said in self._seals.items() if said[0] not in self._erased}
        for row in self._all(select(sealed), sealed):
            said = left.pop(row["id"], None)
            if said is None or said[0] != row["encounter"]:
                yield "A sealed part belongs to no event."
                continue
            try:
                plain = self._vault.open(row["key_id"], row["blob"], row["id"])
            except VaultError:
                yield f"A sealed part of encounter {row['encounter'][:8]} was changed or its key is missing."
                continue
            if self._vault.mac(plain) != said[1]:
                yield f"A sealed part of encounter {row['encounter'][:8]} is not the one that was written."
        for encounter, _ in left.values():
            yield f"A sealed part of encounter {encounter[:8]} is missing."

    def _anchored(self, anchor: Json, hashes: list[str]) -> Iterator[str]:
        count, last = anchor["count"], anchor["hash"]
        if count >= len(hashes) or hashes[count] != last:
            yield f"The ledger is not the one of the anchor of {anchor['at']}: it was cut or written anew."


def _as_stored(table: Table) -> list[Any]:
    """The columns, truth values as the numbers that SQLite holds: a 2 is no True."""
    return [
        type_coerce(column, Integer).label(column.name) if isinstance(column.type, Boolean) else column
        for column in table.columns
    ]


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
