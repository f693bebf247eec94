"""Whether the folded rows and the sealed parts of a record are those that its events account for.

A large record is compared in parts, each with the encounters whose identifiers lie in a range, so that ten
million events take no more memory than some hundred thousand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Integer,
    Select,
    Table,
    and_,
    select,
    true,
    type_coerce,
)

from chartside.errors import VaultError
from chartside.review import ledger
from chartside.review.fold import MemoryRows, fold
from chartside.review.records import Json
from chartside.review.tables import FOLDED, sealed
from chartside.review.tables import event as event_table
from chartside.review.vault import Vault

FETCHED = 2000
"""Rows that are fetched at once."""
PREFIXES = 4096
"""Identifiers begin with three random hexadecimal digits: the finest ranges there are."""


@dataclass(frozen=True, slots=True)
class Part:
    """Encounters from one identifier to before another; an empty one leaves that end open."""

    first: str = ""
    before: str = ""

    def holds(self, column: Column[Any]) -> ColumnElement[bool]:
        """The condition on a column of identifiers."""
        ends = [
            *([column >= self.first] if self.first else []),
            *([column < self.before] if self.before else []),
        ]
        return and_(*ends) if ends else true()


def parts_of(count: int) -> list[Part]:
    """All encounters in about `count` ranges of like size."""
    count = min(count, PREFIXES)
    marks = ["", *(f"{PREFIXES * number // count:03x}" for number in range(1, count)), ""]
    return [Part(first, before) for first, before in pairwise(marks)]


def read_all(connection: Connection, query: Select[Any], table: Table) -> Iterator[Json]:
    """Every row, in large parts and as plain dictionaries: there may be millions."""
    names = [column.name for column in table.columns]
    for part in connection.execution_options(yield_per=FETCHED).execute(query).partitions():
        for row in part:
            yield dict(zip(names, row, strict=True))


class Accounts:
    """The rows that events make, for one part of the encounters, or for what belongs to none.

    Args:
        connection: one snapshot of the record.
        vault: its keys.
        part: which encounters; None for the events without one. The whole takes those too.
    """

    def __init__(self, connection: Connection, vault: Vault, part: Part | None) -> None:
        self._connection, self._vault, self._part = connection, vault, part
        self._rows = MemoryRows()
        self._seals: dict[str, tuple[str, str]] = {}
        self._erased: set[str] = set()
        self._whole = part == Part()

    def takes(self, row: Json) -> bool:
        """Whether an event on the walk through all of them belongs here."""
        return self._whole or row["encounter"] is None

    def add(self, row: Json) -> Iterator[str]:
        """Fold an event."""
        try:
            event = ledger.as_event(row)
            fold(event, self._rows)
            if seal := event.body.get("sealed"):
                self._seals[seal[0]] = (event.encounter or "", seal[1])
            if event.kind == "erased":
                self._erased.add(event.encounter or "")
        except (ValueError, KeyError, TypeError, AttributeError, AssertionError, IndexError):
            yield f"Event {row['seq']} cannot be read."

    def read_and_compare(self) -> Iterator[str]:
        """Fold the events of the part and compare."""
        assert self._part is not None
        query = select(event_table).where(
            event_table.c.encounter.is_not(None), self._part.holds(event_table.c.encounter)
        )
        for row in read_all(self._connection, query.order_by(event_table.c.seq), event_table):
            yield from self.add(row)
        yield from self.problems()

    def problems(self) -> Iterator[str]:
        """Everything that is not as the events made it, as sentences."""
        for name, table in FOLDED.items():
            named = table.c.id if name == "encounter" else table.c.get("encounter")
            if self._whole or (self._part is None) == (named is None):
                condition = true() if named is None or self._part is None else self._part.holds(named)
                yield from self._compared(name, table, condition)
        if self._part is not None:
            yield from self._sealed(self._part)

    def _compared(self, name: str, table: Table, condition: ColumnElement[bool]) -> Iterator[str]:
        expected = self._rows.tables[name]
        keys = [column.name for column in table.primary_key]
        left = set(expected)
        for row in read_all(self._connection, select(*_as_stored(table)).where(condition), table):
            key = tuple([row[column] for column in keys])
            left.discard(key)
            if key not in expected:
                yield f"The table {name} holds a row that no event made."
            elif row != expected[key]:
                yield f"The table {name} holds a row that is not as the events made it."
        for _ in left:
            yield f"The table {name} lacks a row that the events made."

    def _sealed(self, part: Part) -> Iterator[str]:
        left = {name: said for name, said in self._seals.items() if said[0] not in self._erased}
        for row in read_all(self._connection, select(sealed).where(part.holds(sealed.c.encounter)), sealed):
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


def _as_stored(table: Table) -> list[Any]:
    """The columns, truth values as the numbers that SQLite holds: a 2 is no True."""
    return [
        type_coerce(column, Integer).label(column.name) if isinstance(column.type, Boolean) else column
        for column in table.columns
    ]
