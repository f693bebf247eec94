"""Finding entries of the index: words in any order over the whole path, parts of words, plurals, a code.

"fall ladder" finds "Fall, from, ladder", "aspirin" the row of the Table of Drugs with its six columns. Every
word must stand on the path, among its non-essential modifiers, or in the headings of its table.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from chartside.codesets.code import key_of
from chartside.codesets.database import Database
from chartside.codesets.index_entry import KINDS
from chartside.codesets.spelling import distance
from chartside.codesets.words import tokens

MAX_TEXT = 200
MAX_WORDS = 8
MAX_LINES = 150
"""Lines looked at for one query; the full-text index has them best first."""
FEW_LINES = 40
"""The same for each of the queries that leave one word out."""
MAX_CORRECTIONS = 4
MAX_LEFT_OUT = 5
"""Words up to which one is left out when all of them together find nothing."""
WHOLE, NEAR, BEGUN, OPTIONAL = 1.0, 0.8, 0.7, 0.75
"""What a word of the question counts when it is a word of the path, corrected, begun, or a modifier."""
UNSAID = 0.03
"""Taken off for every word of the path that was not asked for."""
SAID_LAST = 0.12
"""Added when the line's own words were asked for, and not only those above it."""
CODED = 0.03
FIRST = {"main": 0.04}
"""Added for a kind; diseases are asked for most."""
RESIDUAL = {"specified": 0.04, "unspecified": 0.04, "multiple": 0.02}
"""Taken off for words that make a line a remainder."""

_LINE = """
    SELECT line.entry, line.words, line.optional, line.coded, entry.kind FROM word
    JOIN line ON line.id = word.rowid JOIN entry ON entry.id = line.entry
    WHERE word MATCH ? ORDER BY word.rowid LIMIT ?"""
_CODE = re.compile(r"[A-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?\.?-?", re.IGNORECASE | re.ASCII)
_BEGUN = "SELECT 1 FROM known WHERE word >= ? AND word < ? LIMIT 1"
_NEAR = """
    SELECT known.word, known.lines FROM trigram JOIN known ON known.id = trigram.word
    WHERE trigram.letters IN ({places}) GROUP BY trigram.word HAVING count(*) >= ?"""


_PLAIN = str.maketrans("|,", "  ")


class _Line(NamedTuple):
    entry: int
    words: str
    optional: str
    coded: int
    kind: int


def kind_word(kind: str) -> str:
    """The word of the full-text index that every line of `kind` holds; no folded word has such a letter."""
    return f"κ{KINDS.index(kind)}"


def trigrams(word: str) -> set[str]:
    """The groups of three letters by which near words are found."""
    padded = f"^{word}$"
    return {padded[start : start + 3] for start in range(len(padded) - 2)}


