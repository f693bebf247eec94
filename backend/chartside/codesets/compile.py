"""From the official files to the compiled release: one SQLite file that opens at once."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from chartside.codesets.code import codes_named_in, key_of
from chartside.codesets.database import Progress, write_database
from chartside.codesets.note_terms import tabular_terms
from chartside.codesets.release import CODE_LIST_FILE, TABULAR_FILE, Release, open_packaged
from chartside.codesets.tabular import CHAPTERS, Entry, read_tabular

FORMAT = 1
"""Raise it when the tables change: files of another format are made anew."""
APPLICATION_ID = 0x43530000 + FORMAT
TOTAL = 100

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (
    id INTEGER PRIMARY KEY,      -- position in the Tabular List
    key TEXT,                    -- code without dots; NULL for chapters and blocks
    name TEXT NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL,
    parent INTEGER, last INTEGER NOT NULL,   -- last: position of the last entry below
    own TEXT, seventh INTEGER);
CREATE TABLE seventh (id INTEGER PRIMARY KEY, characters TEXT NOT NULL);
CREATE TABLE term (id INTEGER PRIMARY KEY, code TEXT NOT NULL, kind TEXT NOT NULL, term TEXT NOT NULL);
"""
_INDEXES = (
    "CREATE UNIQUE INDEX entry_key ON entry (key) WHERE key IS NOT NULL",
    "CREATE INDEX entry_parent ON entry (parent)",
)


def compile_file(path: Path, release: Release, progress: Progress | None = None) -> None:
    """Compile the packaged files of `release` into `path`; call under `compile_lock`.

    Raises:
        CodeSetError: the official files are missing or broken, or `path` cannot be written.
    """
    tell = progress or (lambda _done, _total, _label: None)
    tell(0, TOTAL, "Reading the Tabular List")
    with open_packaged(CODE_LIST_FILE) as stream:
        exists = frozenset(stream.read().decode().split())
    with open_packaged(TABULAR_FILE) as stream:
        entries = read_tabular(
            stream, exists, lambda read: tell(50 * read // CHAPTERS, TOTAL, "Reading the Tabular List")
        )

    def fill(connection: sqlite3.Connection) -> None:
        tell(50, TOTAL, "Writing the code set")
        connection.executemany(
            "INSERT INTO meta VALUES (?, ?)",
            [("system", release.system), ("effective", release.effective.isoformat())],
        )
        sets: dict[object, int] = {}
        connection.executemany("INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,?)", _rows(entries, sets))
        connection.executemany(
            "INSERT INTO seventh VALUES (?, ?)",
            [(number, json.dumps(characters)) for characters, number in sets.items()],
        )
        tell(65, TOTAL, "Collecting terms")
        connection.executemany(
            "INSERT INTO term (code, kind, term) VALUES (?, ?, ?)",
            ((term.code, term.kind, term.term) for term in tabular_terms(entries)),
        )
        for index in _INDEXES:
            connection.execute(index)

    write_database(path, APPLICATION_ID, _TABLES, fill)
    tell(75, TOTAL, "Collecting terms")


def _rows(entries: Sequence[Entry], sets: dict[object, int]) -> Iterator[tuple[object, ...]]:
    categories = frozenset(entry.name[:3] for entry in entries if entry.kind == "code")

    @cache
    def named(text: str) -> tuple[str, ...]:
        return codes_named_in(text, categories)

    last = list(range(len(entries)))
    for position in range(len(entries) - 1, -1, -1):
        parent = entries[position].parent
        if parent is not None:
            last[parent] = max(last[parent], last[position])
    for position, entry in enumerate(entries):
        is_code = entry.kind in ("code", "extended")
        own = [(kind, text, named(text)) for kind, text in entry.own]
        yield (
            position,
            key_of(entry.name) if is_code else None,
            entry.name,
            entry.title,
            entry.kind,
            entry.parent,
            last[position],
            json.dumps(own, ensure_ascii=False) if own else None,
            sets.setdefault(entry.seventh, len(sets)) if entry.seventh else None,
        )
