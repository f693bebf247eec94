from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select

from chartside.errors import InputError, StoreError
from chartside.review.database import MIGRATIONS, REVISION, Database
from chartside.review.tables import event, metadata
from chartside.review.verify import verify

from .conftest import Record


def test_migrations_make_the_tables_that_the_program_knows(record: Record) -> None:
    with record.database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [REVISION]


def test_a_record_of_a_newer_chartside_is_refused(make_record: Callable[[], Record]) -> None:
    record = make_record()
    with record.database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer Chartside"):
        make_record()


def test_what_no_record_can_hold_is_the_fault_of_who_asks(record: Record) -> None:
    with pytest.raises(InputError):
        record.reviews.get("a\0b")


def test_a_user_without_a_name_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 1234")

    monkeypatch.setattr("chartside.review.database.getuser", nobody)
    with pytest.raises(StoreError, match="check CHARTSIDE_DATABASE_URL"):
        Database(tmp_path, "postgresql://127.0.0.1/record")


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be opened"):
        Database(tmp_path / "file" / "review")


def test_who_reads_sees_one_state_while_others_write(record: Record) -> None:
    count = select(func.count()).select_from(event)
    with record.database.read() as connection:
        before = connection.execute(count).scalar()
        record.opened("I10")
        assert connection.execute(count).scalar() == before
        assert verify(connection, record.reviews.vault).ok
    with record.database.read() as connection:
        assert connection.execute(count).scalar() == before + 1
