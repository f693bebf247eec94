"""The index as one file: compiled from the official files, then read by any number of threads."""

from collections.abc import Iterable, Iterator
from json import loads
from pathlib import Path
from typing import Any

from chartside.codesets.code import key_of
from chartside.codesets.database import Database
from chartside.codesets.index_compile import INDEX_APPLICATION_ID, INDEX_FORMAT, compile_index
from chartside.codesets.index_entry import KINDS, IndexEntry, IndexHit, IndexReference, IndexWay
from chartside.codesets.index_search import IndexSearch
from chartside.codesets.index_terms import index_terms
from chartside.codesets.index_ways import AT_ONCE, IndexWays, code_of
from chartside.model import TermCode

__all__ = ["INDEX_APPLICATION_ID", "INDEX_FORMAT", "AlphabeticIndex", "compile_index"]

_LINES = "SELECT id, kind, nemods, codes, cells, refs, notes FROM entry WHERE id IN ({places})"
_BELOW = "SELECT parent, id FROM entry WHERE parent IN ({places}) ORDER BY id"
_UP = """
    WITH RECURSIVE up(start, id, title, parent, depth) AS (
        SELECT id, id, title, parent, 0 FROM entry WHERE id IN ({places})
        UNION ALL
        SELECT up.start, entry.id, entry.title, entry.parent, up.depth + 1
        FROM up JOIN entry ON entry.id = up.parent)
    SELECT start, title FROM up ORDER BY start, depth DESC"""
_LEADS = "SELECT entry FROM lead WHERE sort >= ? AND sort < ? ORDER BY sort, entry LIMIT ?"
_PAGE = """
    SELECT id, kind, title, parent, nemods, codes, cells FROM entry
    WHERE kind IN (?, ?) AND id > ? ORDER BY id LIMIT ?"""
_OF_TERMS = KINDS.index("main"), KINDS.index("neoplasm")
PAGE = 2000
"""Entries read at once for the vocabulary."""
LAST = "\U0010ffff"


