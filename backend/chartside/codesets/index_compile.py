"""From the official index files to one SQLite file: tree, codes, words to search, words to correct."""

import json
import sqlite3
from collections.abc import Container, Iterable, Iterator, Sequence
from pathlib import Path

from chartside.codesets.code import key_of
from chartside.codesets.database import Progress, write_database
from chartside.codesets.index import IndexFile, IndexRow
from chartside.codesets.index_entry import KINDS, IndexCode
from chartside.codesets.index_lines import Line, lines_of, write_search
from chartside.codesets.index_references import References
from chartside.codesets.release import CODE_LIST_FILE, open_packaged
from chartside.errors import CodeSetError

INDEX_FORMAT = 1
"""Raise it when the tables or the folding of words change."""
INDEX_APPLICATION_ID = 0x43580000 + INDEX_FORMAT
TOTAL = 100

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (
    id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, title TEXT NOT NULL,
    parent INTEGER, last INTEGER NOT NULL,      -- last: id of the last entry below
    nemods TEXT, codes TEXT, cells TEXT, refs TEXT, notes TEXT);
CREATE TABLE code (key TEXT, more INTEGER, entry INTEGER, PRIMARY KEY (key, more, entry)) WITHOUT ROWID;
CREATE TABLE lead (sort TEXT, entry INTEGER, PRIMARY KEY (sort, entry)) WITHOUT ROWID;
CREATE TABLE line (
    id INTEGER PRIMARY KEY, entry INTEGER NOT NULL,
    words TEXT NOT NULL,          -- folded: levels of the path between |, forms of a title between commas
    optional TEXT NOT NULL, coded INTEGER NOT NULL);
CREATE VIRTUAL TABLE word USING fts5(
    words, content='', detail='none', columnsize=0, prefix='1 2 3', tokenize="unicode61");
CREATE TABLE known (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, lines INTEGER NOT NULL);
CREATE TABLE trigram (letters TEXT, word INTEGER, PRIMARY KEY (letters, word)) WITHOUT ROWID;
"""
_INDEXES = ("CREATE INDEX entry_parent ON entry (parent)",)


def compile_index(
    path: Path,
    files: Iterable[IndexFile],
    progress: Progress | None = None,
    *,
    codes: Iterable[str] | None = None,
) -> dict[str, int]:
    """Compile the files of one release into `path`; call under `compile_lock` of the folder.

    Args:
        path: the file to write.
        files: as `read_index` gives them, one of a kind.
        progress: called with done, total and a label.
        codes: all codes of the release, to tell which codes of the index are whole; by default those of the
            packaged release.

    Returns:
        How many entries there are of each kind.

    Raises:
        CodeSetError: there is no file, one kind came twice, or `path` cannot be written.
    """
    tell = progress or (lambda _done, _total, _label: None)
    ordered = _ordered(files)
    counts = {file.kind: len(file.entries) for file in ordered}
    tell(0, TOTAL, "Reading the Alphabetic Index")
    references, leaves = References(ordered), _leaves(codes)

    def fill(connection: sqlite3.Connection) -> None:
        lines: list[Line] = []
        for done, (first, file) in enumerate(_numbered(ordered)):
            tell(10 + 40 * done // len(ordered), TOTAL, "Writing the Alphabetic Index")
            _write_entries(connection, first, file, references, leaves)
            lines += lines_of(first, file)
        tell(60, TOTAL, "Building the search of the index")
        write_search(connection, lines)
        stated = {
            "counts": counts,
            "versions": {file.kind: file.version for file in ordered},
            "columns": {file.kind: file.columns for file in ordered},
        }
        connection.executemany(
            "INSERT INTO meta VALUES (?, ?)", [(key, json.dumps(value)) for key, value in stated.items()]
        )
        for index in _INDEXES:
            connection.execute(index)

    write_database(path, INDEX_APPLICATION_ID, _TABLES, fill)
    tell(TOTAL, TOTAL, "Building the search of the index")
    return counts


def _ordered(files: Iterable[IndexFile]) -> list[IndexFile]:
    by_kind: dict[str, IndexFile] = {}
    for file in files:
        if file.kind in by_kind:
            raise CodeSetError(
                f"There are two files of the same part of the index ({file.kind}); "
                "bring the files of one release alone."
            )
        by_kind[file.kind] = file
    if not by_kind:
        raise CodeSetError("There is no file of the Alphabetic Index to compile; bring at least one.")
    return sorted(by_kind.values(), key=lambda file: KINDS.index(file.kind))


def _numbered(files: Sequence[IndexFile]) -> Iterator[tuple[int, IndexFile]]:
    first = 0
    for file in files:
        yield first, file
        first += len(file.entries)


def _write_entries(
    connection: sqlite3.Connection,
    first: int,
    file: IndexFile,
    references: References,
    leaves: Container[str],
) -> None:
    last = list(range(len(file.entries)))
    for place in range(len(last) - 1, -1, -1):
        parent = file.entries[place].parent
        if parent is not None:
            last[parent] = max(last[parent], last[place])
    connection.executemany(
        "INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            _stored(first, place, row, last[place], file, references, leaves)
            for place, row in enumerate(file.entries)
        ),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO code VALUES (?,?,?)",
        (
            (key_of(code.code), code.dash, first + place)
            for place, row in enumerate(file.entries)
            for code in (*row.codes, *row.cells)
        ),
    )
    leads = (
        (row.title.casefold(), first + place) for place, row in enumerate(file.entries) if row.parent is None
    )
    connection.executemany("INSERT INTO lead VALUES (?,?)", leads)


def _stored(
    first: int,
    place: int,
    row: IndexRow,
    last: int,
    file: IndexFile,
    references: References,
    leaves: Container[str],
) -> tuple[object, ...]:
    position = first + place
    refs = [
        [
            (ref.text, ref.target, ref.whole)
            for text in texts
            for ref in references.resolve(text, file.kind, position)
        ]
        for texts in (row.see, row.see_also)
    ]
    by_column = {cell.column: cell for cell in row.cells}
    cells = [_stored_code(by_column.get(column), leaves) for column in file.columns]
    return (
        position,
        KINDS.index(file.kind),
        row.title,
        None if row.parent is None else first + row.parent,
        first + last,
        _json(row.nemods),
        _json([(_stored_code(code, leaves), code.role) for code in row.codes]),
        _json(cells if row.cells else ()),
        _json(refs if any(refs) else ()),
        _json(row.notes),
    )


def _stored_code(code: IndexCode | None, leaves: Container[str]) -> str | None:
    """The code with a dash behind it when it is printed so, with a plus when it is no whole code either."""
    if code is None:
        return None
    open_end = code.needs_more or key_of(code.code) not in leaves
    return f"{code.code}{'-' if code.dash else '+' if open_end else ''}"


def _leaves(codes: Iterable[str] | None) -> frozenset[str]:
    """The codes that no longer one begins with, without dots."""
    if codes is None:
        with open_packaged(CODE_LIST_FILE) as stream:
            codes = stream.read().decode().split()
    keys = {key_of(code) for code in codes}
    return frozenset(keys - {key[:length] for key in keys for length in range(3, len(key))})


def _json(value: Sequence[object]) -> str | None:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else None
