"""The ledger: events that are only ever appended, each bound to the one before.

An event's hash covers the hash before it, so a change, a removal or another order breaks the chain; its
code under the vault's key keeps who can write the database from mending the chain; the head holds
their number, so that the last ones cannot be cut off unseen. Anchors tell about a whole ledger put back.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, insert, select, update

from chartside.review.fold import SqlRows, fold
from chartside.review.records import Event, Json
from chartside.review.tables import event as event_table
from chartside.review.tables import head as head_table
from chartside.review.vault import Vault

START = "0" * 64
"""What stands for the hash before the first event."""
KINDS = frozenset(
    "coder_added coder_changed coder_invited coder_removed browser_paired opened read_again revealed decided "
    "undone finalized reopened exported erased settings_changed learning_reverted synonym_proposed "
    "synonym_confirmed synonym_withdrawn key_rotated".split()
)

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical(value: object) -> str:
    """The one way to write a JSON value: keys sorted, no blanks, nothing escaped that needs not be."""
    return _CANONICAL.encode(value)


def digest(previous: str, row: Json) -> str:
    """The hash of an event's row after another event."""
    told = (row["seq"], row["at"], row["kind"], row["encounter"], row["actor"])
    return sha256(f"{previous}\n{canonical(told)}\n{row['body']}".encode()).hexdigest()


def head_mac(vault: Vault, count: int, last: str) -> str:
    """The code that binds the number of events and the last hash."""
    return vault.mac(f"head\n{count}\n{last}".encode())


def event_mac(vault: Vault, hash_: str) -> str:
    """The code that binds an event's hash."""
    return vault.mac(f"event\n{hash_}".encode())


def append(
    connection: Connection, vault: Vault, kind: str, actor: str, body: Json, encounter: str | None = None
) -> Event:
    """Append an event and fold it, inside the caller's transaction, which holds the write lock."""
    assert kind in KINDS
    found = connection.execute(select(head_table).with_for_update()).mappings().first()
    count, previous = (found["count"], found["hash"]) if found else (0, START)
    row: dict[str, Any] = {
        "seq": count + 1,
        "at": datetime.now(UTC).isoformat(timespec="microseconds"),
        "kind": kind,
        "encounter": encounter,
        "actor": actor,
        "body": canonical(body),
        "previous": previous,
    }
    row["hash"] = digest(previous, row)
    row["mac"] = event_mac(vault, row["hash"])
    connection.execute(insert(event_table).values(**row))
    head = {"count": row["seq"], "hash": row["hash"], "mac": head_mac(vault, row["seq"], row["hash"])}
    if found:
        connection.execute(update(head_table).where(head_table.c.id == 1).values(**head))
    else:
        connection.execute(insert(head_table).values(id=1, **head))
    written = as_event(row)
    fold(written, SqlRows(connection))
    return written


def as_event(row: Any) -> Event:
    """The event of a row."""
    return Event(
        row["seq"], row["at"], row["kind"], row["encounter"], row["actor"], json.loads(row["body"]),
        row["previous"], row["hash"],
    )  # fmt: skip


def events(
    connection: Connection, *, encounter: str | None = None, kinds: tuple[str, ...] = ()
) -> Iterator[Event]:
    """Events in their order, all or those of an encounter or of some kinds."""
    query = select(event_table).order_by(event_table.c.seq)
    if encounter is not None:
        query = query.where(event_table.c.encounter == encounter)
    if kinds:
        query = query.where(event_table.c.kind.in_(kinds))
    yield from (as_event(row) for row in connection.execute(query).mappings())


def anchor(connection: Connection, vault: Vault) -> Json:
    """A signed checkpoint of the ledger as it stands, to be kept elsewhere."""
    found = connection.execute(select(head_table)).mappings().first()
    told = {
        "count": found["count"] if found else 0,
        "hash": found["hash"] if found else START,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    public, signature = vault.sign(canonical(told).encode())
    return {"chartside_anchor": 1, **told, "public_key": public, "signature": signature}
