"""Parquet in and out: notes from a table's columns, results as typed columns, part by part.

Row groups are read and written one after the other; neither the input nor the output is held as a whole.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from chartside.batch.rows import MISSING, Row
from chartside.batch.schemas import columns_of, schema_of
from chartside.batch.sources import FIELDS, fingerprint_of
from chartside.errors import InputError
from chartside.web.schemas import Json

BATCH = 64
"""Rows that are decoded at once."""
BUFFER = 1024 * 1024
"""Bytes of a column that are read at once."""
GROUP = 32 * 1024 * 1024
"""Bytes of results that make a row group of the output."""
COMPRESSION = "zstd"


class Columns:
    """A Parquet file with the columns `id` and `text`, if wanted `setting` and `date`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._opened() as file:
            schema = file.schema_arrow
            self.total = file.metadata.num_rows
            self._names = [name for name in FIELDS if name in schema.names]
            for name in ("id", "text"):
                if name not in self._names:
                    raise InputError(f"{path} has no column `{name}`.")
            if not _is_text(schema.field("text").type):
                raise InputError(f"The column `text` of {path} is no text.")

    def fingerprint(self) -> str:
        """Of the file."""
        return fingerprint_of(self._path)

    def rows(self) -> Iterator[Row]:
        """A row for every row."""
        pyarrow = arrow()
        place = 0
        try:
            with self._opened() as file:
                for batch in file.iter_batches(batch_size=BATCH, columns=self._names, use_threads=False):
                    columns = [_strings(batch.column(name)) for name in self._names]
                    for values in zip(*columns, strict=True):
                        place += 1
                        record = {
                            name: value
                            for name, value in zip(self._names, values, strict=True)
                            if value is not None
                        }
                        yield Row(place, record, "fields", str(record.get("id", "")))
        except (pyarrow.ArrowException, UnicodeDecodeError) as error:
            raise self._broken(error) from None

    def _opened(self) -> Any:
        pyarrow = arrow()
        try:
            return pyarrow.parquet.ParquetFile(self._path, buffer_size=BUFFER, pre_buffer=False)
        except pyarrow.ArrowException as error:
            raise self._broken(error) from None

    def _broken(self, error: Exception) -> InputError:
        return InputError(f"{self._path} cannot be read as Parquet ({type(error).__name__}).")


def arrow() -> Any:
    """The package.

    Raises:
        InputError: it is not installed, or not one that works with the NumPy that is.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise InputError(MISSING) from None
    return pyarrow


def encode(job: str, done: Sequence[Json]) -> bytes:
    """The results of a part as a Parquet file of one row group."""
    pyarrow = arrow()
    rows = [row for each in done for row in columns_of(job, each)]
    sink = pyarrow.BufferOutputStream()
    table = pyarrow.Table.from_pylist(rows, schema=schema_of(job))
    pyarrow.parquet.write_table(table, sink, compression=COMPRESSION)
    return bytes(sink.getvalue())


def join(files: Iterator[Path], out: BinaryIO) -> None:
    """Parts as one Parquet file, in larger row groups; the same for the same parts."""
    pyarrow = arrow()
    writer = None
    held: list[Any] = []
    try:
        for file in files:
            held.append(
                pyarrow.parquet.read_table(pyarrow.BufferReader(file.read_bytes()), use_threads=False)
            )
            if writer is None:
                writer = pyarrow.parquet.ParquetWriter(out, held[0].schema, compression=COMPRESSION)
            if sum(table.nbytes for table in held) >= GROUP:
                writer.write_table(pyarrow.concat_tables(held))
                held.clear()
        if writer is not None and held:
            writer.write_table(pyarrow.concat_tables(held))
    finally:
        if writer is not None:
            writer.close()


def _is_text(kind: Any) -> bool:
    from pyarrow import types

    if types.is_dictionary(kind):
        kind = kind.value_type
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _strings(column: Any) -> list[Any]:
    """Values as JSON would have them: days and times as text."""
    from pyarrow import types

    values = column.to_pylist()
    if types.is_date(column.type) or types.is_timestamp(column.type):
        return [None if value is None else value.isoformat()[:10] for value in values]
    return list(values)