class IndexSearch:
    """Searches one compiled index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, words: str, kind: str | None, limit: int) -> list[tuple[int, float]]:
        """Ids of entries with their score, best first; none for an unknown kind."""
        if limit <= 0 or kind not in (None, *KINDS):
            return []
        text = words[:MAX_TEXT].strip()
        if _CODE.fullmatch(text):
            found = [(position, 1.0) for position in self.by_code(key_of(text.rstrip("-.")))]
            if found:
                return self._of_kind(found, kind)[:limit]
        said = list(dict.fromkeys(tokens(text) or tokens(text, keep_fillers=True)))[:MAX_WORDS]
        if not said:
            return []
        found = self._ranked(said, {}, kind, limit, begun=False)
        if len(found) < limit:
            # Lines that hold the words whole are the better ones; the others fill up.
            found += self._ranked(said, {}, kind, limit)
        if not found:
            found = self._corrected(said, kind, limit)
        best: dict[int, float] = {}
        for position, score in found:
            best.setdefault(position, score)
        return list(best.items())[:limit]

    def by_code(self, key: str) -> list[int]:
        """Ids of the entries that lead to the code, those that name it whole first."""
        if not key.isascii() or not 3 <= len(key) <= 7:
            return []
        # The index gives no 7th character and no placeholders before it, most often without a dash.
        stem = key[:6].rstrip("X") if len(key) == 7 else key
        found = self._rows(
            "SELECT entry, max(key = ?) FROM code WHERE key IN (?, ?) GROUP BY entry", (key, key, stem)
        )
        shorter = tuple(key[:length] for length in range(3, len(key)))
        places = ",".join("?" * len(shorter))
        found += self._rows(f"SELECT entry, 0 FROM code WHERE key IN ({places}) AND more = 1", shorter)  # noqa: S608
        best: dict[int, int] = {}
        for entry, whole in found:
            best[entry] = max(whole, best.get(entry, 0))
        return sorted(best, key=lambda entry: (-best[entry], entry))

    def _ranked(
        self,
        said: Sequence[str],
        near: dict[str, tuple[str, ...]],
        kind: str | None,
        limit: int,
        *,
        begun: bool = True,
        lines: int = MAX_LINES,
    ) -> list[tuple[int, float]]:
        """Lines that hold all words; with `begun`, words that begin as asked too."""
        match = " AND ".join(_either(word, near.get(word, ()), begun) for word in said)
        if kind is not None:
            match = f'"{kind_word(kind)}" AND {match}'
        found = [_Line(*row) for row in self._rows(_LINE, (match, lines))]
        scored = [(line.entry, round(_score(line, said, near), 4)) for line in found]
        # Sorting keeps the order of the full-text index among equals.
        return sorted(scored, key=lambda pair: -pair[1])[:limit]

    def _corrected(self, said: Sequence[str], kind: str | None, limit: int) -> list[tuple[int, float]]:
        """Lines for words with typing errors, and for words of which some do not belong."""
        near = self._near(said)
        known = [word for word in said if near.get(word) != ()]
        if not known:
            return []
        found = self._ranked(known, near, kind, limit) if near else []
        if not found and 2 < len(known) <= MAX_LEFT_OUT:
            for left_out in known:
                rest = [word for word in known if word != left_out]
                found += self._ranked(rest, near, kind, limit, begun=False, lines=FEW_LINES)
            found.sort(key=lambda pair: -pair[1])
        return found

    def _of_kind(self, found: list[tuple[int, float]], kind: str | None) -> list[tuple[int, float]]:
        if kind is None:
            return found
        of_kind = {
            position
            for (position,) in self._rows(
                "SELECT id FROM entry WHERE kind = ? AND id BETWEEN ? AND ?",
                (KINDS.index(kind), min(found)[0], max(found)[0]),
            )
        }
        return [pair for pair in found if pair[0] in of_kind]

    def _near(self, said: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Corrections for the words that begin no word of the index, an empty one where none is near."""
        near: dict[str, tuple[str, ...]] = {}
        for word in said:
            if self._rows(_BEGUN, (word, word + "\U0010ffff")):
                continue
            letters = sorted(trigrams(word))
            # One error breaks up to three trigrams, a transposition four.
            needed = max(1, len(letters) - (4 if len(word) < 6 else 8))
            query = _NEAR.format(places=",".join("?" * len(letters)))
            near[word] = _nearest(word, self._rows(query, (*letters, needed)))
        return near

    def _rows(self, sql: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        return self._database.rows(sql, values)


def _nearest(word: str, likely: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """The words with the fewest typing errors between, the most frequent first."""
    allowed = 1 if len(word) < 6 else 2
    found: list[tuple[int, int, str]] = []
    for other, lines in likely:
        if len(word) > 3 and abs(len(other) - len(word)) <= allowed:
            errors = distance(word, other, allowed)
            if errors <= allowed:
                found.append((errors, -lines, other))
    found.sort()
    return tuple(other for errors, _, other in found if errors == found[0][0])[:MAX_CORRECTIONS]


def _score(line: _Line, said: Sequence[str], near: dict[str, tuple[str, ...]]) -> float:
    levels = line.words.split("|")
    own = levels[-1].translate(_PLAIN).split()
    essential = line.words.translate(_PLAIN).split()
    total, reached, last = 0.0, set[str](), False
    for word in said:
        worth, met = _best(word, near.get(word, ()), essential, line.optional)
        total += worth
        reached.add(met)
        last = last or met in own
    missing = 0
    for level in levels:
        # Of the forms of one title ("fall, falling") it is enough to say one.
        missing += min(sum(word not in reached for word in form.split()) for form in level.split(","))
    score = total / len(said) - UNSAID * missing
    score -= sum(worth for word, worth in RESIDUAL.items() if word in own and word not in reached)
    return score + SAID_LAST * last + CODED * line.coded + FIRST.get(KINDS[line.kind], 0.0)


def _best(word: str, near: Sequence[str], essential: Sequence[str], optional: str) -> tuple[float, str]:
    """What a word of the question is worth on this line, and the word that it met."""
    if word in essential:
        return WHOLE, word
    for other in near:
        if other in essential:
            return NEAR, other
    begun = [other for other in essential if other.startswith(word)]
    if begun:
        shortest = min(begun, key=len)
        return BEGUN + 0.2 * len(word) / len(shortest), shortest
    return (OPTIONAL if f" {word} " in f" {optional} " else OPTIONAL - 0.2), ""


def _either(word: str, near: Iterable[str], begun: bool) -> str:
    """The full-text condition for one word of the question; words hold only letters and digits."""
    return "(" + " OR ".join((f'"{word}"{"*" if begun else ""}', *(f'"{other}"' for other in near))) + ")"
