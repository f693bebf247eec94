"""Lookup by words, parts of words, abbreviations, misspelled words or the beginning of a code."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from chartside.codesets.code import Hit, key_of
from chartside.codesets.database import Database
from chartside.codesets.ranking import Ranked, Ranker
from chartside.codesets.search_arrays import read_arrays
from chartside.codesets.search_codes import find_codes
from chartside.codesets.search_index import SEARCH_APPLICATION_ID
from chartside.codesets.search_question import Reader
from chartside.codesets.spelling import Spelling

MAX_TEXT = 200
KEPT = 200
"""Answers that are kept: while people type and delete, the last beginnings of words come again."""
KEPT_CODES = 2000

_CODE = "SELECT name, title, id = last FROM entry WHERE id = ?"


class Search:
    """Searches one release; may be used from any number of threads."""

    def __init__(self, path: Path, code_set: Database) -> None:
        self._index = Database(path, SEARCH_APPLICATION_ID)
        try:
            # The arrays are read once; what is left in the file are short texts.
            self._index.rows("PRAGMA cache_size = -256")
            self._arrays = arrays = read_arrays(self._index)
            meanings: dict[str, list[str]] = defaultdict(list)
            for said, means in self._index.rows("SELECT said, means FROM meaning ORDER BY id"):
                meanings[said].append(means)
        except BaseException:
            self._index.close()
            raise
        self._code_set = code_set
        frequency = np.diff(arrays.codes_of_word.starts)
        spelling = Spelling(arrays.words, arrays.trigrams, arrays.words_of_trigram, arrays.letters, frequency)
        self._reader = Reader(arrays, dict(meanings), spelling)
        self._ranker = Ranker(arrays)
        # The answers to two beginnings of one word are mostly the same.
        self._code = lru_cache(maxsize=KEPT_CODES)(self._load_code)
        self._name = lru_cache(maxsize=KEPT_CODES)(self._load_name)
        self._cached = lru_cache(maxsize=KEPT)(self._search)

    def close(self) -> None:
        """Close the index."""
        self._index.close()

    @property
    def vocabulary(self) -> Sequence[str]:
        """Every folded word that some name of a code holds, in alphabetical order."""
        return self._arrays.words

    def search(self, words: str, limit: int) -> tuple[Hit, ...]:
        """Hits for `words`, best first; none when nothing fits or `limit` is not positive."""
        return self._cached(" ".join(words[:MAX_TEXT].split()), limit) if limit > 0 else ()

    def _search(self, words: str, limit: int) -> tuple[Hit, ...]:
        hits = find_codes(self._code_set, words, limit)
        # Two characters may begin a code or be a word (C2, B6); more of them that fit are a code.
        if len(hits) < limit and not (hits and len(key_of(words)) > 2):
            known = {hit.code for hit in hits}
            hits += [hit for hit in self._by_words(words, limit) if hit.code not in known]
        return tuple(hits[:limit])

    def _by_words(self, words: str, limit: int) -> list[Hit]:
        ranked, whole = self._ranker.rank(self._reader.read(words), limit)
        if not whole and self._reader.finished(words):
            doubted, answered = self._ranker.rank(self._reader.read(words, doubting=True), limit)
            ranked = doubted if answered else ranked
        return list(self._hits(ranked))

    def _hits(self, ranked: Iterable[Ranked]) -> Iterator[Hit]:
        for one in ranked:
            code, title, billable = self._code(int(self._arrays.position[one.code]) + one.seventh + 1)
            yield Hit(code, title, billable, one.score, self._name(one.name))

    def _load_code(self, position: int) -> tuple[str, str, bool]:
        ((code, title, billable),) = self._code_set.rows(_CODE, (position,))
        return code, title, bool(billable)

    def _load_name(self, number: int) -> str:
        ((text,),) = self._index.rows("SELECT text FROM name WHERE id = ?", (number,))
        return str(text)
