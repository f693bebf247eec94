"""A record of any size: a hundred encounters by `Reviews` itself, the others copies of them.

A copy has an identifier, times, hashes and seals of its own and is folded by the code that folds every
event, so that the whole verifies; only the database's own transactions are passed by.
"""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

import _review_record
from chartside.review import ledger, tables
from chartside.review.database import FILE
from chartside.review.fold import MemoryRows, fold
from chartside.review.opening import FOLDER, reviews_of
from chartside.review.records import Coder, Event
from chartside.review.vault import NONCE, Vault

ORIGINALS = 100
TOGETHER = 500
"""Copies in one transaction."""


@dataclass(frozen=True, slots=True)
class Original:
    """An encounter that is copied: its events with their bodies as text, and its sealed parts packed."""

    name: str
    events: tuple[tuple[Event, str], ...]
    sealed: tuple[tuple[str, bytes], ...]


def make(home: Path, compiled: Path, encounters: int, coders: tuple[Coder, ...]) -> list[str]:
    """Make a record of `encounters` in `home`; the identifiers of those that were not copied.

    Args:
        home: a data folder, made when it is not there; the record is SQLite.
        compiled: a data folder whose compiled code set is used.
        encounters: how many.
        coders: who work on them in turn.
    """
    originals = min(encounters, ORIGINALS)
    names = _review_record.make(home, compiled, originals, coders, following=encounters - originals)
    with reviews_of(home) as reviews:
        copied, vault = list(_originals(reviews.database.read, reviews.vault)), reviews.vault
    file = sqlite3.connect(home / FOLDER / FILE, isolation_level=None)
    try:
        file.execute("PRAGMA synchronous=OFF")
        _copy(file, vault, copied, encounters - len(names))
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        file.close()
    return names


def _originals(read: Any, vault: Vault) -> Iterator[Original]:
    with read() as connection:
        rows = list(connection.execute(select(tables.event).order_by(tables.event.c.seq)).mappings())
        blobs = list(connection.execute(select(tables.sealed)).mappings())
    parts: dict[str, list[tuple[str, bytes]]] = {}
    for blob in blobs:
        packed = vault._seals[blob["key_id"]].decrypt(
            blob["blob"][:NONCE], blob["blob"][NONCE:], blob["id"].encode()
        )
        parts.setdefault(blob["encounter"], []).append((blob["id"], packed))
    events: dict[str, list[tuple[Event, str]]] = {}
    for row in rows:
        if row["encounter"]:
            events.setdefault(row["encounter"], []).append((ledger.as_event(row), row["body"]))
    for name, told in events.items():
        yield Original(name, tuple(told), tuple(parts.get(name, ())))


def _copy(file: sqlite3.Connection, vault: Vault, originals: list[Original], copies: int) -> None:
    count, last = file.execute("SELECT count, hash FROM head").fetchone()
    now = datetime.fromisoformat(file.execute("SELECT max(at) FROM event").fetchone()[0])
    step = max((datetime.now(UTC) - now) / (max(copies, 1) * _review_record.EVENTS + 1), timedelta(0))
    cipher, key_id = vault._seals[vault.current], vault.current
    done = 0
    while done < copies:
        new: dict[str, list[tuple[Any, ...]]] = {
            name: [] for name in ("event", "encounter", "suggestion", "decision", "sealed")
        }
        for number in range(done, min(done + TOGETHER, copies)):
            original, name, rows = originals[number % len(originals)], str(uuid.uuid4()), MemoryRows()
            for event, text in original.events:
                count, now = count + 1, now + step
                at = now.isoformat(timespec="microseconds")
                row = {
                    "seq": count, "at": at, "kind": event.kind, "encounter": name, "actor": event.actor,
                    "body": text.replace(original.name, name), "previous": last,
                }  # fmt: skip
                last = row["hash"] = ledger.digest(last, row)
                row["mac"] = ledger.event_mac(vault, last)
                new["event"].append(tuple(row.values()))
                fold(Event(count, at, event.kind, name, event.actor, event.body, "", ""), rows)
            for table in ("encounter", "suggestion", "decision"):
                new[table] += [_ordered(tables.FOLDED[table], row) for row in rows.tables[table].values()]
            for part, packed in original.sealed:
                about, nonce = part.replace(original.name, name), os.urandom(NONCE)
                blob = nonce + cipher.encrypt(nonce, packed, about.encode())
                new["sealed"].append((about, name, key_id, blob))
        done = min(done + TOGETHER, copies)
        file.execute("BEGIN IMMEDIATE")
        for table, told in new.items():
            marks = ",".join("?" * len(told[0]))
            file.executemany(f"INSERT INTO {table} VALUES ({marks})", told)  # noqa: S608
        head = (count, last, ledger.head_mac(vault, count, last))
        file.execute("UPDATE head SET count = ?, hash = ?, mac = ? WHERE id = 1", head)
        file.execute("COMMIT")


def _ordered(table: Table, row: dict[str, Any]) -> tuple[Any, ...]:
    """The values in the order of the columns."""
    return tuple(row[column.name] for column in table.columns)
