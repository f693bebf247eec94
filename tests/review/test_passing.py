"""What passes stands in the record's database, and who can write that alone can make up nothing."""

import json

import pytest
from sqlalchemy import insert, select, update

from chartside.review.passing import DatabaseShelf
from chartside.review.tables import passing
from chartside.review.verify import verify

from .conftest import Record

KEY = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"


@pytest.fixture
def shelf(record: Record) -> DatabaseShelf:
    made = DatabaseShelf(lambda: record.reviews)
    made.put("session", KEY, {"client": "ana"}, 60)
    return made


def test_it_is_no_part_of_the_ledger(record: Record, shelf: DatabaseShelf) -> None:
    with record.database.read() as connection:
        assert verify(connection, record.reviews.vault).ok
        rows = connection.execute(select(passing)).mappings().all()
    assert KEY not in repr(rows)


@pytest.mark.parametrize("column", ["kind", "key", "body", "ends", "mac"])
def test_a_changed_entry_is_as_none(record: Record, shelf: DatabaseShelf, column: str) -> None:
    with record.database.write() as connection:
        row = dict(connection.execute(select(passing)).mappings().one())
        told = {
            "kind": "invitation", "key": "0" * 64, "body": json.dumps({"client": "ben"}),
            "ends": row["ends"] + 3600, "mac": "0" * 64,
        }  # fmt: skip
        connection.execute(update(passing).values(**{column: told[column]}))
    for kind in ("session", "invitation"):
        assert shelf.bodies(kind) == []
        assert shelf.get(kind, KEY) is None
        assert shelf.take(kind, KEY) is None


def test_an_entry_that_was_moved_or_made_up_is_as_none(record: Record, shelf: DatabaseShelf) -> None:
    shelf.put("session", "other", {"client": "ben"}, 60)
    with record.database.write() as connection:
        rows = [dict(row) for row in connection.execute(select(passing)).mappings()]
        for row, other in zip(rows, reversed(rows), strict=True):
            place = (passing.c.kind == row["kind"], passing.c.key == row["key"])
            changed = {name: other[name] for name in ("body", "ends", "mac")}
            connection.execute(update(passing).where(*place).values(**changed))
        made_up = {"kind": "session", "key": "1" * 64, "body": "no JSON", "ends": 9e9, "mac": "1" * 64}
        connection.execute(insert(passing).values(**made_up))
    assert shelf.bodies("session") == []
    assert shelf.get("session", "other") is None


@pytest.mark.parametrize("writes", ["put", "change"])
def test_what_has_ended_is_swept_while_others_are_written(record: Record, writes: str) -> None:
    now = [1_800_000_000.0]
    shelf = DatabaseShelf(lambda: record.reviews, lambda: now[0])
    shelf.put("session", "old", {}, 10)
    now[0] += 100
    if writes == "put":
        shelf.put("session", "new", {}, 10)
    else:
        shelf.change("activity", "new", lambda known: {}, 10)
    with record.database.read() as connection:
        assert len(connection.execute(select(passing)).all()) == 1
