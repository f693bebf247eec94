"""One release of ICD-10-CM, open: codes, their hierarchy and instructions, terms, search, index."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Lock

from chartside.codesets.code import Hit
from chartside.codesets.compile import APPLICATION_ID
from chartside.codesets.database import Database
from chartside.codesets.entries import Entries
from chartside.codesets.index_store import AlphabeticIndex
from chartside.codesets.release import Release
from chartside.codesets.search import Search
from chartside.model import TermCode


class CodeSet:
    """One release, open for reading; may be used from any number of threads.

    Every method that takes a code takes it in any case, with or without its dot.

    Attributes:
        release: its name and first day.
        edition: changes whenever an import changes what the release holds; name files made from it by this.
        release_folder: where its compiled files lie.
        find, get, children, ancestors, leaves, resolve, every: see `Entries`.
    """

    def __init__(
        self, path: Path, search_path: Path, index_path: Path | None = None, edition: str = ""
    ) -> None:
        self._database = Database(path, APPLICATION_ID)
        try:
            meta: dict[str, str] = dict(self._database.rows("SELECT key, value FROM meta"))
            self.release = Release(meta["system"], date.fromisoformat(meta["effective"]))
            self._search = Search(search_path, self._database)
        except BaseException:
            self._database.close()
            raise
        self.edition = edition or f"{self.release.slug}.0"
        self.release_folder = search_path.parent
        self._index_path = index_path
        self._index: AlphabeticIndex | None = None
        self._lock = Lock()
        entries = Entries(self._database, self.release.label)
        self.find, self.get = entries.find, entries.get
        self.children, self.ancestors, self.leaves = entries.children, entries.ancestors, entries.leaves
        self.resolve, self.every = entries.resolve, entries.every

    def __enter__(self) -> "CodeSet":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files; the code set cannot be used after that."""
        self._database.close()
        self._search.close()
        if self._index is not None:
            self._index.close()

    @property
    def index(self) -> "AlphabeticIndex | None":
        """The Alphabetic Index and the tables, as far as they were imported; None when none was."""
        if self._index_path is not None and self._index is None:
            with self._lock:
                if self._index is None:
                    self._index = AlphabeticIndex(self._index_path)
        return self._index

    def search(self, words: str, limit: int = 20) -> tuple[Hit, ...]:
        """Codes for words, parts of words, abbreviations or the beginning of a code, best first."""
        return self._search.search(words, limit)

    def terms(self) -> Iterator[TermCode]:
        """The vocabulary: titles, inclusion terms, terms named in notes, and phrases of the index."""
        for code, kind, term in self._database.rows("SELECT code, kind, term FROM term ORDER BY id"):
            yield TermCode(code, kind, kind, term)
        if self.index is not None:
            yield from self.index.terms()
