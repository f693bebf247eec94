"""The claims of many notes: a CSV file read once into a small database beside the parts, then asked by id.

Several rows of one id are one claim. Memory stays the same however many claims there are.
"""

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from chartside.batch.rows import BatchError, Row
from chartside.batch.sources import unreadable
from chartside.errors import InputError
from chartside.web import schemas
from chartside.web.offsets import without_surrogates

NAME = "claims.sqlite"
AT_ONCE = 10_000


def claimed(rows: Iterator[Row], claims: Path, folder: Path) -> Iterator[Row]:
    """The rows, each with the codes of its claim.

    Args:
        rows: rows without claims.
        claims: a CSV file with the columns `id` and `codes`, parted by blanks, commas or semicolons.
        folder: where the database may lie.

    Raises:
        InputError: the file cannot be read, or has other columns.
        BatchError: there is no room for the database.
    """
    try:
        yield from _asked(rows, claims, folder / NAME)
    except sqlite3.Error as error:
        raise BatchError(
            f"The claims cannot be kept in {folder} ({error}); make room there and try again."
        ) from None


def _asked(rows: Iterator[Row], claims: Path, path: Path) -> Iterator[Row]:
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database:
        # It is made anew by every run, so that nothing has to survive.
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        path.chmod(0o600)
        database.execute("CREATE TABLE claim (id TEXT, codes TEXT)")
        for some in _batches(_read(claims), AT_ONCE):
            database.executemany("INSERT INTO claim VALUES (?, ?)", some)
        database.execute("CREATE INDEX of_id ON claim (id)")
        for row in rows:
            name = _name(row)
            found = database.execute(
                "SELECT codes FROM claim WHERE id = ? ORDER BY rowid", (name,)
            ).fetchall()
            codes = tuple(dict.fromkeys(code for (each,) in found for code in each.split()))
            yield replace(row, claim=codes if found else None)


def _name(row: Row) -> str:
    if row.kind != "json" or not isinstance(row.data, bytes):
        return without_surrogates(row.name).strip()
    try:
        return schemas.read_id(schemas.parse_object(row.data)).strip()
    except InputError:
        # The worker says what is wrong with it.
        return ""


def _read(claims: Path) -> Iterator[tuple[str, str]]:
    try:
        with claims.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            records = csv.reader(stream)
            names = [name.strip().lower() for name in next(records, [])]
            if "id" not in names or "codes" not in names:
                raise InputError(f"The first row of {claims} must name the columns `id` and `codes`.")
            at_id, at_codes = names.index("id"), names.index("codes")
            for record in records:
                if len(record) > max(at_id, at_codes):
                    yield record[at_id].strip(), record[at_codes].replace(",", " ").replace(";", " ")
                elif record:
                    raise InputError(
                        f"Line {records.line_num} of {claims} has fewer fields than the first row."
                    )
    except OSError as error:
        raise unreadable(claims, error) from None
    except csv.Error:
        raise InputError(f"{claims} is no CSV; is a quotation mark left open?") from None


def _batches(rows: Iterator[tuple[str, str]], size: int) -> Iterator[list[tuple[str, str]]]:
    held: list[tuple[str, str]] = []
    for row in rows:
        held.append(row)
        if len(held) == size:
            yield held
            held = []
    yield held
