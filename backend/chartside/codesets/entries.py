"""The compiled Tabular List: codes with their hierarchy and their instructions, merged from above."""

from collections.abc import Iterator
from functools import lru_cache
from json import loads
from typing import Any, NamedTuple

from chartside.codesets.code import Code, Instruction, key_of
from chartside.codesets.database import Database
from chartside.errors import UnknownCodeError

_ENTRY = "SELECT id, name, title, kind, parent, last, own, seventh FROM entry WHERE id = ?"
_LEAF = "SELECT id FROM entry WHERE last = id AND key IS NOT NULL"
_FIELDS = (
    "includes", "inclusion_terms", "excludes1", "excludes2",
    "code_first", "use_additional", "code_also", "notes",
)  # fmt: skip
LONGEST_EXPRESSION = 500


class _Row(NamedTuple):
    """An entry as it is stored; `own` holds field, text and codes of each instruction."""

    id: int
    name: str
    title: str
    kind: str
    parent: int | None
    last: int
    own: str | None
    seventh: int | None


class Entries:
    """The entries of one release; may be used from any number of threads.

    Every method that takes a code takes it in any case, with or without its dot.
    """

    def __init__(self, database: Database, label: str) -> None:
        self._database = database
        self._label = label
        self._row = lru_cache(maxsize=16384)(self._load_row)
        self._code = lru_cache(maxsize=8192)(self._build)
        self._children = lru_cache(maxsize=4096)(self._load_children)
        self._seventh = lru_cache(maxsize=1024)(self._load_seventh)
        self._position = lru_cache(maxsize=16384)(self._load_position)
        self._own = lru_cache(maxsize=4096)(self._load_own)

    def find(self, code: str) -> Code | None:
        """The code, billable or header, or None when the release has no such code."""
        position = self._position(key_of(code))
        return None if position is None else self._code(position)

    def get(self, code: str) -> Code:
        """The code with its instructions.

        Raises:
            UnknownCodeError: the release has no such code.
        """
        return self._code(self._known(code))

    def children(self, code: str) -> tuple[Code, ...]:
        """The codes right below, in tabular order; none for a billable code."""
        return tuple(map(self._code, self._children(self._known(code))))

    def ancestors(self, code: str) -> tuple[Code, ...]:
        """The codes above, nearest first, up to the category."""
        above = self._lineage(self._known(code))[1:]
        return tuple(self._code(row.id) for row in above if row.kind in ("code", "extended"))

    def leaves(self, code: str) -> tuple[Code, ...]:
        """The billable codes at and below `code`, in tabular order."""
        row = self._row(self._known(code))
        return self._leaves("id BETWEEN ? AND ?", (row.id, row.last))

    def resolve(self, text: str) -> tuple[Code, ...]:
        """The codes that an expression of the Tabular List means, in tabular order; none when there are none.

        ``E11.22`` and ``E11``: that code alone, billable or header. ``E11.-`` and ``S52.5-``: the billable
        codes below it. ``E08-E13`` and ``N18.1-N18.6``: the billable codes from the first to the last, and
        all below the last. Several are separated by commas: ``I10, I11.-``. Case and dots do not matter.
        """
        parts = [self._one(part) for part in text[:LONGEST_EXPRESSION].split(",")]
        return tuple(dict.fromkeys(code for codes in parts for code in codes))

    def _one(self, text: str) -> tuple[Code, ...]:
        first, dash, last = text.partition("-")
        low, high = key_of(first), key_of(last)
        if not dash:
            found = self.find(low)
            return () if found is None else (found,)
        if not low or not (low + high).isascii():
            return ()
        if not high:
            return self._leaves("key >= ? AND key < ?", (low, low + "~"))
        start, end = self._position(low), self._position(high)
        if start is not None and end is not None:
            # By position, since M1A stands before M10 and belongs to M05-M14.
            return self._leaves("id BETWEEN ? AND ?", (start, self._row(end).last))
        return self._leaves("key >= ? AND key < ?", (low, high + "~"))

    def every(self) -> Iterator[tuple[str, str, bool]]:
        """Code, title and whether it is billable, of all codes in tabular order."""
        rows = self._database.rows("SELECT name, title, last = id FROM entry WHERE key NOT NULL ORDER BY id")
        for name, title, billable in rows:
            yield name, title, bool(billable)

    def _leaves(self, where: str, values: tuple[object, ...]) -> tuple[Code, ...]:
        found = self._database.rows(f"{_LEAF} AND {where} ORDER BY id", values)
        return tuple(self._code(position) for (position,) in found)

    def _known(self, code: str) -> int:
        position = self._position(key_of(code))
        if position is None:
            raise UnknownCodeError(code[:20], self._label)
        return position

    def _load_position(self, key: str) -> int | None:
        # A lone surrogate cannot be handed to SQLite, and no code has one.
        if not key.isascii():
            return None
        found = self._database.rows("SELECT id FROM entry WHERE key = ?", (key,))
        return found[0][0] if found else None

    def _load_row(self, position: int) -> _Row:
        return _Row(*self._database.rows(_ENTRY, (position,))[0])

    def _load_children(self, position: int) -> tuple[int, ...]:
        found = self._database.rows("SELECT id FROM entry WHERE parent = ? ORDER BY id", (position,))
        return tuple(child for (child,) in found)

    def _load_seventh(self, number: int) -> tuple[tuple[str, str], ...]:
        (stored,) = self._database.rows("SELECT characters FROM seventh WHERE id = ?", (number,))[0]
        return tuple((character, meaning) for character, meaning in loads(stored))

    def _load_own(self, position: int) -> tuple[tuple[str, Instruction], ...]:
        row = self._row(position)
        own = loads(row.own or "[]")
        return tuple((field, Instruction(text, tuple(codes), row.name)) for field, text, codes in own)

    def _lineage(self, position: int) -> list[_Row]:
        """The entry and all that stand above it, up to the chapter."""
        rows = [self._row(position)]
        while rows[-1].parent is not None:
            rows.append(self._row(rows[-1].parent))
        return rows

    def _build(self, position: int) -> Code:
        lineage = self._lineage(position)
        row, *above = lineage
        blocks = [entry for entry in above if entry.kind == "block"]
        codes = [entry for entry in above if entry.kind in ("code", "extended")]
        header = row.last != row.id
        return Code(
            code=row.name,
            description=row.title,
            parent=codes[0].name if codes else None,
            chapter=lineage[-1].name,
            chapter_title=lineage[-1].title,
            block=blocks[0].name if blocks else "",
            block_title=blocks[0].title if blocks else "",
            billable=not header,
            header=header,
            depth=len(codes),
            seventh_characters=() if row.seventh is None else self._seventh(row.seventh),
            **self._instructions(lineage),
        )

    def _instructions(self, lineage: list[_Row]) -> dict[str, Any]:
        merged: dict[str, list[Instruction]] = {field: [] for field in _FIELDS}
        for distance, row in enumerate(lineage):
            # Inclusion terms belong to one code; a 7th character does not make it another condition.
            named_here = distance == 0 or (distance == 1 and lineage[0].kind == "extended")
            for field, instruction in self._own(row.id) if row.own else ():
                if field != "inclusion_terms" or named_here:
                    merged[field].append(instruction)
        return {field: tuple(instructions) for field, instructions in merged.items()}
