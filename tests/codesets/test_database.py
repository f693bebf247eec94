import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from chartside.codesets.database import Database, compile_lock, is_whole, write_database
from chartside.errors import CodeSetError

MARK = 0x4353FFFF
TABLES = "CREATE TABLE thing (name TEXT)"


def fill(connection):
    connection.execute("INSERT INTO thing VALUES ('here')")


def test_written_once_and_read(tmp_path):
    path = tmp_path / "ä b%23?.sqlite"
    write_database(path, MARK, TABLES, fill)
    with closing(Database(path, MARK)) as database:
        assert database.rows("SELECT name FROM thing") == [("here",)]
        with pytest.raises(CodeSetError, match="delete it"):
            database.rows("DELETE FROM thing")
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_another_format_is_not_whole(tmp_path):
    write_database(tmp_path / "a", MARK, TABLES, fill)
    assert is_whole(tmp_path / "a", MARK)
    assert not is_whole(tmp_path / "a", MARK + 1)
    assert not is_whole(tmp_path / "none", MARK)


@pytest.mark.parametrize("damage", ["empty", "short", "long", "other", "text", "page"])
def test_damage_is_seen_when_opening(tmp_path, damage):
    path = tmp_path / "a"
    rows = [(f"{number}" * 50,) for number in range(2000)]
    more = lambda connection: connection.executemany("INSERT INTO thing VALUES (?)", rows)  # noqa: E731
    write_database(path, MARK, TABLES, more)
    whole = path.read_bytes()
    if damage == "other":
        path.unlink()
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(TABLES)
    else:
        broken = {
            "empty": b"",
            "short": whole[: len(whole) // 2],
            "long": whole + b"more",
            "text": b"no database\n" * 2000,
            "page": whole[:8192] + b"\xff" * 8192 + whole[16384:],
        }
        path.write_bytes(broken[damage])
    with pytest.raises(CodeSetError, match="delete it from"):
        Database(path, MARK)
    assert not is_whole(path, MARK)


def test_a_failure_leaves_what_was_there(tmp_path):
    path = tmp_path / "a"
    write_database(path, MARK, TABLES, fill)
    with pytest.raises(CodeSetError, match="CHARTSIDE_HOME"):
        write_database(path, MARK, "NONSENSE", fill)
    assert is_whole(path, MARK)
    assert len(list(tmp_path.iterdir())) == 1


KILLED = """
import sys, time
from pathlib import Path
from chartside.codesets.database import compile_lock, write_database
folder = Path(sys.argv[1])
def fill(connection):
    connection.executemany("INSERT INTO thing VALUES (?)", ((str(n) * 99,) for n in range(9999)))
    print("half", flush=True)
    time.sleep(600)
with compile_lock(folder):
    write_database(folder / "a", 1, "CREATE TABLE thing (name TEXT)", fill)
"""


def test_a_killed_writer_leaves_neither_file_nor_lock(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "half\n"
        writer.kill()
        writer.wait()
    assert not (tmp_path / "a").exists()
    assert list(tmp_path.glob("*.tmp"))
    with compile_lock(tmp_path):
        assert not list(tmp_path.glob("*.tmp"))
        write_database(tmp_path / "a", MARK, TABLES, fill)
    assert is_whole(tmp_path / "a", MARK)
