"""What was typed, as search understands it: words, and the ways in which a name may hold each."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from chartside.codesets.search_arrays import Arrays
from chartside.codesets.spelling import Spelling
from chartside.codesets.words import ABSENT, meanings

MAX_WORDS = 18
MAX_MEANINGS = 6
LONGEST_PHRASE = 3
MEANT = 0.95
"""For a word that means the same as what was said."""
JOINED = 0.95
SPLIT = 0.94
SHORTEST_PART = 3
UNFINISHED = 4
"""A last word of fewer letters is still being typed."""
KEPT = 500
STEM = 0.72
"""For another form of the word, such as fractured and fracture."""
NEAR = (1.0, 0.8, 0.68, 0.55)
"""By the number of typing errors."""
LAST = "\uffff"

Way = tuple[int, ...]
"""Rows, by their numbers, that must all be held."""

_WITH = re.compile(r"\bw/(?!o\b)")
_ENDING = re.compile(r"(?:ings?|ed|ics?|al|ar|ive|ions?|it[iy]|ous|ism|ia|is|us|an?t|ent|[aeyn])$")


@dataclass
class Row:
    """Words of the vocabulary that one said word may be, each with how well it fits."""

    exact: int = -1
    beginning: tuple[int, int] = (0, 0)
    """Words that begin as typed."""
    letters: int = 0
    factor: float = 1.0
    """How good this way is to hold what was said."""
    scale: float = 1.0
    """How good a word is that only begins as typed."""
    stem: tuple[int, int] = (0, 0)
    near: list[tuple[int, float]] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Nothing in the vocabulary fits."""
        begins, ends = self.beginning
        return self.exact < 0 and begins == ends and not self.near


@dataclass
class Question:
    """Rows, and for each said word the ways to hold it."""

    rows: list[Row] = field(default_factory=list)
    words: list[list[Way]] = field(default_factory=list)
    """By said word: the ways to hold it."""
    sizes: list[int] = field(default_factory=list)
    """How many typed words each stands for."""


class Reader:
    """Turns text into questions.

    Args:
        arrays: the index.
        meanings: what is said and what it means, folded.
        spelling: corrections.
    """

    def __init__(self, arrays: Arrays, meanings: Mapping[str, Sequence[str]], spelling: Spelling) -> None:
        self._words = arrays.words
        self._length = arrays.word_length
        self._meanings = meanings
        # While a question is typed its first words come again with every key.
        self._near = lru_cache(maxsize=KEPT)(spelling.near)

    def finished(self, text: str) -> bool:
        """Whether the last word is whole enough to be taken for a misspelled one."""
        last = meanings(text.lower())[-1:]
        return bool(last) and (
            len(last[0]) >= UNFINISHED or (len(last[0]) > 1 and self._number(last[0]) >= 0)
        )

    def read(self, text: str, *, doubting: bool = False) -> Question:
        """The question that `text` asks; `doubting` also takes known words for misspelled ones."""
        said = list(dict.fromkeys(meanings(_WITH.sub("with ", text.lower()))))[:MAX_WORDS]
        question = Question()
        place = 0
        while place < len(said):
            size = self._phrase(said, place)
            last = place + size == len(said)
            ways: list[Way] = [tuple(self._row(question, word, last) for word in said[place : place + size])]
            ways += self._meant(question, said[place : place + size])
            if size == 1:
                ways += self._joined(question, said, place)
                self._correct(question, said[place], ways, doubting)
            question.words.append(ways)
            question.sizes.append(size)
            place += size
        return question

    def _phrase(self, said: Sequence[str], place: int) -> int:
        """How many words from `place` on are one phrase of the table."""
        for size in range(min(LONGEST_PHRASE, len(said) - place), 1, -1):
            if " ".join(said[place : place + size]) in self._meanings:
                return size
        return 1

    def _row(self, question: Question, word: str, last: bool) -> int:
        plain = word.removeprefix(ABSENT)
        row = Row(self._number(word), self._range(word), len(plain))
        if plain.isdigit():
            row.scale = 0.4
        elif not last and len(plain) < 3:
            row.scale = 0.5
        elif not last and row.exact >= 0:
            row.scale = 0.85
        stem = _ENDING.sub("", word)
        typing = last and row.exact < 0 and row.beginning[0] < row.beginning[1]
        if len(plain) > 5 and len(stem) > 4 and stem != word and not typing:
            row.stem = self._range(stem)
        question.rows.append(row)
        return len(question.rows) - 1

    def _meant(self, question: Question, said: Sequence[str]) -> Iterator[Way]:
        key = " ".join(said)
        absent = key.startswith(ABSENT)
        for means in self._meanings.get(key.removeprefix(ABSENT), ())[:MAX_MEANINGS]:
            numbers = [self._number(ABSENT + word if absent else word) for word in means.split()]
            if min(numbers) >= 0:
                yield tuple(self._exactly(question, number, MEANT) for number in numbers)

    def _joined(self, question: Question, said: Sequence[str], place: int) -> Iterator[Way]:
        """Two words that are written as one, such as hyper tension."""
        for first in (place - 1, place):
            if 0 <= first < len(said) - 1:
                number = self._number(said[first] + said[first + 1])
                if number >= 0:
                    yield (self._exactly(question, number, JOINED),)

    def _correct(self, question: Question, word: str, ways: list[Way], doubting: bool) -> None:
        row = question.rows[ways[0][0]]
        if not row.empty and not doubting:
            return
        if len(ways) == 1 and row.empty:
            ways += self._split(question, word)
        if len(ways) == 1:
            row.near = [(near, NEAR[errors]) for near, errors in self._near(word)]

    def _split(self, question: Question, word: str) -> Iterator[Way]:
        """One word that is written as two, such as heartattack."""
        for place in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            one, other = self._number(word[:place]), self._number(word[place:])
            if one >= 0 and other >= 0:
                yield self._exactly(question, one, SPLIT), self._exactly(question, other, SPLIT)

    def _exactly(self, question: Question, number: int, factor: float) -> int:
        question.rows.append(Row(number, factor=factor))
        return len(question.rows) - 1

    def _number(self, word: str) -> int:
        place = bisect_left(self._words, word)
        return place if place < len(self._words) and self._words[place] == word else -1

    def _range(self, word: str) -> tuple[int, int]:
        return bisect_left(self._words, word), bisect_left(self._words, word + LAST)
