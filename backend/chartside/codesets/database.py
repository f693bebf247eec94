"""The compiled files: SQLite, written once under another name and renamed when whole, then only read.

A process that dies while it writes leaves a `.tmp` file, which the next compilation removes; no reader
ever sees half a file. Two processes that compile at once wait for each other, the second finds the
work done.
"""

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO

from chartside.errors import CodeSetError
from chartside.wholefile import sync_folder

Progress = Callable[[int, int, str], None]
"""Called with done, total and a label; never with the same label after a later one."""


class Database:
    """A compiled file, open for reading from any thread.

    Raises:
        CodeSetError: the file is missing, cut short, of another format, or damaged.
    """

    def __init__(self, path: Path, application_id: int) -> None:
        self.path = path
        self._lock = Lock()
        try:
            self._connection = self._connected()
        except sqlite3.Error as error:
            raise CodeSetError(self._damaged(error)) from error
        try:
            self._check(application_id)
        except BaseException:
            self._connection.close()
            raise

    def rows(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        try:
            with self._lock:
                if self._pid != os.getpid():
                    # SQLite's connections are not for two processes; after a fork each makes its own.
                    self._connection = self._connected()
                return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise CodeSetError(self._damaged(error)) from error

    def _connected(self) -> sqlite3.Connection:
        self._pid = os.getpid()
        return sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )

    def close(self) -> None:
        """Close the file; queries after this raise CodeSetError."""
        with self._lock:
            self._connection.close()

    def _check(self, application_id: int) -> None:
        """Cheap proof that the file is whole: marked as finished, and as long as its header says."""
        (marked,) = self.rows("PRAGMA application_id")[0]
        (pages,) = self.rows("PRAGMA page_count")[0]
        (size,) = self.rows("PRAGMA page_size")[0]
        if marked != application_id:
            raise CodeSetError(self._damaged("it was not written to its end"))
        if pages * size != self.path.stat().st_size:
            raise CodeSetError(self._damaged("it was cut short"))
        (answer,) = self.rows("PRAGMA quick_check(1)")[0]
        if answer != "ok":
            raise CodeSetError(self._damaged(answer))

    def _damaged(self, why: object) -> str:
        return (
            f"The compiled code set {self.path.name} cannot be read ({why}); "
            f"delete it from {self.path.parent} and start again, it is made anew."
        )


def is_whole(path: Path, application_id: int) -> bool:
    """Whether `path` is a compiled file that can be opened."""
    try:
        Database(path, application_id).close()
    except CodeSetError:
        return False
    return True


def write_database(
    path: Path, application_id: int, tables: str, fill: Callable[[sqlite3.Connection], None]
) -> None:
    """Write a new file, `tables` by SQL and rows by `fill`, and put it in place of `path` in one step.

    Hold `compile_lock` of the folder while calling this.

    Raises:
        CodeSetError: the file cannot be written.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    temporary.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(temporary, isolation_level=None)) as connection:
            # Nothing to roll back to: a file that is not finished is thrown away.
            connection.executescript(
                f"PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {tables}"
            )
            connection.execute("BEGIN")
            fill(connection)
            connection.execute("COMMIT")
            connection.execute(f"PRAGMA application_id={application_id:d}")
        with temporary.open("rb+") as stream:
            os.fsync(stream.fileno())
        os.replace(temporary, path)
        sync_folder(path.parent)
    except (sqlite3.Error, OSError) as error:
        raise CodeSetError(
            f"The code set cannot be compiled into {path.parent} ({error}); "
            "make room there, or name another folder in CHARTSIDE_HOME."
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextmanager
def compile_lock(folder: Path) -> Iterator[None]:
    """Hold the right to write into `folder`, alone among all processes; removes what dead writers left."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / ".lock").open("ab") as stream:
            lock_file(stream)
            for left in folder.glob("*.tmp"):
                if left.is_dir():
                    shutil.rmtree(left, ignore_errors=True)
                else:
                    left.unlink(missing_ok=True)
            yield
    except OSError as error:
        raise CodeSetError(
            f"The folder {folder} cannot be written ({error}); make it writable, or name another one in "
            "CHARTSIDE_HOME."
        ) from error


def lock_file(stream: BinaryIO) -> None:
    """Wait for the lock on an open file; the system gives it back when the file is closed."""
    if sys.platform == "win32":
        import msvcrt

        stream.seek(0)
        while True:
            # Gives up with an error after ten seconds of waiting, and a compilation may take longer.
            with suppress(OSError):
                msvcrt.locking(stream.fileno(), msvcrt.LK_LOCK, 1)
                return
    else:
        import fcntl

        fcntl.flock(stream.fileno(), fcntl.LOCK_EX)
