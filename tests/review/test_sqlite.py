"""What is true of the record in a file: on disk when acknowledged, whole when the file is locked or full."""

import sqlite3
from typing import Any

import pytest

from chartside.errors import StoreError
from chartside.review import database as module
from chartside.review.database import FILE
from chartside.review.records import Decision, DecisionKind
from chartside.review.verify import verify

from .conftest import ANA, Record


@pytest.fixture
def url() -> None:
    """The file of the record's own folder."""


def test_sqlite_keeps_what_was_acknowledged(record: Record) -> None:
    with record.database.read() as connection:
        said = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert said == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_what_is_erased_is_not_in_the_file(record: Record) -> None:
    encounter = record.opened("I10")
    with record.database.read() as connection:
        blob = connection.exec_driver_sql("SELECT blob FROM sealed").scalar()
    record.database.close()
    assert blob in (record.folder / FILE).read_bytes()
    record.reviews.erase(ANA, [encounter])
    record.database.close()
    assert not [path for path in record.folder.glob(f"{FILE}*") if blob in path.read_bytes()]


def test_a_locked_database_is_told_and_nothing_is_lost(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    encounter = record.opened("I10")
    record.database.close()
    monkeypatch.setattr(module, "PATIENCE", 50)
    other = sqlite3.connect(record.folder / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="another program has locked it"):
        record.reviews.decide(ANA, encounter, Decision(DecisionKind.ACCEPT, "I10"))
    other.execute("ROLLBACK")
    other.close()
    assert record.reviews.get(encounter).decisions == ()
    record.reviews.decide(ANA, encounter, Decision(DecisionKind.ACCEPT, "I10"))
    with record.database.read() as connection:
        assert verify(connection, record.reviews.vault).ok


def test_a_full_disk_is_told_and_nothing_is_half_written(record: Record) -> None:
    encounter = record.opened("I10")
    engine = record.database.engine
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()

    def limited(raw: Any, _record: object) -> None:
        raw.execute(f"PRAGMA max_page_count={pages}")

    module.event.listen(engine, "connect", limited)
    engine.dispose()
    acknowledged = 0

    def until_full() -> None:
        nonlocal acknowledged
        for _ in range(2000):
            record.reviews.decide(ANA, encounter, Decision(DecisionKind.ACCEPT, "I10"))
            acknowledged += 1

    with pytest.raises(StoreError, match="disk is full"):
        until_full()
    module.event.remove(engine, "connect", limited)
    engine.dispose()
    assert len(record.reviews.get(encounter).decisions) == acknowledged
    with record.database.read() as connection:
        assert verify(connection, record.reviews.vault).ok
    record.reviews.decide(ANA, encounter, Decision(DecisionKind.ACCEPT, "I10"))
