"""From events to rows: the same steps when an event is written and when the ledger is verified."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Protocol

from sqlalchemy import Connection, Executable, Table, and_, select
from sqlalchemy.dialects import postgresql, sqlite

from chartside.review.records import Event, Json
from chartside.review.tables import FOLDED

Row = dict[str, Any]
Key = tuple[Any, ...]


class Rows(Protocol):
    """Rows of the folded tables by primary key."""

    def get(self, table: str, key: Key) -> Row | None:
        """A row, or None; a changed one must be put back."""

    def put(self, table: str, *rows: Row) -> None:
        """Insert rows, or replace those with their keys."""


def fold(event: Event, rows: Rows) -> None:
    """Apply one event; kinds that change no row are passed over."""
    step = _STEPS.get(event.kind)
    if step is not None:
        step(event, rows)


def _coder_added(event: Event, rows: Rows) -> None:
    body = event.body
    rows.put(
        "coder",
        {
            "id": body["id"],
            "name": body["name"],
            "role": body["role"],
            "person": body["person"],
            "added_at": event.at,
        },
    )


def _coder_changed(event: Event, rows: Rows) -> None:
    row = rows.get("coder", (event.body["id"],))
    assert row is not None
    rows.put("coder", {**row, "role": event.body["role"]})


def _opened(event: Event, rows: Rows) -> None:
    body = event.body
    rows.put(
        "encounter",
        {
            "id": event.encounter,
            "coder": event.actor,
            "source": body["source"],
            "setting": body["setting"],
            "day": body["day"],
            "mode": body["mode"],
            "state": "open",
            **_reading(body),
            "readings": 1,
            "opened_at": _earlier(event.at, body.get("since", 0.0)),
            "first_action_at": None,
            "finalized_at": None,
            "finalized_by": None,
            "active_seconds": float(body.get("active", 0.0)),
            "revealed_at": None,
        },
    )
    _show(event, rows, 1)


def _read_again(event: Event, rows: Rows) -> None:
    row = _encounter(event, rows)
    row.update(_reading(event.body), readings=row["readings"] + 1)
    rows.put("encounter", row)
    _show(event, rows, row["readings"])


def _reading(body: Json) -> Row:
    versions = body["versions"]
    return {
        "code_set": body["code_set"],
        "engine": versions["engine"],
        "rules": versions["rules"],
        "weights": versions["weights"],
        "note_digest": body["note"]["digest"],
        "note_characters": body["note"]["characters"],
    }


def _show(event: Event, rows: Rows, reading: int) -> None:
    shown = [
        {
            "encounter": event.encounter,
            "code": code,
            "rank": rank,
            "tier": tier,
            "confidence": confidence,
            "reading": reading,
        }
        for rank, (code, tier, confidence, *_) in enumerate(event.body["shown"])
    ]
    rows.put("suggestion", *shown)


def _revealed(event: Event, rows: Rows) -> None:
    rows.put("encounter", {**_encounter(event, rows), "revealed_at": event.at})


def _decided(event: Event, rows: Rows) -> None:
    body, row = event.body, _encounter(event, rows)
    rows.put(
        "decision",
        {
            "encounter": event.encounter,
            "number": body["number"],
            "kind": body["kind"],
            "code": body["code"],
            "from_code": body["from_code"],
            "reason": body["reason"],
            "coder": event.actor,
            "at": event.at,
            "undone": False,
            "shown": body["shown"],
        },
    )
    _acted(event, row)
    rows.put("encounter", row)


def _undone(event: Event, rows: Rows) -> None:
    decision = rows.get("decision", (event.encounter, event.body["number"]))
    assert decision is not None
    rows.put("decision", {**decision, "undone": True})
    row = _encounter(event, rows)
    _acted(event, row)
    rows.put("encounter", row)


def _finalized(event: Event, rows: Rows) -> None:
    row = _encounter(event, rows)
    _acted(event, row)
    row.update(state="finalized", finalized_at=event.at, finalized_by=event.actor)
    rows.put("encounter", row)


def _reopened(event: Event, rows: Rows) -> None:
    rows.put(
        "encounter", {**_encounter(event, rows), "state": "open", "finalized_at": None, "finalized_by": None}
    )


def _erased(event: Event, rows: Rows) -> None:
    rows.put("encounter", {**_encounter(event, rows), "state": "erased", "source": ""})


def _earlier(at: str, seconds: float) -> str:
    if not seconds:
        return at
    return (datetime.fromisoformat(at) - timedelta(seconds=seconds)).isoformat(timespec="microseconds")


def _acted(event: Event, row: Row) -> None:
    row["first_action_at"] = row["first_action_at"] or event.at
    row["active_seconds"] = max(row["active_seconds"], float(event.body.get("active", 0.0)))


def _encounter(event: Event, rows: Rows) -> Row:
    row = rows.get("encounter", (event.encounter,))
    assert row is not None
    return row


_STEPS: dict[str, Callable[[Event, Rows], None]] = {
    "coder_added": _coder_added,
    "coder_changed": _coder_changed,
    "opened": _opened,
    "read_again": _read_again,
    "revealed": _revealed,
    "decided": _decided,
    "undone": _undone,
    "finalized": _finalized,
    "reopened": _reopened,
    "erased": _erased,
}


@cache
def _replacing(table: str, dialect: str) -> Executable:
    """What inserts a row of a table or replaces the one with its key, as PostgreSQL and SQLite say it."""
    made_of = FOLDED[table]
    insert: Callable[[Table], Any] = (sqlite if dialect == "sqlite" else postgresql).insert
    inserting = insert(made_of)
    keys = [column.name for column in made_of.primary_key]
    new = {each.name: inserting.excluded[each.name] for each in made_of.columns if each.name not in keys}
    replacing: Executable = inserting.on_conflict_do_update(index_elements=keys, set_=new)
    return replacing


class MemoryRows:
    """All rows in memory, for verifying."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[Key, Row]] = {name: {} for name in FOLDED}
        self._keys = {name: [column.name for column in table.primary_key] for name, table in FOLDED.items()}

    def get(self, table: str, key: Key) -> Row | None:
        """A row, or None."""
        return self.tables[table].get(key)

    def put(self, table: str, *rows: Row) -> None:
        """Insert or replace."""
        for row in rows:
            self.tables[table][tuple([row[name] for name in self._keys[table]])] = row


class SqlRows:
    """Rows in the database, inside the transaction that appends the event."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, table: str, key: Key) -> Row | None:
        """A row, or None."""
        made_of = FOLDED[table]
        found = self._connection.execute(select(made_of).where(self._is(made_of, key))).mappings().first()
        return dict(found) if found else None

    def put(self, table: str, *rows: Row) -> None:
        """Insert or replace, in one statement: others wait for the ledger meanwhile."""
        if rows:
            self._connection.execute(_replacing(table, self._connection.dialect.name), list(rows))

    @staticmethod
    def _is(table: Table, key: Key) -> Any:
        return and_(*(column == value for column, value in zip(table.primary_key, key, strict=True)))
