"""What a note documents for one mention: its side, and the words that reach it."""

import re
from collections.abc import Iterable, Sequence, Set
from functools import cached_property

from chartside.codesets.store import Code
from chartside.coding.axiswords import Said
from chartside.coding.context import Context
from chartside.coding.specificity import side_in
from chartside.model import Assertion, Mention
from chartside.notes.sections import ASSESSMENT

BEFORE, AFTER = 28, 32
"""Characters around a mention in which a side belongs to it."""

_STOP = re.compile(
    r"(?<!\b[RL])(?<!\b[RrLl]t)(?<!\b[Bb]ilat)\.|[;:\n]| but "
    r"|(?<![Rr]ight)(?<![Ll]eft) and | and (?!right\b|left\b)"
)
"""Where another statement begins; not in "R. knee", nor in "right and left knee"."""
_SIDE = re.compile(r"\b(?:left|right|bilateral|bilaterally|bilat|b/l|both)\b", re.IGNORECASE)
_EARS = {"AD": "right", "AS": "left", "AU": "bilateral"}
_EAR, _EAR_CODES = re.compile(r"\bA[DSU]\b"), ("H6", "H7", "H8", "H9")
"""AD, AS, AU mean ears only where ears are spoken of."""
_BESIDE = re.compile(
    r"(?<!than )(?<!or )(?<!vs )(?<!vs\. )(?<!versus )\b(left|right|bilateral)(?:[- ]sided)?[- ]*\Z",
    re.IGNORECASE,
)
"""The side right before a mention, where the words before name another side for something else."""
_SITE_BEFORE = re.compile(r"(?:[^.;:,\n]|(?<=\b[RL])\.|(?<=\b[RrLl]t)\.|(?<=\b[Bb]ilat)\.){0,24}$")


class Sides:
    """The sides that the mentions of one note name, by what they name."""

    def __init__(self, context: Context, mentions: Sequence[Mention]) -> None:
        self._context = context
        self._mentions = mentions
        self._own: dict[tuple[int, int], str | None] = {}
        self._below: dict[tuple[tuple[tuple[int, int], ...], frozenset[str]], set[str]] = {}
        self._anywhere: dict[frozenset[str], set[str]] = {}

    @cached_property
    def _of_terms(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for mention in self._mentions:
            if mention.assertion is Assertion.PRESENT and (side := self.own(mention)):
                found.setdefault(mention.codes[0].code, set()).add(side)
        return found

    def own(self, mention: Mention) -> str | None:
        """The side in a mention, else just before it, else just after it, in its sentence."""
        span = (mention.start, mention.end)
        if span not in self._own:
            self._own[span] = self._read(mention)
        return self._own[span]

    def _read(self, mention: Mention) -> str | None:
        inside = side_in(mention.text)
        if inside:
            return inside
        text = self._context.text
        first, last = mention.sentence
        before = text[max(first, mention.start - BEFORE) : mention.start]
        after = text[mention.end : min(last, mention.end + AFTER)]
        near = _STOP.split(before)[-1], _STOP.split(after)[0]
        ear = _EAR.search(" ".join(near)) if mention.codes[0].code.startswith(_EAR_CODES) else None
        beside = _BESIDE.search(near[0])
        return (
            side_in(near[0])
            or (beside and beside[1].lower())
            or side_in(near[1])
            or (_EARS[ear[0]] if ear else None)
        )

    def elsewhere(self, mention: Mention, code: Code, sites: Sequence[str]) -> str | None:
        """The only side of its site in its sentence or problem, of the same condition, or of its site."""
        beside = self._of_sites(sites, [mention.sentence])
        if beside:
            return _only(beside)
        if self._context.in_own_problem(mention):
            wanted = frozenset({*sites, *self._context.facts.words.sites(code.description)})
            problems = self._context.kin(mention).problems
            if (problems, wanted) not in self._below:
                self._below[problems, wanted] = self._in_problems(problems, wanted)
            if below := self._below[problems, wanted]:
                return _only(below)
        same = self._of_terms.get(mention.codes[0].code)
        if same or mention.section not in ASSESSMENT:
            return _only(same or ())
        named = frozenset(sites)
        if named not in self._anywhere:
            self._anywhere[named] = self._of_sites(sites, [(0, len(self._context.text))])
        return _only(self._anywhere[named])

    def _of_sites(self, sites: Iterable[str], spans: Sequence[tuple[int, int]]) -> set[str]:
        """The sides said right before one of these sites."""
        text = self._context.text
        found = set()
        for site in sites:
            for said in self._context.facts.within(site, spans):
                before = _SITE_BEFORE.search(text, max(0, said.start - 24), said.start)
                side = side_in(" ".join(before[0].split()[-3:])) if before else None
                if side:
                    found.add(side)
        return found

    def _in_problems(self, problems: Sequence[tuple[int, int]], sites: Set[str]) -> set[str]:
        """The sides said under the titles of a condition's problems, but for those of other sites."""
        facts = self._context.facts
        found = set()
        for start, end in problems:
            for match in _SIDE.finditer(self._context.text, start, end):
                side = side_in(match[0])
                after = [
                    said.concept
                    for said in facts.words.read(self._context.text[match.end() : match.end() + 24])
                ]
                places = {word for word in after[:3] if facts.words.axis(word) == "site"}
                if side and (not places or places & sites):
                    found.add(side)
        return found


def _only(sides: Iterable[str]) -> str | None:
    """The one side, or both where both are said beside one; left and right by themselves stay open."""
    found = set(sides)
    if "bilateral" in found:
        return "bilateral"
    return found.pop() if len(found) == 1 else None


class MentionDocumented:
    """What the note documents for one mention."""

    def __init__(self, mention: Mention, context: Context, sides: Sides) -> None:
        self._mention = mention
        self._context = context
        self._sides = sides
        start, end = mention.sentence
        self.near = context.text[start:end]

    def names(self, concepts: frozenset[str]) -> bool:
        """Whether the note names all of these concepts, of whatever condition."""
        return concepts <= self._context.facts.concepts

    def says(self, concept: str) -> Said | None:
        """Where the note affirms a concept of the condition; None when it does not."""
        return self._context.says(self._mention, concept)

    def side(self, code: Code, sites: Iterable[str]) -> str | None:
        """`left`, `right`, `bilateral` or None, for a code with these sites in its title."""
        return self._sides.own(self._mention) or self._sides.elsewhere(self._mention, code, tuple(sites))

    def quote(self, said: Said) -> str:
        """The note's words, with the part of the note that they stand in."""
        words = " ".join(self._context.text[said.start : said.end].split())
        start, end = self._mention.sentence
        if start <= said.start < end:
            return f"“{words}”"
        line = self._context.text[: said.start].count("\n") + 1
        return f"“{words}” (line {line})"
