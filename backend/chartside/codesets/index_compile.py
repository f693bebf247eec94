"""From the official index files to one SQLite file: tree, codes, words to search, words to correct.

The lines that search looks through are numbered by how good an answer they are when nothing else is known
(short paths before long ones), so that a query stops after the first few hundred.
"""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from chartside.codesets.code import key_of
from chartside.codesets.database import Progress, write_database
from chartside.codesets.index import IndexFile, IndexRow
from chartside.codesets.index_entry import KINDS, IndexCode
from chartside.codesets.index_references import References
from chartside.codesets.index_search import kind_word, trigrams
from chartside.codesets.words import tokens
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
CREATE TABLE known (id INTEGER PRIMARY KEY, word TEXT NOT NULL, lines INTEGER NOT NULL);
CREATE TABLE trigram (letters TEXT, word INTEGER, PRIMARY KEY (letters, word)) WITHOUT ROWID;
"""
_INDEXES = ("CREATE INDEX entry_parent ON entry (parent)",)
_ALSO = {
    "neoplasm": "cancer tumor carcinoma metastasis metastatic",
    "drugs": "drug chemical toxic overdose",
}
"""Words by which rows of a table are asked for and which its headings lack."""

_PLAIN = str.maketrans("|,", "  ")
_Line = tuple[int, str, str, int, str]
"""id of the entry, its path folded, its optional words folded, whether it has a code, kind"""


def compile_index(path: Path, files: Iterable[IndexFile], progress: Progress | None = None) -> dict[str, int]:
    """Compile the files of one release into `path`; call under `compile_lock` of the folder.

    Returns:
        How many entries there are of each kind.

    Raises:
        CodeSetError: there is no file, one kind came twice, or `path` cannot be written.
    """
    tell = progress or (lambda _done, _total, _label: None)
    ordered = _ordered(files)
    counts = {file.kind: len(file.entries) for file in ordered}
    tell(0, TOTAL, "Reading the Alphabetic Index")
    references = References(ordered)

    def fill(connection: sqlite3.Connection) -> None:
        lines: list[_Line] = []
        for done, (first, file) in enumerate(_numbered(ordered)):
            tell(10 + 40 * done // len(ordered), TOTAL, "Writing the Alphabetic Index")
            _write_entries(connection, first, file, references)
            lines += _lines(first, file)
        tell(60, TOTAL, "Building the search of the index")
        _write_search(connection, sorted(lines, key=_merit))
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
        if by_kind.setdefault(file.kind, file) is not file:
            raise CodeSetError(
                f"There are two files of the same part of the index ({file.kind}); "
                "bring the files of one release alone."
            )
    if not by_kind:
        raise CodeSetError("There is no file of the Alphabetic Index to compile; bring at least one.")
    return sorted(by_kind.values(), key=lambda file: KINDS.index(file.kind))


def _numbered(files: Sequence[IndexFile]) -> Iterator[tuple[int, IndexFile]]:
    first = 0
    for file in files:
        yield first, file
        first += len(file.entries)


def _write_entries(
    connection: sqlite3.Connection, first: int, file: IndexFile, references: References
) -> None:
    last = list(range(len(file.entries)))
    for place in range(len(last) - 1, -1, -1):
        parent = file.entries[place].parent
        if parent is not None:
            last[parent] = max(last[parent], last[place])
    connection.executemany(
        "INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,?,?)",
        (_stored(first, place, row, last[place], file, references) for place, row in enumerate(file.entries)),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO code VALUES (?,?,?)",
        (
            (key_of(code.code), code.needs_more, first + place)
            for place, row in enumerate(file.entries)
            for code in (*row.codes, *row.cells)
        ),
    )
    leads = (
        (row.title.casefold(), first + place) for place, row in enumerate(file.entries) if row.parent is None
    )
    connection.executemany("INSERT INTO lead VALUES (?,?)", leads)


def _stored(
    first: int, place: int, row: IndexRow, last: int, file: IndexFile, references: References
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
    cells = [_written(by_column.get(column)) for column in file.columns]
    return (
        position,
        KINDS.index(file.kind),
        row.title,
        None if row.parent is None else first + row.parent,
        first + last,
        _json(row.nemods),
        _json([(code.code, int(code.needs_more), code.role) for code in row.codes]),
        _json(cells if row.cells else ()),
        _json(refs if any(refs) else ()),
        _json(row.notes),
    )


def _written(cell: IndexCode | None) -> str | None:
    return cell.written if cell is not None else None


def _json(value: Sequence[object]) -> str | None:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else None


def _lines(first: int, file: IndexFile) -> Iterator[_Line]:
    headings = " ".join(file.columns) + " " + _ALSO.get(file.kind, "")
    paths: list[str] = []
    nemods: list[str] = []
    for place, row in enumerate(file.entries):
        own = ",".join(filter(None, (" ".join(tokens(form)) for form in row.title.split(","))))
        paths.append(own if row.parent is None else f"{paths[row.parent]}|{own}")
        nemods.append(" ".join((nemods[row.parent] if row.parent is not None else "", *row.nemods)))
        optional = " ".join(dict.fromkeys(tokens(f"{nemods[-1]} {headings if row.cells else ''}")))
        yield first + place, paths[-1], optional, int(bool(row.codes or row.cells)), file.kind


def _merit(line: _Line) -> tuple[object, ...]:
    position, path, _, coded, kind = line
    length = sum(min(len(form.split()) for form in level.split(",")) for level in path.split("|"))
    return length, not coded, KINDS.index(kind), position


def _write_search(connection: sqlite3.Connection, lines: Sequence[_Line]) -> None:
    connection.executemany(
        "INSERT INTO line VALUES (?,?,?,?,?)",
        ((number, *line[:4]) for number, line in enumerate(lines, 1)),
    )
    words: Counter[str] = Counter()

    def said() -> Iterator[tuple[int, str]]:
        for number, (_, path, optional, _, kind) in enumerate(lines, 1):
            text = f"{path.translate(_PLAIN)} {optional}"
            words.update(set(text.split()))
            yield number, f"{text} {kind_word(kind)}"

    connection.executemany("INSERT INTO word (rowid, words) VALUES (?, ?)", said())
    connection.execute("INSERT INTO word (word) VALUES ('optimize')")
    known = [(number, word, words[word]) for number, word in enumerate(sorted(words)) if _may_be_meant(word)]
    connection.executemany("INSERT INTO known VALUES (?,?,?)", known)
    connection.executemany(
        "INSERT OR IGNORE INTO trigram VALUES (?,?)",
        ((letters, number) for number, word, _ in known for letters in trigrams(word)),
    )


def _may_be_meant(word: str) -> bool:
    return len(word) > 3 and re.fullmatch(r"[a-z]+", word) is not None
