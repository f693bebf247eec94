"""Corrections for words that no name contains: near words of the vocabulary, by shared letter triples."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from chartside.codesets.search_arrays import Ints, Lists

MAX_CORRECTIONS = 6
MAX_COMPARED = 32
SHORTEST = 4
LETTERS = 26
_LETTERS = {letter: place for place, letter in enumerate("^$abcdefghijklmnopqrstuvwxyz")}


class Correction(NamedTuple):
    """A near word: its number in the vocabulary, and the typing errors between."""

    word: int
    errors: int


class Spelling:
    """Corrects words against a vocabulary.

    Args:
        words: the vocabulary; only words of letters are looked at.
        trigrams: sorted numbers of all triples of letters in it.
        words_of_trigram: by triple: the words that hold it.
        letters: by word: how often each letter stands in it.
        frequency: by word: how often it is met; of two words as near the more frequent one comes first.
    """

    def __init__(
        self, words: Sequence[str], trigrams: Ints, words_of_trigram: Lists, letters: Ints, frequency: Ints
    ) -> None:
        self._words = words
        self._trigrams = trigrams
        self._words_of = words_of_trigram
        self._frequency = frequency
        self._letters = letters.reshape(-1, LETTERS)

    def near(self, word: str) -> tuple[Correction, ...]:
        """Up to six words within one to three typing errors, nearest and most frequent first."""
        if len(word) < SHORTEST or not _plain(word):
            return ()
        allowed = 1 if len(word) < 6 else 2 if len(word) < 11 else 3
        shared = self._shared(word)
        # Each error changes two letters of a word at most.
        apart = np.abs(self._letters - letters_of([word])[0]).sum(axis=1)
        likely = np.flatnonzero(apart <= 2 * allowed)
        alike = 2 * shared[likely] - apart[likely]
        likely = likely[np.lexsort((-self._frequency[likely], -alike))][:MAX_COMPARED]
        found: list[tuple[int, int, int]] = []
        for near in likely.tolist():
            errors = self._errors(word, self._words[near], allowed)
            if errors <= allowed:
                found.append((errors, -int(self._frequency[near]), near))
        found.sort()
        nearest = [Correction(near, errors) for errors, _, near in found if errors <= found[0][0] + 1]
        return tuple(nearest[:MAX_CORRECTIONS])

    def _shared(self, word: str) -> Ints:
        """By word of the vocabulary: how many triples of letters it shares."""
        wanted = np.array(sorted(_triples(word)), np.int32)
        places = np.searchsorted(self._trigrams, wanted)
        inside = places < len(self._trigrams)
        places = places[inside][self._trigrams[places[inside]] == wanted[inside]]
        holders, _ = self._words_of.flat(places)
        return np.bincount(self._words_of.items[holders], minlength=len(self._words))

    def _errors(self, word: str, other: str, allowed: int) -> int:
        errors = distance(word, other, allowed)
        if errors > 1 and word.endswith("s"):
            # The vocabulary is in singular.
            errors = min(errors, distance(word, f"{other}s", allowed))
        return errors


def letters_of(words: Sequence[str]) -> npt.NDArray[np.int8]:
    """How often each letter stands in each word; words that are not of letters are far from all."""
    counts = np.zeros((len(words), LETTERS), np.int8)
    for row, word in zip(counts, words, strict=True):
        if _plain(word):
            for letter in word:
                row[ord(letter) - 97] += 1
        else:
            row[:] = 9
    return counts


def trigrams_of(words: Sequence[str]) -> tuple[npt.NDArray[np.int32], Lists]:
    """All triples of letters of a vocabulary as sorted numbers, and the words that hold each."""
    holders: dict[int, list[int]] = {}
    for number, word in enumerate(words):
        if len(word) >= SHORTEST and _plain(word):
            for triple in _triples(word):
                holders.setdefault(triple, []).append(number)
    known = sorted(holders)
    return np.array(known, np.int32), Lists.of([holders[triple] for triple in known], len(words))


def distance(one: str, other: str, limit: int) -> int:
    """Typing errors between two words: letters added, left out, changed or swapped; above `limit` a bound."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def _plain(word: str) -> bool:
    return word.isascii() and word.isalpha()


def _triples(word: str) -> set[int]:
    places = [_LETTERS[letter] for letter in f"^{word}$"]
    return {(a * 28 + b) * 28 + c for a, b, c in zip(places, places[1:], places[2:], strict=False)}
