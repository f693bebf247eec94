"""Reader of the curated files under `codesets/`: tab-separated, one header line, `#` for comments."""

import re
from collections.abc import Iterable, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable

from chartside.errors import DataFileError

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def data_folder() -> Traversable:
    """The folder of curated files, in the installed package or the checkout."""
    return files("chartside_data")


def read_rows(
    name: str,
    columns: Sequence[str],
    *,
    unique: Sequence[str] = (),
    optional: Sequence[str] = ("example", "note", "source"),
    allowed: dict[str, Iterable[str]] | None = None,
    numbers: Sequence[str] = (),
) -> list[dict[str, str]]:
    """All rows of one file, each with its line number under the key `line`.

    Args:
        name: path below the data folder, such as "sections/headings.tsv".
        columns: the header that is expected, in order.
        unique: columns that together name a row; a second row of the same name is refused.
        optional: columns that may be empty or left out at a line's end.
        allowed: the values that a column may take.
        numbers: columns that hold a number or nothing.

    Raises:
        DataFileError: with file, line and reason.
    """
    text = data_folder().joinpath(name).read_text(encoding="utf-8")
    rows: list[dict[str, str]] = []
    seen: dict[tuple[str, ...], int] = {}
    header: list[str] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if header is None:
            if cells != list(columns):
                raise DataFileError(name, number, f"the header must be {', '.join(columns)}")
            header = cells
            continue
        if len(cells) > len(columns):
            raise DataFileError(name, number, f"{len(cells)} cells where {len(columns)} are expected")
        row = dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True))
        _check(name, number, row, optional, allowed or {})
        for column in numbers:
            if row.get(column) and not _NUMBER.fullmatch(row[column]):
                raise DataFileError(name, number, f"{column} must be a number")
        key = tuple(row[column].lower() for column in unique)
        if key and key in seen:
            raise DataFileError(name, number, f"the same {', '.join(unique)} stands at line {seen[key]}")
        seen[key] = number
        rows.append(row | {"line": str(number)})
    if header is None:
        raise DataFileError(name, 1, "the file has no header line")
    return rows


def _check(
    name: str, number: int, row: dict[str, str], optional: Sequence[str], allowed: dict[str, Iterable[str]]
) -> None:
    for column, value in row.items():
        if not value and column not in optional:
            raise DataFileError(name, number, f"the column {column} is empty")
        if column in allowed and value not in allowed[column]:
            raise DataFileError(name, number, f"{column} must be one of {', '.join(allowed[column])}")
