"""Makes the search index: every name of every code, shortest first, in SQLite's full-text index.

Rows are numbered by how good an answer they are when nothing else is known (short before long, plain
before "unspecified"), so a query can stop at the first few hundred and never sorts thousands.
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from chartside.codesets.code import key_of
from chartside.codesets.curated import CuratedTerm
from chartside.codesets.database import Database, Progress, write_database
from chartside.codesets.words import VAGUE, tokens

SEARCH_FORMAT = 1
"""Raise it when the tables or the folding of words change."""
SEARCH_APPLICATION_ID = 0x43540000 + SEARCH_FORMAT

_TABLES = """
CREATE TABLE name (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, code TEXT NOT NULL, kind TEXT NOT NULL,
    text TEXT NOT NULL, words TEXT NOT NULL, optional TEXT NOT NULL, billable INTEGER NOT NULL);
CREATE VIRTUAL TABLE word USING fts5(
    words, content='', detail='none', columnsize=0, prefix='1 2 3 4', tokenize="unicode61");
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(word, 'row');
CREATE TABLE expansion (short TEXT NOT NULL, words TEXT NOT NULL, PRIMARY KEY (short, words)) WITHOUT ROWID;
"""
_OPTIONAL = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ORDER = {"lay": 1, "title": 1, "inclusion": 2, "note": 3}
_CODES = "SELECT key, name, id, last FROM entry WHERE key NOT NULL"
MAX_EXPANSIONS = 6


def compile_search(
    path: Path, code_set: Database, curated: Sequence[CuratedTerm], progress: Progress | None = None
) -> None:
    """Compile the search index of an open release into `path`; call under `compile_lock`.

    Curated rows whose code the release does not have are left out.
    """
    if progress is not None:
        progress(80, 100, "Building the search index")
    billable = {key: (name, position == last) for key, name, position, last in code_set.rows(_CODES)}
    rows = sorted(_names(code_set, curated, billable), key=_merit)

    def fill(connection: sqlite3.Connection) -> None:
        numbered = [(number, *row) for number, row in enumerate(rows, 1)]
        connection.executemany("INSERT INTO name VALUES (?,?,?,?,?,?,?,?)", numbered)
        said = ((row[0], f"{row[5]} {row[6]}") for row in numbered)
        connection.executemany("INSERT INTO word (rowid, words) VALUES (?, ?)", said)
        connection.execute("INSERT INTO word (word) VALUES ('optimize')")
        connection.executemany("INSERT OR IGNORE INTO expansion VALUES (?, ?)", _expansions(rows))

    write_database(path, SEARCH_APPLICATION_ID, _TABLES, fill)
    if progress is not None:
        progress(99, 100, "Building the search index")


_Name = tuple[str, str, str, str, str, str, bool]
"""key, code, kind, text, folded words, folded words that stand in brackets, billable"""


def _names(
    code_set: Database, curated: Sequence[CuratedTerm], codes: dict[str, tuple[str, bool]]
) -> Iterator[_Name]:
    seen: set[tuple[str, str, str]] = set()
    known = [(term.kind, term.term, key_of(term.code)) for term in curated]
    stored = code_set.rows("SELECT kind, term, code FROM term ORDER BY id")
    for kind, text, code in (*known, *((kind, term, key_of(code)) for kind, term, code in stored)):
        if code not in codes:
            continue
        optional = tokens(" ".join(_OPTIONAL.findall(text)))
        words = tokens(_OPTIONAL.sub(" ", text))
        if not words:
            words, optional = optional, []
        row = (code, " ".join(words), " ".join(optional))
        if words and row not in seen:
            seen.add(row)
            name, billable = codes[code]
            yield code, name, kind, text, row[1], row[2], billable


def _merit(row: _Name) -> tuple[object, ...]:
    key, _, kind, _, words, optional, billable = row
    said = words.split()
    vague = sum(word in VAGUE for word in said)
    return len(said) + vague + 0.5 * len(optional.split()), _ORDER.get(kind, 0), not billable, len(words), key


def _expansions(rows: Sequence[_Name]) -> Iterator[tuple[str, str]]:
    """What abbreviations stand for: the other, shorter names of the code they lead to."""
    names: dict[str, list[str]] = {}
    for key, _, kind, _, words, _, _ in rows:
        if not kind.startswith("abbreviation"):
            # E11.9 is "without complications", and T2DM says nothing of them.
            plain = " ".join(word for word in words.partition(" without ")[0].split() if word not in VAGUE)
            if plain and plain not in names.setdefault(key, []):
                names[key].append(plain)
    for key, _, kind, _, words, _, _ in rows:
        if kind.startswith("abbreviation") and " " not in words:
            for plain in names.get(key, ())[:MAX_EXPANSIONS]:
                if len(plain.split()) <= 5:
                    yield words, plain
