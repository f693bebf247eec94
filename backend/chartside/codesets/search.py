"""Lookup by words, parts of words, abbreviations, misspelled words or the beginning of a code."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from struct import Struct
from threading import Lock
from typing import Any

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
KEPT = 10_000
"""Answers that are kept, packed: while people type, the beginnings of words come again and again."""
KEPT_TEXTS = 3000

_PACKED = Struct("=idib")
"""A `Ranked`."""
_CODES = "SELECT id, name, title, id = last FROM entry WHERE id IN"
_NAMES = "SELECT id, text FROM name WHERE id IN"


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
        # One question after the other: many short steps of two at once would only wait for each other.
        self._turn = Lock()
        frequency = np.diff(arrays.codes_of_word.starts)
        spelling = Spelling(arrays.words, arrays.trigrams, arrays.words_of_trigram, arrays.letters, frequency)
        self._reader = Reader(arrays, dict(meanings), spelling)
        self._ranker = Ranker(arrays)
        # The answers to two beginnings of one word are mostly the same.
        self._codes = _Texts(code_set, _CODES)
        self._names = _Texts(self._index, _NAMES)
        self._cached = lru_cache(maxsize=KEPT)(self._rank)

    def close(self) -> None:
        """Close the index."""
        self._index.close()

    @property
    def vocabulary(self) -> Sequence[str]:
        """Every folded word that some name of a code holds, in alphabetical order."""
        return self._arrays.words

    def search(self, words: str, limit: int) -> tuple[Hit, ...]:
        """Hits for `words`, best first; none when nothing fits or `limit` is not positive."""
        return self._search(" ".join(words[:MAX_TEXT].split()), limit) if limit > 0 else ()

    def _search(self, words: str, limit: int) -> tuple[Hit, ...]:
        hits = find_codes(self._code_set, words, limit)
        # Two characters may begin a code or be a word (C2, B6); more of them that fit are a code.
        if len(hits) < limit and not (hits and len(key_of(words)) > 2):
            known = {hit.code for hit in hits}
            hits += [hit for hit in self._by_words(words, limit) if hit.code not in known]
        return tuple(hits[:limit])

    def _by_words(self, words: str, limit: int) -> list[Hit]:
        ranked = [Ranked(*one) for one in _PACKED.iter_unpack(self._cached(words, limit))]
        places = [int(self._arrays.position[one.code]) + one.seventh + 1 for one in ranked]
        codes = self._codes.of(places)
        names = self._names.of([one.name for one in ranked])
        hits: list[Hit] = []
        for one, place in zip(ranked, places, strict=True):
            code, title, billable = codes[place]
            hits.append(Hit(code, title, bool(billable), one.score, names[one.name][0]))
        return hits

    def _rank(self, words: str, limit: int) -> bytes:
        with self._turn:
            ranked, whole = self._ranker.rank(self._reader.read(words), limit)
            if not whole and self._reader.finished(words):
                doubted, answered = self._ranker.rank(self._reader.read(words, doubting=True), limit)
                ranked = doubted if answered else ranked
        return b"".join(_PACKED.pack(*one) for one in ranked)


class _Texts:
    """Rows by their numbers, the last ones kept.

    Args:
        database: where they stand.
        select: a query that ends before the numbers and gives the number first.
    """

    def __init__(self, database: Database, select: str) -> None:
        self._database = database
        self._select = select
        self._kept: dict[int, tuple[Any, ...]] = {}

    def of(self, numbers: Sequence[int]) -> dict[int, tuple[Any, ...]]:
        """The rows of `numbers`, without the number."""
        kept = self._kept
        found = {number: kept[number] for number in numbers if number in kept}
        lacking = tuple(number for number in dict.fromkeys(numbers) if number not in found)
        if lacking:
            marks = ",".join("?" * len(lacking))
            rows = self._database.rows(f"{self._select} ({marks})", lacking)
            found.update((number, tuple(row)) for number, *row in rows)
            if len(kept) > KEPT_TEXTS:
                # Another thread may still read the old ones, so they are left and not emptied.
                self._kept = kept = {}
            kept.update(found)
        return found
