"""The branches of a release compiled into a file, so that meeting a code for the first time costs no more.

Made when the vocabulary is: anew whenever the release, an import or a table of words changes.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from chartside.codesets.codeset import CodeSet
from chartside.codesets.database import Database, Progress, compile_lock, is_whole, write_database
from chartside.coding.branches import Branch, BranchReader
from chartside.datafiles import data_folder

APPLICATION_ID = 0x43584158
FORMAT = 1
"""Raise it when branches are read in another way."""
TABLES = ("axis-words", "taken-for-granted", "site-words")
_SCHEMA = "CREATE TABLE branches (header TEXT PRIMARY KEY, below TEXT NOT NULL) WITHOUT ROWID;"


class BranchStore:
    """The compiled branches, open for reading from any number of threads.

    Raises:
        CodeSetError: the file is missing or damaged.
    """

    def __init__(self, path: Path) -> None:
        self._database = Database(path, APPLICATION_ID)

    def below(self, header: str) -> tuple[Branch, ...] | None:
        """The branches right below a header; None for one whose codes differ in the 7th character only."""
        found = self._database.rows("SELECT below FROM branches WHERE header = ?", (header,))
        if not found:
            return None
        return tuple(
            Branch(code, title, tuple(map(frozenset, needs)), side, default, other)
            for code, title, needs, side, default, other in json.loads(found[0][0])
        )

    def close(self) -> None:
        """Close the file."""
        self._database.close()


def open_branches(
    home: Path, code_set: CodeSet, reader: BranchReader, progress: Progress | None = None
) -> BranchStore:
    """The compiled branches of a release under `home`, compiled first when missing or out of date.

    Raises:
        CodeSetError: they cannot be compiled.
    """
    folder = home / "vocabulary"
    path = folder / f"{code_set.release.effective}-{_fingerprint(code_set.edition)}.branches"
    if not (path.exists() and is_whole(path, APPLICATION_ID)):
        with compile_lock(folder):
            if not (path.exists() and is_whole(path, APPLICATION_ID)):
                write_database(path, APPLICATION_ID, _SCHEMA, partial(_fill, code_set, reader, progress))
            for old in folder.glob(f"{code_set.release.effective}-*.branches"):
                if old != path:
                    old.unlink(missing_ok=True)
    return BranchStore(path)


def _fill(
    code_set: CodeSet, reader: BranchReader, progress: Progress | None, connection: sqlite3.Connection
) -> None:
    headers = [code for code, _, billable in code_set.every() if not billable]
    for done, header in enumerate(headers):
        if progress is not None and done % 1000 == 0:
            progress(done, len(headers), "Compiling what tells codes apart")
        if all(len(child.code) == 8 for child in code_set.children(header)):
            continue
        below = json.dumps([_row(branch) for branch in reader.below(code_set.get(header))])
        connection.execute("INSERT INTO branches VALUES (?, ?)", (header, below))


def _row(branch: Branch) -> Iterable[object]:
    needs = [sorted(need) for need in branch.needs]
    return [branch.code, branch.title, needs, branch.side, branch.default, branch.other]


def _fingerprint(edition: str) -> str:
    digest = hashlib.sha256(f"{FORMAT} {edition}".encode())
    for table in TABLES:
        digest.update(data_folder().joinpath("matching", f"{table}.tsv").read_bytes())
    return digest.hexdigest()[:16]
