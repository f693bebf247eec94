"""The ways that lead through the index to a code: every line that gives it, with the words above."""

from collections.abc import Iterable, Iterator
from json import loads

from chartside.codesets.code import key_of
from chartside.codesets.database import Database
from chartside.codesets.index_entry import KINDS, IndexCode, IndexWay

AT_ONCE = 500
"""Ids in one query; SQLite takes at most 999."""

_LINES = """
    WITH RECURSIVE up(start, title, nemods, parent, depth) AS (
        SELECT id, title, nemods, parent, 0 FROM entry WHERE id IN ({places})
        UNION ALL
        SELECT up.start, entry.title, entry.nemods, entry.parent, up.depth + 1
        FROM up JOIN entry ON entry.id = up.parent)
    SELECT start, title, nemods FROM up ORDER BY start, depth DESC"""
_CODES = "SELECT id, kind, codes, cells FROM entry WHERE id IN ({places})"


class IndexWays:
    """Asks one compiled index for the ways to a code.

    Args:
        database: the compiled index.
        columns: the headings of its tables by kind.
    """

    def __init__(self, database: Database, columns: dict[str, list[str]]) -> None:
        self._database = database
        self._columns = columns

    def to(self, code: str, entries: Iterable[int]) -> Iterator[IndexWay]:
        """The ways through `entries` (ids, in the order wanted) that give the code or a beginning of it."""
        ids, key = list(entries), key_of(code)
        for start in range(0, len(ids), AT_ONCE):
            part = tuple(ids[start : start + AT_ONCE])
            places = ",".join("?" * len(part))
            titles: dict[int, list[str]] = {}
            nemods: dict[int, list[str]] = {}
            for entry, title, optional in self._database.rows(_LINES.format(places=places), part):
                titles.setdefault(entry, []).append(title)
                nemods.setdefault(entry, []).extend(loads(optional) if optional else ())
            given = {row[0]: row[1:] for row in self._database.rows(_CODES.format(places=places), part)}
            for entry in part:
                kind, codes = KINDS[given[entry][0]], self._codes(*given[entry])
                for each in codes:
                    if each.role != "category" and _leads(each, key):
                        yield IndexWay(kind, tuple(titles[entry]), tuple(nemods[entry]), each)

    def _codes(self, number: int, codes: str | None, cells: str | None) -> Iterator[IndexCode]:
        for written, role in loads(codes or "[]"):
            yield code_of(written, role)
        for column, written in zip(self._columns.get(KINDS[number], ()), loads(cells or "[]"), strict=False):
            if written:
                yield code_of(written, column=column)


def code_of(stored: str, role: str = "default", column: str = "") -> IndexCode:
    """A code as `index_compile` stores it, with a dash or plus behind what is not whole."""
    return IndexCode(stored.rstrip("-+"), stored[-1] in "-+", role, column, dash=stored.endswith("-"))


def _leads(given: IndexCode, key: str) -> bool:
    """Whether the code that a line gives is the one with `key`, or one that has to be completed to it."""
    own = key_of(given.code)
    stem = key[:6].rstrip("X") if len(key) == 7 else key
    return own in (key, stem) or (given.dash and key.startswith(own))
