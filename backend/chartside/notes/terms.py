"""The term matcher: finds the vocabulary's terms in a note.

medspaCy's TargetMatcher needs three seconds and 250 MB for these terms; here the vocabulary is one
table of folded phrases, compiled once. Longest term first, left to right,
within a sentence; words of laterality may stand inside a term ("fracture of the *left* radius").
"""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from chartside.notes.vocabulary import Vocabulary
from chartside.notes.words import SIDES, fold_sequence


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A term found at the tokens `start` to `end` (half-open), by its number in the vocabulary."""

    start: int
    end: int
    phrase: str


class TermMatcher:
    """Matches a compiled vocabulary against the sentences of a note."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def __call__(self, doc: Doc, sentences: Sequence[tuple[int, int]]) -> list[TermMatch]:
        """All terms of `doc`, in order, without overlaps; `sentences` are token ranges."""
        tokens = [token.text for token in doc]
        matches: list[TermMatch] = []
        for start, end in sentences:
            self._match_sentence(tokens, start, end, matches)
        return matches

    def _match_sentence(self, tokens: list[str], start: int, end: int, matches: list[TermMatch]) -> None:
        words, places = fold_sequence(tokens[start:end])
        table = self._vocabulary.table
        place = 0
        while place < len(words):
            found = table.longest(words, place, SIDES)
            if found is not None:
                end_place, phrase = found
                first, last = start + places[place], start + places[end_place - 1] + 1
                if self._vocabulary.case_fits(phrase, tokens[first:last]):
                    if self._vocabulary.names_condition(phrase):
                        matches.append(TermMatch(first, last, phrase))
                    place = end_place
                    continue
            place += 1
