"""Patterns over the words of one statement: a small language for tables that people curate.

    slipped|slid & ice|black ice            both, in any order
    struck by > door|gate                   the second after the first
    @fall & bed ! bed rest                  not when the words after the mark are there as well
    quit|stopped > smoking within 4         all inside so many words (else 12)

A word is compared folded (`notes/words.py`), so case, plurals and articles do not matter. `@fall` stands for
the words of that name in `codesets/rules/word-classes.tsv`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from chartside.coding.notewords import words_of
from chartside.datafiles import read_rows
from chartside.errors import DataFileError

REACH = 12
"""Words from the first to the last that a pattern needs, when it does not say so itself."""

_UNREAD = frozenset("his her hers their its my your that".split())
_WITHIN = re.compile(r"\s+within\s+(\d+)$")
_JOINTS = re.compile(r"\s+([&>])\s+")


class Span(NamedTuple):
    """First word and word after the last."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found: its row's number, its words' spans in the pattern's order."""

    row: int
    spans: tuple[Span, ...]

    @property
    def start(self) -> int:
        """The first word."""
        return min(span.start for span in self.spans)

    @property
    def end(self) -> int:
        """The word after the last."""
        return max(span.end for span in self.spans)

    @property
    def size(self) -> int:
        """Words that the pattern needed; more say more."""
        return sum(span.end - span.start for span in self.spans)


@dataclass(frozen=True, slots=True)
class _Pattern:
    groups: tuple[int, ...]
    ordered: tuple[bool, ...]
    without: int | None
    reach: int


def read_word_classes() -> dict[str, tuple[str, ...]]:
    """The words of each name in `codesets/rules/word-classes.tsv`.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows("rules/word-classes.tsv", ("name", "words"), unique=("name",))
    return {row["name"]: tuple(row["words"].split("|")) for row in rows}


class PatternTable:
    """Finds many patterns at once; cost follows the words that some pattern needs."""

    def __init__(self, file: str, rows: Iterable[tuple[int, str]], classes: Mapping[str, Sequence[str]]):
        """Compile `rows` of line number and pattern.

        Raises:
            DataFileError: a pattern is wrong; with file, line and reason.
        """
        self._file = file
        self._classes = classes
        self._groups: dict[str, int] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], list[int]]]] = {}
        self._patterns = [self._compile(line, pattern) for line, pattern in rows]
        self._by_first: dict[int, list[tuple[int, int]]] = {}
        for place, pattern in enumerate(self._patterns):
            self._by_first.setdefault(pattern.groups[0], []).append((place, pattern.groups[-1]))
        # No pattern is there without a word that begins a phrase of its first group.
        self.keys = {
            word
            for word, phrases in self._phrases.items()
            if any(group in self._by_first for _, groups in phrases for group in groups)
        }

    def find(self, texts: Sequence[str]) -> list[Hit]:
        """Every pattern that the folded words of one statement fulfil, in the table's order."""
        if self.keys.isdisjoint(texts):
            return []
        places = self._places(texts)
        found = []
        for group in places:
            for row, last in self._by_first.get(group, ()):
                # Most patterns fail for want of their last word.
                hit = self._match(row, places) if last in places else None
                if hit is not None:
                    found.append(hit)
        found.sort(key=lambda hit: hit.row)
        return found

    def _places(self, words: Sequence[str]) -> dict[int, list[Span]]:
        places: dict[int, list[Span]] = {}
        for start, word in enumerate(words):
            for phrase, groups in self._phrases.get(word, ()):
                end = start + len(phrase)
                if len(phrase) == 1 or tuple(words[start:end]) == phrase:
                    for group in groups:
                        places.setdefault(group, []).append(Span(start, end))
        return places

    def _match(self, row: int, places: Mapping[int, list[Span]]) -> Hit | None:
        pattern = self._patterns[row]
        if any(group not in places for group in pattern.groups):
            return None
        if pattern.without is not None and pattern.without in places:
            return None
        fitting = list(self._fit(pattern, places, ()))
        if not fitting:
            return None
        closest = min(fitting, key=lambda hit: max(s.end for s in hit) - min(s.start for s in hit))
        return Hit(row, closest)

    def _fit(
        self, pattern: _Pattern, places: Mapping[int, list[Span]], chosen: tuple[Span, ...]
    ) -> Iterator[tuple[Span, ...]]:
        if len(chosen) == len(pattern.groups):
            yield chosen
            return
        for span in _near(places[pattern.groups[len(chosen)]], chosen, pattern.reach):
            if chosen:
                if pattern.ordered[len(chosen) - 1] and span.start < chosen[-1].end:
                    continue
                if any(span.start < other.end and other.start < span.end for other in chosen):
                    continue
                first = min(span.start, *(other.start for other in chosen))
                last = max(span.end, *(other.end for other in chosen))
                if last - first > pattern.reach:
                    continue
            yield from self._fit(pattern, places, (*chosen, span))

    def _compile(self, line: int, text: str) -> _Pattern:
        within = _WITHIN.search(text)
        reach = int(within.group(1)) if within else REACH
        body, _, denied = (text[: within.start()] if within else text).partition(" ! ")
        parts = _JOINTS.split(body.strip())
        groups = tuple(self._group(line, part) for part in parts[::2])
        ordered = tuple(joint == ">" for joint in parts[1::2])
        return _Pattern(groups, ordered, self._group(line, denied) if denied else None, reach)

    def _group(self, line: int, text: str) -> int:
        key = text.strip()
        if key in self._groups:
            return self._groups[key]
        number = self._groups[key] = len(self._groups)
        for phrase in self._phrases_of(line, key):
            known = self._phrases.setdefault(phrase[0], [])
            same = next((groups for words, groups in known if words == phrase), None)
            if same is None:
                known.append((phrase, [number]))
            elif number not in same:
                same.append(number)
        return number

    def _phrases_of(self, line: int, text: str) -> Iterator[tuple[str, ...]]:
        for choice in text.split("|"):
            name = choice.strip()
            if name.startswith("@"):
                if name[1:] not in self._classes:
                    raise DataFileError(self._file, line, f"there are no words named {name}")
                for words in self._classes[name[1:]]:
                    yield from self._phrases_of(line, words)
                continue
            phrase = tuple(words_of(name).texts)
            if not phrase or _UNREAD & set(name.lower().split()):
                raise DataFileError(self._file, line, f"“{name}” holds a word that takes no part in matching")
            yield phrase


def _near(spans: list[Span], chosen: Sequence[Span], reach: int) -> list[Span]:
    """The spans that can lie within reach; text without sentences holds each word many times."""
    if not chosen:
        return spans
    first, last = chosen[0].start - reach, chosen[0].start + reach
    return spans[bisect_left(spans, (first, 0)) : bisect_left(spans, (last, 0))]


def gaps(hit: Hit) -> Iterator[int]:
    """Words between the neighbouring spans of a hit."""
    spans = sorted(hit.spans)
    yield from (after.start - before.end for before, after in pairwise(spans))
