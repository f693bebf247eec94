"""Tampering from outside the program: every edit of the database is found."""

import random
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

from chartside.review import ledger
from chartside.review.database import FILE
from chartside.review.verify import IN_MEMORY, verify

from .conftest import ANA, Record
from .test_verify import filled, found

__all__ = ["filled"]
EDITS = 500
TABLES = ("event", "head", "coder", "encounter", "suggestion", "decision", "sealed", "alembic_version")


@pytest.fixture
def url() -> None:
    """The file of the record's own folder."""


def edit(connection: sqlite3.Connection, chance: random.Random) -> str:
    """One edit of one row, column or order, as somebody with the file could make it."""
    table = chance.choice(TABLES)
    rows = connection.execute(f"SELECT rowid, * FROM {table}").fetchall()
    columns = [each[1] for each in connection.execute(f"PRAGMA table_info({table})")]
    row = chance.choice(rows)
    kind = chance.choice(("change", "change", "change", "delete", "copy", "swap"))
    if kind == "delete":
        connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (row[0],))
    elif kind == "copy":
        told = list(row[1:])
        told[0] = f"{told[0]}x" if isinstance(told[0], str) else told[0] + 1_000_000
        marks = ",".join("?" * len(told))
        connection.execute(f"INSERT INTO {table} VALUES ({marks})", told)
    elif kind == "swap" and len(rows) > 1:
        other = chance.choice([each for each in rows if each[0] != row[0]])
        at = chance.randrange(len(columns))
        if row[at + 1] == other[at + 1]:
            return edit(connection, chance)
        first, second = (f"UPDATE {table} SET {columns[at]} = ? WHERE rowid = ?",) * 2
        try:
            connection.execute(first, (other[at + 1], row[0]))
            connection.execute(second, (row[at + 1], other[0]))
        except sqlite3.IntegrityError:
            connection.rollback()
            return edit(connection, chance)
    else:
        at = chance.randrange(len(columns))
        try:
            connection.execute(
                f"UPDATE {table} SET {columns[at]} = ? WHERE rowid = ?",
                (changed(row[at + 1], chance), row[0]),
            )
        except sqlite3.IntegrityError:
            connection.rollback()
            return edit(connection, chance)
    return f"{kind} {table}"


def changed(value: Any, chance: random.Random) -> Any:
    if isinstance(value, bytes):
        at = chance.randrange(len(value))
        return value[:at] + bytes([value[at] ^ (1 + chance.randrange(255))]) + value[at + 1 :]
    if isinstance(value, int | float):
        return value + chance.choice((-1, 1))
    if value is None:
        return "x"
    at = chance.randrange(len(value) + 1)
    return value[:at] + chance.choice("0aZ9") + value[at:]


@pytest.fixture(params=[IN_MEMORY, 10], ids=["at-once", "in-parts"])
def in_memory(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many events are compared at once: all of a small record, or those of many ranges one by one."""
    monkeypatch.setattr("chartside.review.verify.IN_MEMORY", request.param)
    return int(request.param)


def edits(in_memory: int) -> int:
    """Fewer in parts, each of which asks the database anew."""
    return EDITS if in_memory == IN_MEMORY else EDITS // 5


def test_every_single_edit_is_found(filled: Record, in_memory: int) -> None:
    chance = random.Random(in_memory)
    missed = []
    path = filled.folder / FILE
    for _ in range(edits(in_memory)):
        filled.database.close()
        with sqlite3.connect(path) as before:
            before.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        before.close()
        whole = path.read_bytes()
        outside = sqlite3.connect(path)
        what = edit(outside, chance)
        outside.commit()
        outside.close()
        if not found(filled):
            missed.append(what)
        filled.database.close()
        for left in path.parent.glob(f"{FILE}-*"):
            left.unlink()
        path.write_bytes(whole)
    assert missed == []
    assert found(filled) == ()


def test_a_ledger_that_was_put_back_is_found_with_an_anchor(
    filled: Record, make_record: Callable[[], Record]
) -> None:
    filled.database.close()
    whole = {path: path.read_bytes() for path in filled.folder.iterdir()}
    encounter = filled.opened("I10")
    filled.reviews.finalize(ANA, encounter)
    with filled.database.read() as connection:
        anchor = ledger.anchor(connection, filled.reviews.vault)
        assert verify(connection, filled.reviews.vault, anchor).ok
    filled.database.close()
    for path in filled.folder.iterdir():
        path.unlink()
    for path, content in whole.items():
        path.write_bytes(content)
    back = make_record()
    with back.database.read() as connection:
        assert verify(connection, back.reviews.vault).ok
        assert not verify(connection, back.reviews.vault, anchor).ok
