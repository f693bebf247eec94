"""Makes the search index: numbers the words, names and codes, and notes which has which."""

import math
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from chartside.codesets.curated import CuratedTerm
from chartside.codesets.database import Database, Progress, write_database
from chartside.codesets.search_arrays import TABLES, Arrays, Ints, Lists, write_arrays
from chartside.codesets.search_names import KINDS, SHORT, Entry, collect
from chartside.codesets.search_tables import read_common, read_words
from chartside.codesets.spelling import letters_of, trigrams_of
from chartside.codesets.words import ABSENT, VAGUE, meanings

SEARCH_FORMAT = 3
"""Raise it when the tables, the folding of words or the numbering change."""
SEARCH_APPLICATION_ID = 0x43540000 + SEARCH_FORMAT

MAX_MEANINGS = 4
LONGEST_MEANING = 5
"""Words of a name that an abbreviation may stand for."""
VAGUE_WEIGHT = 0.3
SLIGHT = 0.15
"""Of a word that counts only when it was asked for."""
UNSAID = frozenset({"unspecified", "side", "encounter"})
ASPECTS = frozenset(
    {"site", "part", "organism", "cause", "degree", "stage", "severity", "trimester", "control", "duration"}
    | {"episode", "number", "nature", "location", "region", "body", "etiology", "quadrant", "level"}
)
"""What titles say is unspecified."""
GRADE = 0.04
KNOWN = 0.012
"""For each doubling of a code's curated names: what people have many words for is common."""
HEADER = -0.06
OTHER = -0.06
UNSPECIFIED = 0.01
"""Between codes that say something nobody asked for, the one that says least."""
RARE_CHAPTERS = {
    "Z": -0.05,
    "V": -0.06,
    "W": -0.03,
    "X": -0.04,
    "Y": -0.06,
    "O": -0.04,
    "P": -0.04,
    "U": -0.02,
}
"""A history, a cause or a pregnancy is seldom meant by a bare word."""


def compile_search(
    path: Path,
    code_set: Database,
    curated: Sequence[CuratedTerm],
    progress: Progress | None = None,
    index: Iterable[tuple[str, str]] = (),
) -> None:
    """Compile the search index of an open release into `path`; call under `compile_lock`.

    Args:
        path: the file to make.
        code_set: the compiled release; names whose code it does not have are left out.
        curated: curated terms.
        progress: called with done, total and a label.
        index: pairs of a code and a term of the Alphabetic Index that leads to it.

    Raises:
        DataFileError: a table of `codesets/search` is wrong.
        CodeSetError: the file cannot be written.
    """
    if progress is not None:
        progress(80, 100, "Building the search index")
    entries = collect(code_set, curated, index)
    common = read_common()
    ordered = sorted(entries.values(), key=lambda entry: _merit(entry, common))
    made = _Numbering.of(ordered)

    def fill(connection: sqlite3.Connection) -> None:
        write_arrays(connection, made.arrays(entries, common))
        texts = (name.text for entry in ordered for name in (*entry.names, *entry.lent))
        connection.executemany("INSERT INTO name VALUES (?, ?)", enumerate(texts))
        pairs = dict.fromkeys((*read_words(), *_abbreviations(ordered)))
        connection.executemany("INSERT INTO meaning (said, means) VALUES (?, ?)", pairs)

    write_database(path, SEARCH_APPLICATION_ID, TABLES, fill)
    if progress is not None:
        progress(99, 100, "Building the search index")


def _prior(entry: Entry, common: Mapping[str, int]) -> float:
    value = GRADE * _grade(entry, common) + KNOWN * math.log2(1 + entry.curated)
    value += 0.0 if entry.billable else HEADER
    value += RARE_CHAPTERS.get(entry.key[0], 0.0)
    if "other" in entry.title_words:
        value += OTHER
    if "unspecified" in entry.title_words:
        value += UNSPECIFIED
    return value


def _grade(entry: Entry, common: Mapping[str, int]) -> int:
    keys = [entry.key, *(entry.key.ljust(6, "X") + character for character, _ in entry.seventh)]
    return max(common.get(key, 0) for key in keys)


def _merit(entry: Entry, common: Mapping[str, int]) -> tuple[float, str]:
    shortest = min(len(name.words) for name in (*entry.names, *entry.lent))
    return 0.03 * min(shortest, 8) - _prior(entry, common), entry.key


