"""From the official files to the compiled release: one SQLite file that opens at once."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from chartside.codesets.code import codes_named_in, key_of
from chartside.codesets.database import Progress, write_database
from chartside.codesets.note_terms import tabular_terms
from chartside.codesets.order_file import Listed, read_code_list, read_order_file
from chartside.codesets.release import Release
from chartside.codesets.sources import PACKAGED, Source
from chartside.codesets.tabular import CHAPTERS, Entry, read_tabular
from chartside.errors import CodeSetError

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


CHAPTER_22 = date(2020, 4, 1)
"""Since then there is a chapter for special purposes."""
FEW = 5
"""As many codes may stand in one official file only: such slips are known of official releases."""


def compile_file(
    path: Path,
    release: Release,
    sources: Mapping[str, Source] = PACKAGED,
    progress: Progress | None = None,
) -> None:
    """Compile the official files of `release` into `path`; call under `compile_lock`.

    Raises:
        CodeSetError: the official files are missing, broken or of different releases, or `path` cannot
            be written.
    """
    tell = progress or (lambda _done, _total, _label: None)
    tell(0, TOTAL, "Reading the Tabular List")
    exists, listed = _lists(sources)
    tabular = sources["tabular"]
    with tabular.open() as stream:
        entries = read_tabular(
            stream,
            exists,
            lambda read: tell(50 * min(read, CHAPTERS) // CHAPTERS, TOTAL, "Reading the Tabular List"),
            tabular.name,
        )
    _refuse_parts(entries, tabular.name, release)
    for name, valid in listed:
        _compare(entries, valid, tabular.name, name)

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


def _lists(sources: Mapping[str, Source]) -> tuple[frozenset[str] | None, list[tuple[str, frozenset[str]]]]:
    """The codes that exist, None when no file says so; and the valid codes of each list, with its name."""
    listed: list[tuple[str, tuple[Listed, ...]]] = []
    for kind, read in (("order", read_order_file), ("list", read_code_list)):
        if kind in sources:
            with sources[kind].open() as stream:
                listed.append((sources[kind].name, read(stream, sources[kind].name)))
    if not listed and "packaged-list" in sources:
        with sources["packaged-list"].open() as stream:
            return frozenset(stream.read().decode().split()), []
    if not listed:
        return None, []
    exists = frozenset(found.code.replace(".", "") for _, codes in listed for found in codes)
    return exists, [(name, frozenset(one.code for one in codes if one.valid)) for name, codes in listed]


def _refuse_parts(entries: Sequence[Entry], name: str, release: Release) -> None:
    """A file that ends between two chapters is well-formed, and yet not a whole release."""
    chapters = {entry.name for entry in entries if entry.kind == "chapter"}
    last = CHAPTERS if release.effective >= CHAPTER_22 else CHAPTERS - 1
    lacking = [str(number) for number in range(1, last + 1) if str(number) not in chapters]
    if lacking:
        raise CodeSetError(
            f"{name} lacks chapter {lacking[0]}: it is only a part of the Tabular List; "
            "take the official file anew."
        )


def _leaves(entries: Sequence[Entry]) -> set[str]:
    parents = {entry.parent for entry in entries}
    return {
        key_of(entry.name)
        for position, entry in enumerate(entries)
        if entry.kind in ("code", "extended") and position not in parents
    }


def _compare(entries: Sequence[Entry], listed: frozenset[str], tabular: str, name: str) -> None:
    leaves = _leaves(entries)
    for one, other, there, here in ((listed, leaves, name, tabular), (leaves, listed, tabular, name)):
        lacking = sorted(one - other)
        if len(lacking) > FEW:
            raise CodeSetError(
                f"{here} lacks {len(lacking):,} codes that {there} has, such as {', '.join(lacking[:3])}; "
                "import files of one release, whole."
            )


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