class AlphabeticIndex:
    """The Alphabetic Index with its tables, open for reading; may be used from any number of threads.

    Attributes:
        counts: how many entries there are of each kind.
        versions: the year that each file names.

    Raises:
        CodeSetError: the file is missing, cut short or damaged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._database = Database(path, INDEX_APPLICATION_ID)
        try:
            meta: dict[str, str] = dict(self._database.rows("SELECT key, value FROM meta"))
            self._columns: dict[str, list[str]] = loads(meta["columns"])
            self.counts: dict[str, int] = loads(meta["counts"])
            self.versions: dict[str, str] = loads(meta["versions"])
        except BaseException:
            self._database.close()
            raise
        self._search = IndexSearch(self._database)
        self._ways = IndexWays(self._database, self._columns)

    def __enter__(self) -> "AlphabeticIndex":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the index cannot be used after that."""
        self._database.close()

    def find(self, words: str, kind: str | None = None, limit: int = 20) -> tuple[IndexHit, ...]:
        """Entries for words in any order, parts of words, or a code; best first.

        Args:
            words: what was typed; all of it has to stand on the entry's path.
            kind: one of `KINDS`, or None for all.
            limit: at most this many.
        """
        found = self._search.find(words, kind, limit)
        entries = self._entries([position for position, _ in found])
        return tuple(IndexHit(entries[position], score) for position, score in found)

    def entry(self, entry_id: int) -> IndexEntry | None:
        """The entry of that id, or None."""
        return self._entries([entry_id]).get(entry_id)

    def children(self, entry_id: int) -> tuple[IndexEntry, ...]:
        """The subterms right below, in the order of the index."""
        entry = self.entry(entry_id)
        return () if entry is None else self._in_order(entry.children)

    def parents(self, entry_id: int) -> tuple[IndexEntry, ...]:
        """The entries above, lead term first."""
        above: list[int] = []
        position: int | None = entry_id
        while position is not None:
            found = self._database.rows("SELECT parent FROM entry WHERE id = ?", (position,))
            position = found[0][0] if found else None
            if position is not None:
                above.insert(0, position)
        return self._in_order(above)

    def lead_terms(self, prefix: str = "", limit: int = 20) -> tuple[IndexEntry, ...]:
        """Lead terms that begin with `prefix`, in alphabetical order, main index first among equals."""
        begin = " ".join(prefix.encode("utf-8", "ignore").decode().casefold().split())
        found = self._database.rows(_LEADS, (begin, begin + LAST, max(0, limit)))
        return self._in_order([position for (position,) in found])

    def paths_of(self, code: str) -> tuple[IndexEntry, ...]:
        """All entries that lead to a code, in the order of the index; those that name it whole first.

        An entry that gives a beginning of the code (``S52.50-``, or ``W11`` for ``W11.XXXA``) leads to it.
        """
        found = self._search.by_code(key_of(code))
        return self._in_order(found)

    def ways_to(self, code: str) -> tuple[IndexWay, ...]:
        """Like `paths_of`, without what stands below and beside: cheaper, and with the code at the end.

        A line of a table that gives the code in two columns is two ways.
        """
        return tuple(self._ways.to(code, self._search.by_code(key_of(code))))

    def terms(self) -> Iterator[TermCode]:
        """Phrases of main index and neoplasm table as a note would write them, kind `index`."""
        return index_terms(self._all())

    def _all(self) -> Iterator[IndexEntry]:
        """Every entry that terms are made of, in order, without references and children."""
        path: list[tuple[int, str]] = []
        after = -1
        while rows := self._database.rows(_PAGE, (*_OF_TERMS, after, PAGE)):
            after = rows[-1][0]
            for position, kind, title, parent, *told in rows:
                while path and path[-1][0] != parent:
                    path.pop()
                path.append((position, title))
                yield self._entry((position, kind, *told, None, None), [name for _, name in path], [])

    def _in_order(self, ids: Iterable[int]) -> tuple[IndexEntry, ...]:
        wanted = list(ids)
        found = self._entries(wanted)
        return tuple(found[position] for position in wanted if position in found)

    def _entries(self, ids: list[int]) -> dict[int, IndexEntry]:
        entries: dict[int, IndexEntry] = {}
        for start in range(0, len(ids), AT_ONCE):
            part = tuple(i for i in ids[start : start + AT_ONCE] if 0 <= i < 1 << 63)
            places = ",".join("?" * len(part))
            paths: dict[int, list[str]] = {i: [] for i in part}
            for position, title in self._database.rows(_UP.format(places=places), part):
                paths[position].append(title)
            below: dict[int, list[int]] = {i: [] for i in part}
            for parent, child in self._database.rows(_BELOW.format(places=places), part):
                below[parent].append(child)
            for row in self._database.rows(_LINES.format(places=places), part):
                entries[row[0]] = self._entry(row, paths[row[0]], below[row[0]])
        return entries

    def _entry(self, row: tuple[Any, ...], path: list[str], children: list[int]) -> IndexEntry:
        position, number, nemods, codes, cells, refs, notes = row
        kind = KINDS[number]
        see, see_also = loads(refs) if refs else ((), ())
        return IndexEntry(
            id=position,
            kind=kind,
            path=tuple(path),
            nemods=tuple(loads(nemods)) if nemods else (),
            codes=tuple(code_of(written, role) for written, role in loads(codes or "[]")),
            cells=tuple(
                code_of(written, column=column)
                for column, written in zip(self._columns.get(kind, ()), loads(cells or "[]"), strict=False)
                if written
            ),
            see=tuple(IndexReference(text, target, whole) for text, target, whole in see),
            see_also=tuple(IndexReference(text, target, whole) for text, target, whole in see_also),
            notes=tuple(loads(notes)) if notes else (),
            children=tuple(children),
        )
