"""Axis words: what a phrase of a note stands for in the titles of the classification, and how far it reaches.

"Acute" belongs to the condition in whose phrase it stands, "stage 3" to the problem, "she" to the note
(`codesets/matching/axis-words.tsv`). Sites of the body are axis words too.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from chartside.coding.notewords import NoteWords
from chartside.datafiles import read_rows
from chartside.notes.composed import read_sites
from chartside.notes.phrases import PhraseTable

REACHES = ("phrase", "sentence", "problem", "note")

_NUMBERED = frozenset("stage grade type class degree".split())
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_NUMBER = re.compile(r"\d[a-z]?$")


class Said(NamedTuple):
    """A concept that the note names, with its place in the text and how far it reaches from there."""

    concept: str
    start: int
    end: int
    reach: str = "phrase"


@dataclass(frozen=True, slots=True)
class AxisWord:
    """What a phrase of a note stands for in the titles of the classification."""

    concepts: tuple[str, ...]
    axis: str
    reach: str


class AxisWords:
    """The table of axis words, ready to be matched."""

    def __init__(self, words: dict[str, AxisWord]) -> None:
        self._words = words
        self._table = PhraseTable(words)
        self._first_words = {phrase.partition(" ")[0] for phrase in words}
        self._wider: dict[str, set[str]] = {}
        for word in words.values():
            self._wider.setdefault(word.concepts[0], set()).update(word.concepts[1:])
        self._of_concept = {
            concept: word for word in reversed(list(words.values())) for concept in word.concepts
        } | {phrase: word for phrase, word in words.items() if word.concepts == (phrase,)}

    def narrow(self, concepts: Iterable[str]) -> list[str]:
        """The sites among these concepts, without those that only hold another of them, sorted."""
        sites = {concept for concept in concepts if self.axis(concept) == "site"}
        wider = {place for site in sites for place in self._wider.get(site, ())}
        return sorted(sites - wider)

    def sites(self, text: str) -> set[str]:
        """The sites that a text names, wider ones too."""
        return {concept for concept in self.concepts(text) if self.axis(concept) == "site"}

    def concepts(self, text: str) -> set[str]:
        """The concepts that a text names."""
        phrases, single = self.find(NoteWords(text).pieces().texts)
        return single.keys() | {concept for concept, *_ in phrases}

    def axis(self, concept: str) -> str | None:
        """The axis that a concept belongs to, such as `stage`."""
        word = self._of_concept.get(concept)
        return word.axis if word else None

    def read(self, text: str) -> list[Said]:
        """Every concept that `text` names, in order; an axis word stands for its concepts."""
        words = NoteWords(text).pieces()
        phrases, single = self.find(words.texts)
        said = [
            (first, Said(concept, *words.span(first, after), reach))
            for concept, first, after, reach in phrases
        ]
        said += [
            (at, Said(word, *words.span(at, at + 1))) for word, places in single.items() for at in places
        ]
        return [each for _, each in sorted(said, key=lambda each: each[0])]

    def find(self, words: Sequence[str]) -> tuple[list[tuple[str, int, int, str]], dict[str, list[int]]]:
        """The concepts that folded words name.

        Returns:
            each concept of a phrase with its first word, the one after its last and its reach; and the
            places of each word that stands for itself.
        """
        phrases: list[tuple[str, int, int, str]] = []
        single: dict[str, list[int]] = {}
        first_words, longest = self._first_words, self._table.longest
        place, count = 0, len(words)
        while place < count:
            word = words[place]
            if word in first_words and (match := longest(words, place)) is not None:
                stop, phrase = match
                known = self._words[phrase]
                phrases += ((concept, place, stop, known.reach) for concept in known.concepts)
                place = stop
                continue
            if word in _NUMBERED and place + 1 < count:
                number = _ROMAN.get(words[place + 1], words[place + 1])
                if _NUMBER.match(number):
                    phrases.append((f"{word} {number}", place, place + 2, "problem"))
                    place += 2
                    continue
            places = single.get(word)
            if places is None:
                single[word] = [place]
            else:
                places.append(place)
            place += 1
        return phrases, single


def read_axis_words() -> AxisWords:
    """The rows of `codesets/matching/axis-words.tsv`, and the words for sites of the body.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows(
        "matching/axis-words.tsv",
        ("words", "concepts", "axis", "reach", "source"),
        unique=("words",),
        allowed={"reach": REACHES},
    )
    sites = {_folded(words): AxisWord(places, "site", "phrase") for words, places in read_sites().items()}
    return AxisWords(
        sites
        | {
            _folded(row["words"]): AxisWord(tuple(row["concepts"].split("+")), row["axis"], row["reach"])
            for row in rows
        }
    )


def _folded(text: str) -> str:
    return " ".join(NoteWords(text).pieces().texts)
