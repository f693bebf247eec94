"""Code sets without a Tabular List: ICD-10-PCS, HCPCS Level II and CPT, as codes with titles to search in."""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from chartside.codesets.code import Code, Hit, Instruction, key_of
from chartside.codesets.database import Database, write_database
from chartside.codesets.release import Release
from chartside.errors import UnknownCodeError
from chartside.model import TermCode

FLAT_FORMAT = 1
"""Raise it when the tables change."""
FLAT_APPLICATION_ID = 0x43550000 + FLAT_FORMAT
CODE, TITLE = 2.0, 1.0
"""Scores of a code that begins as typed, and of a title that holds every word."""
MOST_WORDS = 10
MOST_CHARACTERS = 200

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE code (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, title TEXT NOT NULL,
    short TEXT NOT NULL, billable INTEGER NOT NULL, parent TEXT, note TEXT NOT NULL);
CREATE VIRTUAL TABLE word USING fts5(
    title, short, content='code', content_rowid='id', prefix='2 3', tokenize="unicode61 remove_diacritics 2");
"""
_COLUMNS = "name, title, short, billable, parent, note"
_FIND = """
    SELECT c.name, c.title, c.billable FROM word JOIN code c ON c.id = word.rowid WHERE word MATCH ?
    ORDER BY c.billable DESC, length(c.title), c.id LIMIT ?"""


@dataclass(frozen=True, slots=True)
class FlatCode:
    """A code to be stored; `parent` is the header above it, `billable` false for headers and modifiers."""

    code: str
    title: str
    short: str = ""
    billable: bool = True
    parent: str | None = None
    note: str = ""
    """What a coder has to know, such as the day it ends."""


def compile_flat(path: Path, release: Release, codes: Iterable[FlatCode]) -> None:
    """Write the codes of a release into `path`; call under `compile_lock`.

    Raises:
        CodeSetError: `path` cannot be written.
    """
    rows = ((key_of(c.code), c.code, c.title, c.short, c.billable, c.parent, c.note) for c in codes)

    def fill(connection: sqlite3.Connection) -> None:
        meta = [("system", release.system), ("effective", release.effective.isoformat())]
        connection.executemany("INSERT INTO meta VALUES (?, ?)", meta)
        connection.executemany(
            "INSERT INTO code (key, name, title, short, billable, parent, note) VALUES (?,?,?,?,?,?,?)",
            rows,
        )
        connection.execute("INSERT INTO word (word) VALUES ('rebuild')")

    write_database(path, FLAT_APPLICATION_ID, _TABLES, fill)


class FlatCodeSet:
    """One release of such a system, open for reading; may be used from any number of threads.

    It answers what `CodeSet` answers, as far as there is something to answer: no chapters, no instructions.
    """

    index = None

    def __init__(self, path: Path, edition: str = "") -> None:
        self._database = Database(path, FLAT_APPLICATION_ID)
        meta: dict[str, str] = dict(self._database.rows("SELECT key, value FROM meta"))
        self.release = Release(meta["system"], date.fromisoformat(meta["effective"]))
        self.edition = edition or self.release.slug
        self.release_folder = path.parent
        self._code = lru_cache(maxsize=4096)(self._load)

    def __enter__(self) -> "FlatCodeSet":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the code set cannot be used after that."""
        self._database.close()

    def find(self, code: str) -> Code | None:
        """The code, or None when the release has no such code."""
        key = key_of(code)
        return self._code(key) if key.isascii() else None

    def get(self, code: str) -> Code:
        """The code.

        Raises:
            UnknownCodeError: the release has no such code.
        """
        found = self.find(code)
        if found is None:
            raise UnknownCodeError(code[:20], self.release.label)
        return found

    def children(self, code: str) -> tuple[Code, ...]:
        """The codes right below a header, in the order of the release."""
        rows = self._rows("WHERE parent = ? ORDER BY id", (self.get(code).code,))
        return tuple(map(_code_of, rows))

    def ancestors(self, code: str) -> tuple[Code, ...]:
        """The header above, if there is one."""
        parent = self.get(code).parent
        return () if parent is None else (self.get(parent),)

    def leaves(self, code: str) -> tuple[Code, ...]:
        """The billable codes at and below `code`."""
        found = self.get(code)
        return (found,) if found.billable else tuple(c for c in self.children(code) if c.billable)

    def resolve(self, text: str) -> tuple[Code, ...]:
        """The codes of a code, a range such as `A0021-A0999`, or a beginning such as `027-`."""
        first, dash, last = (part.strip() for part in text.partition("-"))
        low, high = key_of(first), key_of(last or first)
        if not low or not (low + high).isascii():
            return ()
        if not dash:
            found = self.find(text)
            return () if found is None else (found,)
        rows = self._rows("WHERE key >= ? AND key < ? AND billable ORDER BY id", (low, high + "~"))
        return tuple(map(_code_of, rows))

    def search(self, words: str, limit: int = 20) -> tuple[Hit, ...]:
        """Codes that begin as typed, then those whose title holds every word or its beginning."""
        typed = " ".join(words[:MOST_CHARACTERS].split())
        key = key_of(typed)
        if limit <= 0 or not key:
            return ()
        found: dict[str, Hit] = {}
        if key.isascii() and len(key) <= 7:
            for name, title, _, billable, *_ in self._rows(
                "WHERE key >= ? AND key < ? ORDER BY key = ? DESC, id LIMIT ?", (key, key + "~", key, limit)
            ):
                found[name] = Hit(name, title, bool(billable), CODE, name)
        said = re.findall(r"[^\W_]+", typed)[:MOST_WORDS]
        if said and len(found) < limit:
            match = " AND ".join(f'"{word}"*' for word in said)
            for name, title, billable in self._database.rows(_FIND, (match, limit)):
                found.setdefault(name, Hit(name, title, bool(billable), TITLE, title))
        return tuple(found.values())[:limit]

    def every(self) -> Iterator[tuple[str, str, bool]]:
        """Code, title and whether it is billable, of all codes in their order."""
        for name, title, billable in self._database.rows(
            "SELECT name, title, billable FROM code ORDER BY id"
        ):
            yield name, title, bool(billable)

    def terms(self) -> Iterator[TermCode]:
        """None: notes are not read for procedures."""
        return iter(())

    def _rows(self, where: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        return self._database.rows(f"SELECT {_COLUMNS} FROM code {where}", values)  # noqa: S608

    def _load(self, key: str) -> Code | None:
        rows = self._rows("WHERE key = ?", (key,))
        return _code_of(rows[0]) if rows else None


def _code_of(row: tuple[Any, ...]) -> Code:
    name, title, _, billable, parent, note = row
    return Code(
        code=name,
        description=title,
        parent=parent,
        chapter="",
        block="",
        billable=bool(billable),
        header=not billable,
        depth=0 if parent is None else 1,
        notes=(Instruction(note, (), name),) if note else (),
    )
