"""Where words stand that may specify a condition: its phrase, its problem, the same condition elsewhere."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from chartside.coding.axiswords import REACHES, Said
from chartside.coding.facts import Facts
from chartside.coding.ranges import Ranges
from chartside.model import Assertion, Mention

LONGEST_PROBLEM = 1600
"""Characters that the lines under a problem's title may have."""
NEAR = 60
"""Characters between a condition and a word of its phrase."""

_BLANK = re.compile(r"\n[ \t]*\n\s*")
_TITLE = re.compile(r"[ \t]*(?:\d{1,2}[.)]|[A-Z])[^\n]{0,70}(?:\n|$)")
_BULLET = re.compile(r"[ \t]*[-•*–]")
_ITEM = re.compile(r"\n[ \t]*(?:#|\d{1,2}[.)])[ \t]*[A-Z]")
_LACKING = re.compile(r"\b(?:without|w/o|not|no)\s(?:(?!\bwith\b)[^,;])*\Z", re.IGNORECASE)
_WORDS_BETWEEN = re.compile(r"^(?:[^\S\n]*[\w'’-]+){0,3}[^\S\n]*$")


@dataclass(frozen=True, slots=True)
class Kin:
    """The affirmed mentions of one condition in a note, and the ranges that speak of it.

    `named` and `headed` are the ranges of its mentions and problems, to look a place up in.
    """

    mentions: tuple[Mention, ...]
    sentences: tuple[tuple[int, int], ...]
    problems: tuple[tuple[int, int], ...]
    named: Ranges
    headed: Ranges
    said: dict[tuple[str, str | None], Said | None] = field(default_factory=dict)
    """What was found beyond one mention's own sentence, by concept and reach."""


class Context:
    """The mentions of one note in their surroundings."""

    def __init__(self, facts: Facts, mentions: Sequence[Mention]) -> None:
        self.facts = facts
        self.text = facts.text
        self.mentions = mentions
        self._kin: dict[str, Kin] = {}

    @cached_property
    def _by_family(self) -> dict[str, list[Mention]]:
        found: dict[str, list[Mention]] = defaultdict(list)
        for mention in self.mentions:
            found[family(mention)].append(mention)
        return found

    @cached_property
    def _by_sentence(self) -> dict[tuple[int, int], list[Mention]]:
        found: dict[tuple[int, int], list[Mention]] = defaultdict(list)
        for mention in self.mentions:
            found[mention.sentence].append(mention)
        for beside in found.values():
            beside.sort(key=lambda mention: mention.start)
        return found

    @cached_property
    def _sentences(self) -> Ranges:
        """The sentences with mentions."""
        return Ranges(self._by_sentence)

    @cached_property
    def _title_starts(self) -> list[int]:
        """Where the sentences begin that title a problem, and where a section with mentions begins."""
        return sorted({m.sentence[0] for m in self.mentions if m.problem_heading})

    def kin(self, mention: Mention) -> Kin:
        """All that the note says of the condition of `mention`."""
        key = f"{family(mention)} {mention.assertion}"
        if key not in self._kin:
            same = [m for m in self._by_family[family(mention)] if m.assertion is mention.assertion]
            sentences = tuple(dict.fromkeys(m.sentence for m in same))
            problems = tuple(self._problem(m) for m in same if m.problem_heading)
            named = Ranges((m.start, m.end) for m in same)
            self._kin[key] = Kin(tuple(same), sentences, problems, named, Ranges(problems))
        return self._kin[key]

    def in_own_problem(self, mention: Mention) -> bool:
        """Whether a mention titles a problem or stands under a title that names its condition."""
        return any(True for _ in self.kin(mention).headed.around(mention.start))

    def _problem(self, title: Mention) -> tuple[int, int]:
        """The lines under a problem's title, up to the next title."""
        start, after = title.sentence
        place = bisect_right(self._title_starts, start)
        end = min(len(self.text), after + LONGEST_PROBLEM)
        if place < len(self._title_starts):
            end = min(end, self._title_starts[place])
        item = _ITEM.search(self.text, max(start, after - 1), end)
        if item:
            end = item.start()
        for blank in _BLANK.finditer(self.text, max(start, after - 1), end):
            line = blank.end()
            if (
                blank.start() > after + 1
                and _TITLE.match(self.text, line)
                and not _BULLET.match(self.text, line)
            ):
                end = blank.start()
                break
        return start, end

    def says(self, mention: Mention, concept: str, reach: str | None = None) -> Said | None:
        """Where the note affirms a concept of the condition of `mention`, nearest first; None if nowhere.

        Args:
            reach: how far the concept may stand; by default as far as its words reach.
        """
        if not self.facts.of(concept):
            return None
        kin = self.kin(mention)
        own = self._first(mention, concept, reach, kin, [("phrase", [mention.sentence])])
        if own is not None:
            return own
        # What stands farther away is the same for every mention of the condition.
        if (concept, reach) not in kin.said:
            ranges = (("phrase", kin.sentences), ("problem", kin.problems), ("note", [(0, len(self.text))]))
            kin.said[concept, reach] = self._first(mention, concept, reach, kin, ranges)
        return kin.said[concept, reach]

    def _first(
        self,
        mention: Mention,
        concept: str,
        reach: str | None,
        kin: Kin,
        ranges: Iterable[tuple[str, Sequence[tuple[int, int]]]],
    ) -> Said | None:
        for place, spans in ranges:
            for said in self.facts.within(concept, spans):
                wanted = reach or said.reach
                if REACHES.index(wanted) < REACHES.index(place):
                    continue
                if wanted == "phrase" and not self._owned(said, mention, kin):
                    continue
                if self._inside(said, kin) or self._stands(said, mention, wanted):
                    return said
        return None

    def _stands(self, said: Said, mention: Mention, reach: str) -> bool:
        """Whether a word holds; in the phrase of a doubted condition it shares the doubt and holds for it."""
        doubted = mention.assertion is not Assertion.PRESENT
        return (doubted and reach == "phrase") or self.facts.affirmed(said)

    def _inside(self, said: Said, kin: Kin) -> bool:
        """Whether a word is part of the condition's name, and not what that says it is without."""
        return any(
            not _LACKING.search(self.text, start, said.start) for start, _ in kin.named.around(said.start)
        )

    def _owned(self, said: Said, mention: Mention, kin: Kin) -> bool:
        """Whether a word belongs to the phrase of one of the condition's mentions."""
        for sentence in self._sentences.around(said.start):
            beside = self._by_sentence[sentence]
            if any(family(m) == family(mention) and m.assertion is mention.assertion for m in beside):
                owner = self._owner(said, beside)
                return owner is not None and family(owner) == family(mention)
        return False

    def _owner(self, said: Said, beside: Iterable[Mention]) -> Mention | None:
        before: Mention | None = None
        for mention in beside:
            if mention.start <= said.start < mention.end:
                return mention
            if mention.end <= said.start:
                before = mention
                continue
            if _WORDS_BETWEEN.match(self.text[said.end : mention.start]):
                return mention
            if before is None and mention.start - said.end <= NEAR:
                return mention
            break
        return before if before is not None and said.start - before.end <= NEAR else None


def family(mention: Mention) -> str:
    """What makes two mentions the same condition: the category of their code."""
    return mention.codes[0].code[:3]
