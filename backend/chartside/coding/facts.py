"""What a note says beside its conditions: the words that name a type, stage, site or course, and where.

A word counts for a condition only as far as its kind reaches (`codesets/matching/axis-words.tsv`):
"acute" belongs to the condition in whose phrase it stands, "stage 3" to the problem, "she" to the note.
What is denied, doubted or feared counts for nothing.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from chartside.datafiles import read_rows
from chartside.notes.composed import read_sites
from chartside.notes.phrases import PhraseTable
from chartside.notes.words import fold

REACHES = ("phrase", "sentence", "problem", "note")

_TOKEN = re.compile(r"[A-Za-z0-9]+(?:['’]s)?|(?<![A-Za-z0-9])[+?](?=[A-Za-z])")
_NUMBERED = frozenset("stage grade type class degree".split())
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_NUMBER = re.compile(r"\d[a-z]?$")
_CLAUSE = re.compile(r"[.;\n\r]|\b(?:but|however|although)\b", re.IGNORECASE)
_DENIED_BEFORE = re.compile(
    r"\b(?:no|not|non|nor|without|den(?:y|ies|ied)|negative for|absence of|lack of|free of|never|"
    r"rule[sd]?(?: it)? out|r/o|"
    r"possibl[ey]|probabl[ey]|suspect\w*|suspicious|concern(?:s|ed)? for|questionable|prevent\w*|avoid\w*|"
    r"risk (?:of|for|factors? for)|if|in case|versus|vs|unlikely|resolved|family history|differential|"
    r"(?:evaluat|assess|check|screen|monitor|watch)\w* for|mother|father|brother|sister)\b|\?",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"^\W{0,3}(?:no\b|none\b|negative|absent|unlikely|ruled out|excluded|"
    r"(?:is|was|has been|were) (?:ruled out|excluded|negative|not\b))",
    re.IGNORECASE,
)
_WEEKS = re.compile(
    r"\b(\d{1,2})(?:\s?\+\s?\d|w\d?d?| \d/7)?[ -]?(?:weeks?|wks?|w)\b"
    r"(?=[^.\n]{0,20}\b(?:gestation|pregnan|gravid|GA\b|IUP))",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?:year[- ]old|yo|y/o|y\.o\.)[^.\n]{0,40}?\b"
    r"(?:(?P<female>female|woman|girl|lady)|(?P<male>male|man|boy|gentleman))\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:(?P<female>she|female|woman)|(?P<male>he|male|man))\b", re.IGNORECASE)
LONGEST_CLAUSE = 90
"""Characters before a word in which a denial reaches it."""


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
        self._of_concept = {
            concept: word for word in reversed(list(words.values())) for concept in word.concepts
        } | {phrase: word for phrase, word in words.items() if word.concepts == (phrase,)}

    def narrow(self, concepts: Iterable[str]) -> list[str]:
        """The sites among these concepts, without those that only hold another of them, sorted."""
        sites = {concept for concept in concepts if self.axis(concept) == "site"}
        wider = {
            place for word in self._words.values() if word.concepts[0] in sites for place in word.concepts[1:]
        }
        return sorted(sites - wider)

    def sites(self, text: str) -> set[str]:
        """The sites that a text names, wider ones too."""
        return {said.concept for said in self.read(text) if self.axis(said.concept) == "site"}

    def axis(self, concept: str) -> str | None:
        """The axis that a concept belongs to, such as `stage`."""
        word = self._of_concept.get(concept)
        return word.axis if word else None

    def read(self, text: str) -> list[Said]:
        """Every concept that `text` names, in order; an axis word stands for its concepts."""
        tokens = [(fold(token[0]), token.start(), token.end()) for token in _TOKEN.finditer(text)]
        tokens = [token for token in tokens if token[0]]
        words = [token[0] for token in tokens]
        found: list[Said] = []
        place = 0
        while place < len(words):
            start, end = tokens[place][1:]
            longest = self._table.longest(words, place) if words[place] in self._first_words else None
            if longest is not None:
                stop, phrase = longest
                end = tokens[stop - 1][2]
                word = self._words[phrase]
                found += (Said(concept, start, end, word.reach) for concept in word.concepts)
                place = stop
                continue
            if words[place] in _NUMBERED and place + 1 < len(words):
                number = _ROMAN.get(words[place + 1], words[place + 1])
                if _NUMBER.match(number):
                    found.append(Said(f"{words[place]} {number}", start, tokens[place + 1][2], "problem"))
                    place += 2
                    continue
            found.append(Said(words[place], start, end))
            place += 1
        return found


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
    return " ".join(filter(None, (fold(token[0]) for token in _TOKEN.finditer(text))))


def _trimester(weeks: int) -> str:
    """The trimester of a week of gestation, as the Tabular List counts it at chapter 15."""
    return "trimester 1" if weeks < 14 else "trimester 2" if weeks < 28 else "trimester 3"


class Facts:
    """The concepts of one note by name; nothing is read before it is asked for."""

    def __init__(self, text: str, words: AxisWords) -> None:
        self.text = text
        self.words = words

    @cached_property
    def _by_concept(self) -> dict[str, list[Said]]:
        found: dict[str, list[Said]] = {}
        for said in self.words.read(self.text):
            found.setdefault(said.concept, []).append(said)
        for weeks in _WEEKS.finditer(self.text):
            concept = _trimester(int(weeks[1]))
            found.setdefault(concept, []).append(Said(concept, weeks.start(), weeks.end(), "note"))
        person = self._person()
        return found | {person.concept: [person]} if person else found

    def _person(self) -> Said | None:
        """Where the note says whether the patient is male or female."""
        found = _PERSON.search(self.text) or _PRONOUN.search(self.text)
        if found is None:
            return None
        return Said("female" if found.lastgroup == "female" else "male", found.start(), found.end(), "note")

    def of(self, concept: str) -> Sequence[Said]:
        """Where the note names a concept, affirmed or not."""
        return self._by_concept.get(concept, ())

    def within(self, concept: str, spans: Iterable[tuple[int, int]]) -> list[Said]:
        """Where the note names a concept inside these ranges of its text."""
        all_said = self._by_concept.get(concept)
        if not all_said:
            return []
        starts = [said.start for said in all_said]
        return [
            said
            for start, end in spans
            for said in all_said[bisect_left(starts, start) : bisect_left(starts, end)]
        ]

    def affirmed(self, said: Said) -> bool:
        """Whether nothing in its clause denies or doubts it."""
        before = _CLAUSE.split(self.text[max(0, said.start - LONGEST_CLAUSE) : said.start])[-1]
        after = self.text[said.end : said.end + 24]
        return not _DENIED_BEFORE.search(before) and not _DENIED_AFTER.search(after)
