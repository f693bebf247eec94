"""Reader of the curated terms: `codesets/terms/*.tsv`, one term and the code it stands for per row.

    term    code    kind    source

A code may be a header; coding looks for the code below it that the note supports. Lines that start with
`#` and empty lines are comments. The reader refuses everything it does not know, with file and line.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from chartside.errors import DataFileError

COLUMNS = ("term", "code", "kind", "source")
KINDS = frozenset({"synonym", "lay", "abbreviation", "abbreviation-exact"})
"""`abbreviation-exact` is an abbreviation only as it is written, such as PE or ALL."""


@dataclass(frozen=True, slots=True)
class CuratedTerm:
    """One row of a curated file; `file` is its name, `line` counts from 1."""

    term: str
    code: str
    kind: str
    source: str
    file: str
    line: int


def read_terms(folder: Path | None = None) -> tuple[CuratedTerm, ...]:
    """Read every file of the folder, by default the packaged one; no folder means no terms.

    Raises:
        DataFileError: a column or kind is unknown, a field is empty, or a row stands there twice.
    """
    terms: list[CuratedTerm] = []
    seen: dict[tuple[str, str], CuratedTerm] = {}
    for file in _files(folder):
        for row in _rows(file):
            first = seen.setdefault((row.term.casefold(), row.code), row)
            if first is not row:
                reason = f"{row.term!r} for {row.code} stands already in {first.file}, line {first.line}."
                raise DataFileError(row.file, row.line, reason)
            terms.append(row)
    return tuple(terms)


def content_hash(folder: Path | None = None) -> str:
    """Twelve hex digits that change whenever a curated file changes."""
    digest = hashlib.sha256()
    for file in _files(folder):
        content = file.read_bytes()
        digest.update(f"{file.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:12]


def _files(folder: Path | None) -> list[Traversable]:
    top: Traversable = folder if folder is not None else resources.files("chartside_data") / "terms"
    if not top.is_dir():
        return []
    return sorted((file for file in top.iterdir() if file.name.endswith(".tsv")), key=lambda file: file.name)


def _rows(file: Traversable) -> Iterator[CuratedTerm]:
    try:
        lines = file.read_bytes().decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise DataFileError(file.name, 1, "the file is not UTF-8; save it as UTF-8.") from error
    header: tuple[str, ...] | None = None
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = tuple(field.strip() for field in line.split("\t"))
        if header is None:
            header = fields
            if sorted(header) != sorted(COLUMNS):
                wanted = ", ".join(COLUMNS)
                raise DataFileError(
                    file.name, number, f"the header must name the columns {wanted}, separated by tabs."
                )
            continue
        if len(fields) != len(header):
            reason = f"the row has {len(fields)} fields and needs {len(header)}, separated by tabs."
            raise DataFileError(file.name, number, reason)
        row = dict(zip(header, fields, strict=True))
        for column in COLUMNS:
            if not row[column]:
                raise DataFileError(file.name, number, f"the field {column} is empty.")
        if row["kind"] not in KINDS:
            known = ", ".join(sorted(KINDS))
            raise DataFileError(
                file.name, number, f"the kind {row['kind']!r} is unknown; use one of {known}."
            )
        yield CuratedTerm(row["term"], row["code"], row["kind"], row["source"], file.name, number)
