"""Corrections for words that no name contains: near words of the index, by shared letter pairs."""

from collections import Counter, defaultdict
from collections.abc import Iterable

MAX_CORRECTIONS = 4


class Spelling:
    """Corrects words against a vocabulary.

    Args:
        vocabulary: pairs of a word and how many names hold it.
    """

    def __init__(self, vocabulary: Iterable[tuple[str, int]]) -> None:
        self._frequency = {word: count for word, count in vocabulary if len(word) > 3 and word.isalpha()}
        self._by_trigram: dict[str, list[str]] = defaultdict(list)
        for word in self._frequency:
            for trigram in _trigrams(word):
                self._by_trigram[trigram].append(word)

    def near(self, word: str) -> tuple[str, ...]:
        """Up to four words within one or two typing errors, nearest and most frequent first."""
        if len(word) < 4:
            return ()
        allowed = 1 if len(word) < 6 else 2
        shared = Counter(near for trigram in _trigrams(word) for near in self._by_trigram.get(trigram, ()))
        # One error breaks up to three trigrams, a transposition four.
        needed = max(1, len(word) - 4 * allowed)
        found: list[tuple[int, int, str]] = []
        for near, count in shared.items():
            if count >= needed and abs(len(near) - len(word)) <= allowed:
                errors = distance(word, near, allowed)
                if errors <= allowed:
                    found.append((errors, -self._frequency[near], near))
        found.sort()
        return tuple(near for errors, _, near in found if errors == found[0][0])[:MAX_CORRECTIONS]


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


def _trigrams(word: str) -> set[str]:
    padded = f"^{word}$"
    return {padded[start : start + 3] for start in range(len(padded) - 2)}
