"""The term matcher: finds the vocabulary's terms in a note.

medspaCy's TargetMatcher needs three seconds and 250 MB for these terms; here the vocabulary is one
table of folded phrases, compiled once. Longest term first, left to right,
within a sentence; words of laterality may stand inside a term ("fracture of the *left* radius").
A term whose words stand apart takes the place of the shorter ones that it covers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from chartside.notes.scattered import GRAMMAR, Scattered, ScatteredTerms, read_scattered
from chartside.notes.vocabulary import Vocabulary
from chartside.notes.words import SIDES, fold_sequence

_CLOSING = frozenset(
    ". , ; : with without w/o due in on for since not well now s/p and but secondary - >".split()
)
"""Words after which a condition's name is over."""


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A term found at the tokens `start` to `end` (half-open), by its number in the vocabulary."""

    start: int
    end: int
    phrase: str


class TermMatcher:
    """Matches a compiled vocabulary against the sentences of a note."""

    def __init__(self, vocabulary: Vocabulary, scattered: ScatteredTerms | None = None) -> None:
        self._vocabulary = vocabulary
        self._scattered = scattered or read_scattered(vocabulary.rows)

    def __call__(self, doc: Doc, sentences: Sequence[tuple[int, int]]) -> list[TermMatch]:
        """All terms of `doc`, in order, without overlaps; `sentences` are token ranges."""
        tokens = [token.text for token in doc]
        matches: list[TermMatch] = []
        for start, end in sentences:
            words, places = fold_sequence(tokens[start:end])
            found = self._in_order(tokens, words, [start + place for place in places])
            matches += self._with_scattered(words, [start + place for place in places], found)
        return matches

    def _in_order(self, tokens: list[str], words: list[str], places: list[int]) -> list[tuple[int, int, str]]:
        """Terms whose words follow each other: first word, word after the last, phrase."""
        found = []
        table = self._vocabulary.table
        place = 0
        while place < len(words):
            longest = table.longest(words, place, SIDES)
            if longest is not None and self._leads_on(words, *longest):
                longest = table.longest(words[: longest[0] - 1], place, SIDES)
            if longest is not None:
                end, phrase = longest
                if self._vocabulary.case_fits(phrase, tokens[places[place] : places[end - 1] + 1]):
                    found.append((place, end, phrase))
                    place = end
                    continue
            place += 1
        return found

    def _leads_on(self, words: list[str], end: int, phrase: str) -> bool:
        """Whether the last word of a turned term belongs to what follows: "pancreatitis, chronic pain"."""
        return end < len(words) and words[end] not in _CLOSING and self._vocabulary.is_turned(phrase)

    def _with_scattered(
        self, words: list[str], places: list[int], found: list[tuple[int, int, str]]
    ) -> list[TermMatch]:
        for apart in self._scattered.find(words):
            span = (apart.start, apart.end)
            touched = [each for each in found if each[0] < span[1] and span[0] < each[1]]
            if touched and not _covers(words, apart, touched):
                # It may share the words of its site with another term, but not its own name.
                others = [each for each in touched if _named(words, each) != [apart.head]]
                if not apart.joined or any(apart.head in _named(words, each) for each in others):
                    continue
                found = [_short_of(each, apart.head) if each in others else each for each in found]
                span = (apart.head, apart.head + 1)
                touched = [each for each in touched if each not in others]
            found = sorted([*(each for each in found if each not in touched), (*span, apart.phrase)])
        return [
            TermMatch(places[first], places[last - 1] + 1, phrase)
            for first, last, phrase in found
            if self._vocabulary.names_condition(phrase)
        ]


def _covers(words: list[str], apart: Scattered, touched: list[tuple[int, int, str]]) -> bool:
    """Whether a scattered term says all that these say, and more."""
    named = [_named(words, each) for each in touched]
    return all(apart.places.issuperset(each) and len(each) < len(apart.places) for each in named)


def _short_of(match: tuple[int, int, str], place: int) -> tuple[int, int, str]:
    """A match that ends before a word inside it that another term needs."""
    first, last, phrase = match
    return (first, place, phrase) if first < place < last else match


def _named(words: list[str], match: tuple[int, int, str]) -> list[int]:
    """The places that a match names, words of laterality and grammar aside."""
    return [
        place
        for place in range(match[0], match[1])
        if words[place] not in SIDES and words[place] not in GRAMMAR
    ]
