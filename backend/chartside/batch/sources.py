"""Where notes come from: a file of JSON lines, a table (CSV, Parquet) or a folder of text files.

Every source is read as a stream; what is held at a time does not grow with it.
"""

import csv
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from chartside.batch.rows import Row
from chartside.errors import InputError
from chartside.settings import MAX_BODY_BYTES

LINE = 8 * MAX_BODY_BYTES
"""Longest line of a file of JSON lines, in bytes: JSON may write a character as six."""
CELL = 64 * MAX_BODY_BYTES
"""Longest field of a CSV file, in characters; beyond, a quotation mark was surely left open."""
HEAD = 1024 * 1024
FIELDS = ("id", "text", "setting", "date")
"""Columns of a table; the last two may be left out."""
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Source(Protocol):
    """An input that can be read more than once, always in the same order."""

    total: int
    """What the weights of all rows sum up to."""

    def rows(self) -> Iterator[Row]:
        """Every row, in order."""

    def fingerprint(self) -> str:
        """Says whether the input is still the same."""


def open_source(path: Path) -> Source:
    """The source for a path, by its kind and its ending.

    Raises:
        InputError: there is nothing to read, or nothing that is known here.
    """
    if path.is_dir():
        from chartside.batch.folder import Folder

        return Folder(path)
    if not path.is_file():
        raise InputError(f"There is no file or folder {path}; check the name.")
    ending = path.suffix.lower()
    try:
        if ending in (".jsonl", ".ndjson"):
            return Lines(path)
        if ending == ".csv":
            return Table(path)
        if ending in (".parquet", ".pq"):
            from chartside.batch.parquet import Columns

            return Columns(path)
    except OSError as error:
        raise unreadable(path, error) from None
    raise InputError(
        f"{path} is no input of this command; name a .jsonl, .csv or .parquet file, or a folder."
    )


def unreadable(path: Path, error: OSError) -> InputError:
    """The sentence for a file that cannot be read."""
    if isinstance(error, FileNotFoundError):
        return InputError(f"There is no file {path}; check the name.")
    return InputError(f"{path} cannot be read ({error.strerror or 'not a file'}).")


def fingerprint_of(path: Path) -> str:
    """Size, time of the last change, and a digest of the first megabyte."""
    try:
        found = path.stat()
        with path.open("rb") as stream:
            head = hashlib.sha256(stream.read(HEAD)).hexdigest()
    except OSError as error:
        raise unreadable(path, error) from None
    return f"{found.st_size}-{found.st_mtime_ns}-{head[:32]}"


def _size_of(path: Path) -> int:
    """Its bytes, once it is known that they are no UTF-16, which cannot be read line by line."""
    with path.open("rb") as stream:
        if stream.read(2) in _UTF16:
            raise InputError(f"{path} is written in UTF-16; save it as UTF-8 first.")
    return path.stat().st_size


class Lines:
    """JSON lines in UTF-8; blank lines are passed over."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.total = _size_of(path)

    def fingerprint(self) -> str:
        """Of the file."""
        return fingerprint_of(self._path)

    def rows(self) -> Iterator[Row]:
        """A row for every line."""
        with self._path.open("rb") as stream:
            place = 0
            while line := stream.readline(LINE):
                place += 1
                weight = len(line)
                if weight == LINE and not line.endswith(b"\n"):
                    weight += _skip_line(stream)
                    yield Row(place, None, fault=f"The line is longer than {LINE:,} bytes.", weight=weight)
                elif line.strip():
                    yield Row(place, line, weight=weight)


def _skip_line(stream: BinaryIO) -> int:
    skipped = 0
    while more := stream.readline(LINE):
        skipped += len(more)
        if more.endswith(b"\n"):
            break
    return skipped


class Table:
    """A CSV file whose first row names the columns `id` and `text`, if wanted `setting` and `date`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.total = _size_of(path)
        for _ in self._records():
            break

    def fingerprint(self) -> str:
        """Of the file."""
        return fingerprint_of(self._path)

    def rows(self) -> Iterator[Row]:
        """A row for every record."""
        before = 0
        for place, (record, missing, reached) in enumerate(self._records(), 1):
            weight, before = reached - before, reached
            if missing:
                yield Row(place, None, fault="The row has fewer fields than the first row.", weight=weight)
            else:
                yield Row(place, record, "fields", record["id"], weight=weight)

    def _records(self) -> Iterator[tuple[dict[str, str], bool, int]]:
        """Fields by name, whether some are missing, and bytes read so far."""
        limit = csv.field_size_limit(CELL)
        try:
            with self._path.open("rb") as raw:
                # Bytes that are not UTF-8 stay recognisable and are read as Windows-1252 below.
                text = io.TextIOWrapper(raw, "utf-8-sig", "surrogateescape", newline="")
                records = csv.reader(text)
                wanted = self._wanted(next(records, []))
                last = max(wanted.values())
                for record in records:
                    if record:
                        named = {name: _mended(record[at]) for name, at in wanted.items() if at < len(record)}
                        # An empty cell of a column that may be left out is no value.
                        found = {n: v for n, v in named.items() if v or n in ("id", "text")}
                        yield found, len(record) <= last, raw.tell()
        except csv.Error:
            raise InputError(
                f"{self._path} has a field of more than {CELL:,} characters or is no CSV; is a quotation "
                "mark left open?"
            ) from None
        finally:
            csv.field_size_limit(limit)

    def _wanted(self, header: list[str]) -> dict[str, int]:
        names = [name.strip().lower() for name in header]
        for name in ("id", "text"):
            if name not in names:
                raise InputError(f"{self._path} has no column `{name}`; its first row must name the columns.")
        return {name: names.index(name) for name in FIELDS if name in names}


def _mended(field: str) -> str:
    if field.isascii():
        return field
    try:
        field.encode("utf-8")
    except UnicodeEncodeError:
        return field.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return field
