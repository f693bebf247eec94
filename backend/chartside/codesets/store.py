"""The code set as the rest of Chartside sees it: codes, their hierarchy and instructions, terms, search."""

from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date
from functools import lru_cache
from json import loads
from pathlib import Path
from typing import Any, NamedTuple

from chartside.codesets.code import Code, Hit, Instruction, key_of
from chartside.codesets.compile import APPLICATION_ID, FORMAT, TOTAL, compile_file
from chartside.codesets.curated import content_hash, read_terms
from chartside.codesets.database import Database, Progress, compile_lock, is_whole
from chartside.codesets.release import APRIL_2026, Release
from chartside.codesets.search import Search
from chartside.codesets.search_index import SEARCH_APPLICATION_ID, SEARCH_FORMAT, compile_search
from chartside.errors import CodeSetError, UnknownCodeError
from chartside.model import TermCode

__all__ = ["Code", "CodeSet", "Hit", "Instruction", "compile_release", "open_code_set"]

_ENTRY = "SELECT id, name, title, kind, parent, last, own, seventh FROM entry WHERE id = ?"
_FIELDS = (
    "includes", "inclusion_terms", "excludes1", "excludes2",
    "code_first", "use_additional", "code_also", "notes",
)  # fmt: skip


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


class CodeSet:
    """One release, open for reading; may be used from any number of threads.

    Every method that takes a code takes it in any case, with or without its dot.
    """

    def __init__(self, path: Path, search_path: Path) -> None:
        self._database = Database(path, APPLICATION_ID)
        try:
            meta: dict[str, str] = dict(self._database.rows("SELECT key, value FROM meta"))
            self.release = Release(meta["system"], date.fromisoformat(meta["effective"]))
            self._search = Search(search_path, self._database)
        except BaseException:
            self._database.close()
            raise
        self._row = lru_cache(maxsize=16384)(self._load_row)
        self._code = lru_cache(maxsize=8192)(self._build)
        self._children = lru_cache(maxsize=4096)(self._load_children)
        self._seventh = lru_cache(maxsize=1024)(self._load_seventh)
        self._position = lru_cache(maxsize=16384)(self._load_position)

    def __enter__(self) -> "CodeSet":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files; the code set cannot be used after that."""
        self._database.close()
        self._search.close()

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
        found = self._database.rows(
            "SELECT id FROM entry WHERE id BETWEEN ? AND ? AND last = id ORDER BY id", (row.id, row.last)
        )
        return tuple(self._code(position) for (position,) in found)

    def search(self, words: str, limit: int = 20) -> tuple[Hit, ...]:
        """Codes for words, parts of words, abbreviations or the beginning of a code, best first."""
        return self._search.search(words, limit)

    def terms(self) -> Iterator[TermCode]:
        """The vocabulary of the Tabular List: titles, inclusion terms, terms named in notes."""
        for code, kind, term in self._database.rows("SELECT code, kind, term FROM term ORDER BY id"):
            yield TermCode(code, kind, kind, term)

    def _known(self, code: str) -> int:
        position = self._position(key_of(code))
        if position is None:
            raise UnknownCodeError(code[:20], self.release.label)
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
            for field, text, codes in loads(row.own) if row.own else ():
                if field != "inclusion_terms" or named_here:
                    merged[field].append(Instruction(text, tuple(codes), row.name))
        return {field: tuple(instructions) for field, instructions in merged.items()}


def compile_release(home: Path, release: Release = APRIL_2026, *, progress: Progress | None = None) -> Path:
    """Compile `release` into the folder `codesets` of `home`, anew even if it is there.

    Returns:
        The compiled file.

    Raises:
        CodeSetError: the official files cannot be read, or the folder not written.
    """
    path = _path(home, release)
    with compile_lock(path.parent):
        compile_file(path, release, progress)
    return path


def open_code_set(
    home: Path, *, progress: Progress | None = None, terms_folder: Path | None = None
) -> CodeSet:
    """Open the code set in `home`, compiling first what is missing, out of date or damaged.

    Args:
        home: Chartside's data folder.
        progress: called with done, total and a label while something is compiled.
        terms_folder: the curated terms that search knows; by default the packaged ones.

    Raises:
        CodeSetError: it cannot be compiled.
        DataFileError: a curated file is wrong.
    """
    path = _path(home, APRIL_2026)
    edition = content_hash(terms_folder)
    search_path = path.with_name(f"{path.stem}-search-v{SEARCH_FORMAT}-{edition}.sqlite")
    with suppress(CodeSetError):
        return CodeSet(path, search_path)
    with compile_lock(path.parent):
        # Another process may have compiled while this one waited for the lock.
        if not is_whole(path, APPLICATION_ID):
            compile_file(path, APRIL_2026, progress)
        if not is_whole(search_path, SEARCH_APPLICATION_ID):
            with closing(Database(path, APPLICATION_ID)) as database:
                compile_search(search_path, database, read_terms(terms_folder), progress)
            _forget_others(search_path)
        code_set = CodeSet(path, search_path)
    if progress is not None:
        progress(TOTAL, TOTAL, "Ready")
    return code_set


def _forget_others(search_path: Path) -> None:
    """Delete the search indexes of earlier curated terms; whoever has one open keeps it."""
    for other in search_path.parent.glob("*-search-*.sqlite"):
        if other != search_path:
            with suppress(OSError):
                other.unlink()


def _path(home: Path, release: Release) -> Path:
    return home / "codesets" / f"{release.slug}-v{FORMAT}.sqlite"
