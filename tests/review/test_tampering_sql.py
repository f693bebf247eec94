"""Edits by SQL, of every column of every table of either database, each in a transaction that is undone."""

import random
from typing import Any

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from chartside.review.verify import verify

from .conftest import Record
from .test_tampering import changed, edits, in_memory
from .test_verify import filled, found

__all__ = ["filled", "in_memory"]
Column = tuple[str, str]


class Undone(Exception):
    """Ends a transaction without keeping it."""


def columns_of(connection: Connection) -> list[Column]:
    told = inspect(connection)
    # What passes is no part of the ledger; test_passing.py tampers with it.
    tables = [table for table in told.get_table_names() if table != "passing"]
    return [(table, each["name"]) for table in tables for each in told.get_columns(table)]


class Hand:
    """Somebody who may write the database."""

    def __init__(self, connection: Connection, sqlite: bool, chance: random.Random) -> None:
        self._connection, self._chance = connection, chance
        self._row = "rowid" if sqlite else "ctid"

    def run(self, statement: str, **values: Any) -> Any:
        return self._connection.execute(text(statement), values)

    def edit(self, kind: str, table: str, column: str) -> bool:
        """One edit; False when it changes nothing or the database does not take it."""
        rows = self.run(f'SELECT {self._row} AS place, * FROM "{table}"').mappings().all()
        row, other = self._chance.choice(rows), self._chance.choice(rows)
        try:
            with self._connection.begin_nested():
                return self._edited(kind, table, column, dict(row), dict(other))
        except DBAPIError:
            return False

    def _edited(self, kind: str, table: str, column: str, row: dict, other: dict) -> bool:
        place = row.pop("place")
        if kind == "delete":
            return bool(self.run(f'DELETE FROM "{table}" WHERE {self._row} = :place', place=place).rowcount)
        if kind == "copy":
            row[column] = self._other(row[column])
            names = ", ".join(f'"{name}"' for name in row)
            marks = ", ".join(f":{name}" for name in row)
            self.run(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', **row)
            return True
        value = other[column] if kind == "move" else self._other(row[column])
        if value == row[column]:
            return False
        self.run(
            f'UPDATE "{table}" SET "{column}" = :value WHERE {self._row} = :place', value=value, place=place
        )
        return True

    def _other(self, value: Any) -> Any:
        if isinstance(value, bool):
            return not value
        if isinstance(value, str) and value and self._chance.random() < 0.8:
            # As long as before: columns have their lengths.
            at = self._chance.randrange(len(value))
            return f"{value[:at]}{'x' if value[at] != 'x' else 'y'}{value[at + 1 :]}"
        return changed(value, self._chance)


def is_found(record: Record, kind: str, column: Column, chance: random.Random) -> bool | None:
    """Whether verifying finds an edit; None when there was none."""
    answer: bool | None = None
    try:
        with record.database.write() as connection:
            # Foreign keys do not hinder who may write the database.
            aside = "PRAGMA defer_foreign_keys = ON"
            if not record.is_sqlite:
                aside = "SET LOCAL session_replication_role = replica"
            connection.execute(text(aside))
            if Hand(connection, record.is_sqlite, chance).edit(kind, *column):
                answer = not verify(connection, record.reviews.vault).ok
            raise Undone
    except Undone:
        return answer


def test_an_edit_of_any_column_is_found(filled: Record, in_memory: int) -> None:
    chance = random.Random(in_memory)
    with filled.database.read() as connection:
        columns = columns_of(connection)
    assert len({table for table, _ in columns}) == 8
    done: list[tuple[str, Column]] = []
    missed = []
    # SQLite's file is edited at random from outside in the other test.
    wanted = len(columns) if filled.is_sqlite else edits(in_memory)
    for number in range(20 * wanted):
        if len(done) == wanted:
            break
        kind = "change" if len(done) < len(columns) else chance.choice(("change", "move", "copy", "delete"))
        column = columns[len(done)] if len(done) < len(columns) else chance.choice(columns)
        answer = is_found(filled, kind, column, chance)
        if answer is not None:
            done.append((kind, column))
        if answer is False:
            missed.append((number, kind, column))
    assert len(done) == wanted, (len(done), kind, column)
    assert missed == []
    assert {column for _, column in done} == set(columns)
    assert found(filled) == ()
