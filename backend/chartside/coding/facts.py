"""What a note says beside its conditions: the words that name a type, stage, site or course, and where.

A word counts for a condition only as far as its kind reaches (`codesets/matching/axis-words.tsv`):
"acute" belongs to the condition in whose phrase it stands, "stage 3" to the problem, "she" to the note.
What is denied, doubted or feared counts for nothing.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property

from chartside.coding.axiswords import AxisWords, Said
from chartside.coding.notewords import NoteWords, Words

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


def _trimester(weeks: int) -> str:
    """The trimester of a week of gestation, as the Tabular List counts it at chapter 15."""
    return "trimester 1" if weeks < 14 else "trimester 2" if weeks < 28 else "trimester 3"


class Facts:
    """The concepts of one note by name; nothing is read before it is asked for."""

    def __init__(self, text: str, words: AxisWords, note_words: NoteWords | None = None) -> None:
        self.text = text
        self.words = words
        self._note_words = note_words or NoteWords(text)
        self._known: dict[str, list[Said]] = {}
        self._starts: dict[str, list[int]] = {}

    @cached_property
    def _found(self) -> tuple[dict[str, list[Said]], dict[str, list[int]], Words]:
        """Concepts of phrases, places of single words, and all words."""
        words = self._note_words.pieces()
        phrases, single = self.words.find(words.texts)
        found: dict[str, list[Said]] = {}
        for concept, first, after, reach in phrases:
            found.setdefault(concept, []).append(Said(concept, *words.span(first, after), reach))
        for weeks in _WEEKS.finditer(self.text):
            concept = _trimester(int(weeks[1]))
            found.setdefault(concept, []).append(Said(concept, weeks.start(), weeks.end(), "note"))
        person = self._person()
        if person:
            found[person.concept] = [person]
            single.pop(person.concept, None)
        return found, single, words

    @cached_property
    def concepts(self) -> frozenset[str]:
        """All that the note names, affirmed or not."""
        phrases, single, _ = self._found
        return frozenset(phrases.keys() | single.keys())

    def _person(self) -> Said | None:
        """Where the note says whether the patient is male or female."""
        found = _PERSON.search(self.text) or _PRONOUN.search(self.text)
        if found is None:
            return None
        return Said("female" if found.lastgroup == "female" else "male", found.start(), found.end(), "note")

    def of(self, concept: str) -> Sequence[Said]:
        """Where the note names a concept, affirmed or not, in order."""
        known = self._known.get(concept)
        if known is None:
            phrases, single, words = self._found
            known = phrases.get(concept, [])
            places = single.get(concept)
            if places:
                alone = [Said(concept, *words.span(place, place + 1)) for place in places]
                known = sorted(known + alone, key=lambda said: said.start) if known else alone
            self._known[concept] = known
        return known

    def within(self, concept: str, spans: Iterable[tuple[int, int]]) -> list[Said]:
        """Where the note names a concept inside these ranges of its text."""
        all_said = self.of(concept)
        if not all_said:
            return []
        if len(all_said) == 1:
            said = all_said[0]
            return [said for start, end in spans if start <= said.start < end]
        if concept not in self._starts:
            self._starts[concept] = [said.start for said in all_said]
        starts = self._starts[concept]
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
