"""The words of one note, folded once for everything that looks at words.

A token is a word with its inner marks ("b.i.d", "patient's", "s/p") or a sign before a letter ("+ve").
A note has hundreds of words and few of them lead anywhere, so places are worked out when asked for.
"""

import re
from bisect import bisect_left
from collections.abc import Container, Sequence
from functools import lru_cache
from itertools import compress
from operator import itemgetter, methodcaller

from chartside.notes.words import fold

_SIGN = r"(?<![A-Za-z0-9])[+?](?=[A-Za-z])"
_SLASHED = r"(?<=\b[sS])/[pP]\b|(?<=\b[hHwW])/[oO]\b|(?<=\b[fF])/[uU]\b"
_TOKEN = re.compile(rf"[A-Za-z0-9]+(?:[.'’][A-Za-z0-9]+|{_SLASHED})*|{_SIGN}")
_PIECE = re.compile(rf"[A-Za-z0-9]+(?:['’]s)?|{_SIGN}")
_SIGNS = frozenset("+?")
_ARTICLE = "this"
_TEXT, _START = itemgetter(0), methodcaller("start")


_Place = re.Match[str] | tuple[int, int]


class Words:
    """Folded words in order, and where each stands in the note (code points)."""

    __slots__ = ("_places", "texts")

    def __init__(self, texts: list[str], places: Sequence[_Place]) -> None:
        self.texts = texts
        self._places = places

    def span(self, first: int, after: int) -> tuple[int, int]:
        """The stretch of the note from word `first` to the one before `after`."""
        begin, end = self._places[first], self._places[after - 1]
        return (
            begin[0] if isinstance(begin, tuple) else begin.start(),
            end[1] if isinstance(end, tuple) else end.end(),
        )


def words_of(text: str, start: int = 0, end: int | None = None) -> Words:
    """The folded words of a stretch of `text`, without signs and articles."""
    texts, found = _tokens(text, start, end)
    if "+" in text or "?" in text:
        words = [word not in _SIGNS for word in texts]
        return Words(list(compress(texts, words)), list(compress(found, words)))
    return Words(texts, found)


def _tokens(text: str, start: int = 0, end: int | None = None) -> tuple[list[str], list[re.Match[str]]]:
    found = list(_TOKEN.finditer(text, start, len(text) if end is None else end))
    texts = list(map(_folded, map(_TEXT, found)))
    return list(filter(None, texts)), list(compress(found, texts))


@lru_cache(maxsize=65536)
def _folded(word: str) -> str:
    # "This morning" is another time than "in the morning".
    return _ARTICLE if word.lower() == _ARTICLE else fold(word)


@lru_cache(maxsize=65536)
def _pieces(token: str) -> tuple[tuple[str, int, int], ...]:
    """The words inside a token that holds marks: "b.i.d" is three, "patient's" one."""
    found = ((fold(piece[0]), *piece.span()) for piece in _PIECE.finditer(token))
    return tuple(piece for piece in found if piece[0])


class NoteWords:
    """All words of one note, in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._texts, self._found = _tokens(text)
        self._starts = list(map(_START, self._found))
        self._has_signs = "+" in text or "?" in text

    def between(self, start: int, end: int) -> Words:
        """The words of a stretch; one that its ends cut through is read from the stretch alone."""
        found = self._found
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end, first)
        cut = (first and found[first - 1].end() > start) or (last and found[last - 1].end() > end)
        if cut or self._has_signs:
            return words_of(self.text, start, end)
        return Words(self._texts[first:last], found[first:last])

    def starts_of(self, words: Container[str]) -> list[int]:
        """Where a word of `words` (folded) begins, in order."""
        return [self._starts[at] for at, word in enumerate(self._texts) if word in words]

    def pieces(self) -> Words:
        """Every single word, those joined by marks apart; signs are words too."""
        texts, found = self._texts, self._found
        joined = [
            at for at, word in enumerate(texts) if word == _ARTICLE or not (word.isalnum() or word in _SIGNS)
        ]
        if not joined:
            return Words(texts, found)
        words: list[str] = []
        places: list[_Place] = []
        done = 0
        # Copied in stretches; few words hold marks.
        for at in joined:
            words += texts[done:at]
            places += found[done:at]
            if texts[at] != _ARTICLE:
                begin = found[at].start()
                for piece, first, last in _pieces(found[at][0]):
                    words.append(piece)
                    places.append((begin + first, begin + last))
            done = at + 1
        return Words([*words, *texts[done:]], [*places, *found[done:]])
