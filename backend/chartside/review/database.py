"""The database of the record: SQLite beside the other data, or PostgreSQL by `CHARTSIDE_DATABASE_URL`.

SQLite runs with a write-ahead log and full synchronisation: what was acknowledged is on disk. Every
writer takes the write lock first, so that two never append after the same event.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, select, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

from chartside.codesets.database import compile_lock
from chartside.errors import InputError, StoreError
from chartside.review.tables import event as event_table

VARIABLE = "CHARTSIDE_DATABASE_URL"
FILE = "review.sqlite3"
REVISION = "0004"
"""The newest migration; a test holds it."""
PATIENCE = 5000
"""Milliseconds that a writer waits for another one."""
_ADVISORY = 0x63686172
_WRITERS = _ADVISORY + 1
MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """One record, open for any number of threads.

    Args:
        folder: the record's folder, made with mode 0700.
        url: another database; by default the variable, else SQLite in `folder`.
        threads: how many use it at once, for as many connections to a server are kept.

    Raises:
        StoreError: it cannot be opened or is of a newer Chartside.
    """

    def __init__(self, folder: Path, url: str | None = None, *, threads: int | None = None) -> None:
        self.folder = folder
        self.url = url or os.environ.get(VARIABLE) or f"sqlite:///{(folder / FILE).absolute()}"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.engine = _engine(self.url, threads)
        except (OSError, KeyError, SQLAlchemyError, ImportError) as error:  # KeyError: a user without a name
            raise StoreError(
                f"The record cannot be opened ({type(error).__name__}); check {VARIABLE} or the folder "
                f"{folder}."
            ) from None
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        try:
            with translated():
                self._migrate()
        except BaseException:
            self.engine.dispose()
            raise

    def is_empty(self) -> bool:
        """Whether no event was written yet."""
        with self.read() as connection:
            return connection.execute(select(event_table.c.seq).limit(1)).first() is None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading, in one snapshot.

        Raises:
            StoreError: the database cannot be read.
        """
        with translated(), self.engine.connect() as connection, connection.begin():
            if not self.is_sqlite:
                # Else each statement would see what others have written since the one before it.
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            self._be_patient(connection)
            yield connection

    @contextmanager
    def write(self, *, chain: bool = True) -> Iterator[Connection]:
        """A connection that holds the write lock; all or nothing, on disk when this ends.

        Args:
            chain: False for what is no part of the ledger and waits for no other writer of PostgreSQL.

        Raises:
            StoreError: locked by another program, disk full, or the database is away; nothing was written.
        """
        with translated(), self.engine.connect() as connection:
            writer = connection.execution_options(chartside_write=True)
            with writer.begin():
                self._be_patient(writer)
                if chain and not self.is_sqlite:
                    # One writer at a time, as in SQLite: what is decided next rests on what stands.
                    writer.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITERS})
                yield writer

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def _be_patient(self, connection: Connection) -> None:
        # SQLite's connections are from the start.
        if not self.is_sqlite:
            connection.execute(text(f"SET LOCAL lock_timeout = {PATIENCE}"))

    def _migrate(self) -> None:
        if self._revision() == REVISION:
            return
        with compile_lock(self.folder), self.engine.connect() as connection:
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _ADVISORY})
                connection.commit()
            try:
                if self._revision() != REVISION:
                    _upgrade(connection)
            finally:
                if not self.is_sqlite:
                    connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _ADVISORY})
                    connection.commit()

    def _revision(self) -> str | None:
        with self.engine.connect() as connection:
            if not self.engine.dialect.has_table(connection, "alembic_version"):
                return None
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return str(found) if found else None


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
        connection.commit()
    except CommandError:
        raise StoreError(
            "The record was written by a newer Chartside; update Chartside, or use another CHARTSIDE_HOME."
        ) from None


@contextmanager
def translated() -> Iterator[None]:
    """Turn what a database says into one sentence; its own words may hold values of rows."""
    try:
        yield
    except DBAPIError as error:
        if "22021" in str(error.orig):  # PostgreSQL's code for a NUL in what is asked for
            raise InputError(
                "What was asked for holds a character that the record cannot hold; leave it out."
            ) from None
        raise StoreError(f"Nothing was written to the record: {_why(error)}.") from None


def _why(error: DBAPIError) -> str:
    said = str(error.orig).lower()
    # The codes are PostgreSQL's: lock_not_available, disk_full.
    if "locked" in said or "55p03" in said:
        return "another program has locked it for more than five seconds; close that program and try again"
    if "53100" in said or (isinstance(error, OperationalError) and ("full" in said or "no space" in said)):
        return "the disk is full; make room and try again"
    if "disk i/o error" in said:
        return "the disk does not take it; see that it has room and is sound, and try again"
    if "readonly" in said or "read-only" in said or "unable to open" in said:
        return "its folder cannot be written; make it writable and try again"
    if isinstance(error, OperationalError | InterfaceError):
        return "the database is not there or broke off; check that it runs and try again"
    return f"the database refused it ({type(error.orig).__name__})"


def _engine(url: str, threads: int | None) -> Engine:
    if not url.startswith("sqlite"):
        address = make_url(url.replace("postgresql://", "postgresql+pg8000://", 1))
        if not address.username:
            # As PostgreSQL's own programs do.
            address = address.set(username=getuser())
        # Beside the threads that answer, one learns and one proposes a term.
        return create_engine(address, pool_pre_ping=True, pool_size=(threads or 3) + 2)
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def connected(raw: Any, _record: object) -> None:
        # The driver shall not open transactions by itself; `begun` does.
        raw.isolation_level = None
        cursor = raw.cursor()
        for pragma in (
            "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={PATIENCE}",
            "secure_delete=ON",  # what is erased shall not linger in free pages
        ):  # fmt: skip
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get("chartside_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
