"""Whether a note ties two conditions together or keeps them apart (I.A.15).

The classification presumes many links; the provider's words outrank the presumption. Those words are data:
`codesets/rules/relations.tsv`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from chartside.coding.worksheet import Worksheet
from chartside.datafiles import read_rows
from chartside.model import Candidate, Mention

# What may stand between a condition and the words about its cause; "improved from" names none.
_BRIDGE = re.compile(
    r"[\s,(]*(?:(?:is|was|are|that|which|most|likely|probably|presumed|presumably|felt|thought|believed|to|be|"
    r"stage|type|[0-9][ab]?|[IV]+)\b[\s,)]*)*",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;:\n]|\. |, (?:and|but|which|with) |\bbut\b")
_DENIED = re.compile(
    r"\b(?:no|not|non|without|w/o|denies|negative for|never|absent|resolved|prevent\w*|avoid\w*|"
    r"risk (?:of|for)|if|had|history of|h/o|prior|previous|past|last)\b[^,;.]{0,25}$",
    re.IGNORECASE,
)
_DENIED_TOO = re.compile(
    r"\b(?:no|without|w/o|denies)\b[^;.]{0,60}\b(?:or|nor)\b[^,;.]{0,25}$", re.IGNORECASE
)
"""A denial that goes on to the next of two things: "without hallucinations or agitation"."""
_PAST = re.compile(
    r"[^,;.]{0,30}\b(?:earlier|ago|last (?:week|month|year|spring|summer|fall|winter)|in (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
# Of these the classification presumes itself: another cause beside them takes nothing away.
_PRESUMED = ("E08", "E09", "E10", "E11", "E13", "I10", "I11", "I12", "I13")


CUE_UNCERTAIN = "uncertain"
"""Category of cues that make a diagnosis uncertain."""


class Relations:
    """Reads links between conditions from the sentences in which they stand."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        by_kind: dict[str, list[str]] = {"apart": [], "cause": [], "unexplained": [], "trigger": []}
        for cue, kind in rows:
            by_kind[kind].append(cue)
        self._apart, self._cause, self._unexplained, self._trigger = map(_pattern, by_kind.values())

    def apart(self, sheet: Worksheet, first: Sequence[Candidate], second: Sequence[Candidate]) -> bool:
        """Whether the note says that the two are unrelated, or that `second` has another cause."""
        return (
            self._denied(sheet, first, second)
            or self._denied(sheet, second, first)
            or self._other_cause(sheet, second, first)
        )

    def linked(self, sheet: Worksheet, first: Sequence[Candidate], second: Sequence[Candidate]) -> str | None:
        """The words that tie the two together in one sentence; None when there are none."""
        for one in first:
            for other in second:
                if one.mention.sentence != other.mention.sentence:
                    continue
                left, right = sorted((one.mention, other.mention), key=lambda mention: mention.start)
                between = sheet.text[left.end : right.start]
                found = self._cause.search(between)
                if found and not self._apart.search(between):
                    return found[0]
        return None

    def unexplained(self, sheet: Worksheet, candidates: Iterable[Candidate]) -> str | None:
        """The words that say of a symptom that nothing explains it; None when there are none."""
        for candidate in candidates:
            found = self._unexplained.search(sheet.text, *candidate.mention.sentence)
            if found:
                return found[0]
        return None

    def _denied(self, sheet: Worksheet, first: Sequence[Candidate], second: Sequence[Candidate]) -> bool:
        """Whether a sentence of `first` says that it is unrelated to `second`, or just "unrelated"."""
        for candidate in first:
            start, end = candidate.mention.sentence
            for found in self._apart.finditer(sheet.text, start, end):
                named = list(_mentions(sheet, found.end(), end))
                if not named or any(_same(mention, second) for mention in named):
                    return True
        return False

    def _other_cause(self, sheet: Worksheet, effect: Sequence[Candidate], cause: Sequence[Candidate]) -> bool:
        """Whether every mention of `effect` that names a cause names one outside `cause`."""
        named = [
            causes for candidate in effect if (causes := self._causes(sheet, candidate.mention)) is not None
        ]
        return bool(named) and not any(
            _same(mention, cause) or mention.codes[0].code.startswith(_PRESUMED)
            for mentions in named
            for mention in mentions
        )

    def _causes(self, sheet: Worksheet, mention: Mention) -> list[Mention] | None:
        """The conditions named as the cause of one; None when no words about a cause follow it."""
        start, end = mention.end, mention.sentence[1]
        bridge = _BRIDGE.match(sheet.text, start, end)
        found = self._cause.match(sheet.text, bridge.end() if bridge else start, end)
        if found is None:
            return None
        clause = _CLAUSE.search(sheet.text, found.end(), end)
        stop = clause.start() if clause else end
        if self._trigger.search(sheet.text, found.end(), stop):
            return None
        return list(_mentions(sheet, found.end(), stop))


def said(sheet: Worksheet, candidate: Candidate, words: re.Pattern[str]) -> str | None:
    """The words of the sentence around a candidate that `words` finds, neither denied nor past."""
    found = said_at(sheet, candidate, words)
    return found[0] if found else None


def said_at(sheet: Worksheet, candidate: Candidate, words: re.Pattern[str]) -> re.Match[str] | None:
    """As `said`, with the place of the words."""
    start, end = candidate.mention.sentence
    for found in words.finditer(sheet.text, start, end):
        before = sheet.text[max(start, found.start() - 90) : found.start()]
        if _DENIED_TOO.search(before):
            continue
        if not _DENIED.search(before[-40:]) and not _PAST.match(sheet.text, found.end(), end):
            return found
    return None


def read_relations() -> Relations:
    """The words of `codesets/rules/relations.tsv`.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows(
        "rules/relations.tsv",
        ("cue", "kind", "source"),
        unique=("cue",),
        allowed={"kind": ("apart", "cause", "unexplained", "trigger")},
    )
    return Relations((row["cue"], row["kind"]) for row in rows)


def _pattern(cues: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(cues, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", re.IGNORECASE)


def _mentions(sheet: Worksheet, start: int, end: int) -> Iterator[Mention]:
    return (mention for mention in sheet.mentions if start <= mention.start < end)


def _same(mention: Mention, candidates: Iterable[Candidate]) -> bool:
    """Whether a mention names the condition of these candidates, judged by the category of its code."""
    category = mention.codes[0].code[:3]
    return any(
        category in (candidate.code[:3], candidate.mention.codes[0].code[:3]) for candidate in candidates
    )