@dataclass
class _Numbering:
    """Codes, words and 7th characters by their numbers."""

    ordered: Sequence[Entry]
    number: Mapping[int, int]
    """By position in the Tabular List."""
    words: list[str]
    word: Mapping[str, int]
    sets: list[list[tuple[str, str]]]
    set_of: list[int]

    @classmethod
    def of(cls, ordered: Sequence[Entry]) -> "_Numbering":
        sets: dict[tuple[tuple[str, str], ...], int] = {}
        set_of = [sets.setdefault(tuple(e.seventh), len(sets)) if e.seventh else -1 for e in ordered]
        said = {word for entry in ordered for name in entry.names for word in (*name.words, *name.optional)}
        said.update(word for seventh in sets for _, meaning in seventh for word in meanings(meaning))
        words = sorted(said)
        return cls(
            ordered,
            {entry.position: number for number, entry in enumerate(ordered)},
            words,
            {word: number for number, word in enumerate(words)},
            [list(seventh) for seventh in sets],
            set_of,
        )

    def arrays(self, entries: Mapping[int, Entry], common: Mapping[str, int]) -> Arrays:
        """Everything that search holds in memory."""
        names = [name for entry in self.ordered for name in (*entry.names, *entry.lent)]
        ends = np.cumsum([len(entry.names) + len(entry.lent) for entry in self.ordered])
        starts = np.concatenate(([0], ends)).astype(np.int32)
        rows = [list(_above(entry, entries)) for entry in self.ordered]
        added = [
            _added(entry, above) for entry, line in zip(self.ordered, rows, strict=True) for above in line
        ]
        row_ends = np.cumsum([len(line) for line in rows])
        meaning_words = [[self.word[w] for w in meanings(m)] for seventh in self.sets for _, m in seventh]
        meaning_ends = np.cumsum([len(seventh) for seventh in self.sets])
        trigrams, words_of_trigram = trigrams_of(self.words)
        return Arrays(
            words=self.words,
            word_length=np.array([len(word.lstrip(ABSENT)) for word in self.words], np.float32),
            codes_of_word=self._codes_of_word(rows),
            position=np.array([entry.position for entry in self.ordered], np.int32),
            prior=np.array([_prior(entry, common) for entry in self.ordered], np.float32),
            names_of_code=Lists(starts, np.arange(len(names), dtype=np.int32)),
            name_kind=np.array([KINDS.index(name.kind) for name in names], np.uint8),
            words_of_name=Lists.of(
                [[self.word[w] for w in (*n.words, *n.optional)] for n in names], len(self.words)
            ),
            name_weight=_hundredths(w for n in names for w in _weights(n.words, n.optional)),
            above=Lists(
                np.concatenate(([0], row_ends)).astype(np.int32), np.arange(len(added), dtype=np.int32)
            ),
            lender=np.array([self.number[a.position] for line in rows for a in line], np.int32),
            words_of_row=Lists.of([[self.word[w] for w in more] for more in added], len(self.words)),
            row_weight=_hundredths(w for more in added for w in _weights(more)),
            seventh=np.array(self.set_of, np.int16),
            meanings_of_set=Lists(
                np.concatenate(([0], meaning_ends)).astype(np.int32),
                np.arange(len(meaning_words), dtype=np.int32),
            ),
            words_of_meaning=Lists.of(meaning_words, len(self.words)),
            trigrams=trigrams,
            words_of_trigram=words_of_trigram,
            letters=letters_of(self.words),
        )

    def _codes_of_word(self, rows: Sequence[Sequence[Entry]]) -> Lists:
        own = {
            entry.position: {
                self.word[w] for n in (*entry.names, *entry.lent) for w in (*n.words, *n.optional)
            }
            for entry in self.ordered
        }
        later = [{self.word[w] for _, m in seventh for w in meanings(m)} for seventh in self.sets]
        holders: list[list[int]] = [[] for _ in self.words]
        for number, (entry, above) in enumerate(zip(self.ordered, rows, strict=True)):
            seventh = self.set_of[number]
            held = own[entry.position].union(*(own[a.position] for a in above))
            for word in held if seventh < 0 else held | later[seventh]:
                holders[word].append(number)
        return Lists.of(holders, len(self.ordered))


def _hundredths(weights: Iterable[float]) -> Ints:
    return np.fromiter((round(100 * weight) for weight in weights), np.uint8)


def _above(entry: Entry, entries: Mapping[int, Entry]) -> Iterator[Entry]:
    while entry.parent is not None and entry.parent in entries:
        entry = entries[entry.parent]
        yield entry


def _added(entry: Entry, above: Entry) -> list[str]:
    there = set(above.title_words)
    return [word for word in entry.title_words if word not in there]


def _weights(words: Sequence[str], optional: Sequence[str] = ()) -> list[float]:
    """How much it matters that a question has each word: little for "unspecified" and what it is about."""
    weights: list[float] = []
    before = ""
    for word in words:
        if word.startswith(ABSENT) or word in UNSAID or (before == "unspecified" and word in ASPECTS):
            weights.append(SLIGHT)
        else:
            weights.append(VAGUE_WEIGHT if word in VAGUE else 1.0)
        before = word
    return weights + [SLIGHT] * len(optional)


def _abbreviations(ordered: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """What abbreviations stand for: other names of their code that have their letters in order."""
    for entry in ordered:
        shorts = [name for name in entry.names if name.kind in SHORT and len(name.words) == 1]
        full = [name.words for name in entry.names if name.kind not in SHORT]
        for short in shorts:
            fitting = [words for words in full if _stands_for(short.words[0], words)]
            fitting.sort(key=lambda words: (len(words) != len(short.words[0]), len(words), words))
            yield from ((short.words[0], " ".join(words)) for words in fitting[:MAX_MEANINGS])


def _stands_for(short: str, words: Sequence[str]) -> bool:
    if len(words) > LONGEST_MEANING or not short.isalpha() or any(word.startswith(ABSENT) for word in words):
        return False
    initials = Counter(word[0] for word in words if word not in VAGUE)
    letters = iter("".join(words))
    return not initials - Counter(short) and words[0][0] == short[0] and all(x in letters for x in short)
