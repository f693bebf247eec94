"""Lookup by words, parts of words, abbreviations, misspelled words or the beginning of a code."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from chartside.codesets.code import Hit, key_of
from chartside.codesets.database import Database
from chartside.codesets.ranking import HEADER, Name, Question, score
from chartside.codesets.search_index import SEARCH_APPLICATION_ID
from chartside.codesets.spelling import Spelling
from chartside.codesets.words import QUALIFIERS, tokens

MAX_TEXT = 200
MAX_WORDS = 10
MAX_ROWS = 400
"""Names looked at for one query; the index has them best first."""
FEW = 3
"""With fewer hits than this, misspelled words are corrected."""
MAX_DROPPED = 2
NEAREST = 5
"""Hits below which left-out words are looked for."""
NEARLY_EXACT = 0.6
"""From this score on, a header brings its billable default along."""
NO_DEFAULT = 2
LATER = -0.05
"""For the 7th characters after the first: the initial encounter is what is mostly meant."""
CODE = 2.0
"""Score of a code that begins as typed; names stay below."""

_CODE_START = re.compile(r"[A-Z]\d(?:[0-9A-Z](?:\.?[0-9A-Z]{0,4})?)?\.?-?", re.IGNORECASE | re.ASCII)
_FIND = (
    "SELECT name.* FROM word JOIN name ON name.id = word.rowid WHERE word MATCH ? ORDER BY word.rowid LIMIT ?"
)
_BEGINNING = """
    SELECT key, name, title, id = last FROM entry WHERE key >= ? AND key < ?
    ORDER BY key = ? DESC, id LIMIT ?"""
_CHILDREN = """
    SELECT c.name, c.title, c.id = c.last, c.kind FROM entry c JOIN entry p ON c.parent = p.id
    WHERE p.key = ? ORDER BY CASE c.kind WHEN 'extended' THEN c.id ELSE -c.id END"""

_BELOW = """
    SELECT c.name, c.title, c.id = c.last, c.kind = 'extended' AND c.id > c.parent + 1
    FROM entry p JOIN entry c ON c.id > p.id AND c.id <= p.last
    WHERE p.key = ?"""


class Search:
    """Searches one release; may be used from any number of threads."""

    def __init__(self, path: Path, code_set: Database) -> None:
        self._index = Database(path, SEARCH_APPLICATION_ID)
        self._code_set = code_set
        self._spelling = lru_cache(maxsize=1)(self._load_spelling)
        self._cached = lru_cache(maxsize=512)(self._search)

    def close(self) -> None:
        """Close the index."""
        self._index.close()

    def search(self, words: str, limit: int) -> tuple[Hit, ...]:
        """Hits for `words`, best first; none when nothing fits or `limit` is not positive."""
        return self._cached(" ".join(words[:MAX_TEXT].split()), limit) if limit > 0 else ()

    def _search(self, words: str, limit: int) -> tuple[Hit, ...]:
        hits = self._by_code(words, limit)
        # Two characters may begin a code or be a word (C2, B6); more of them that fit are a code.
        if len(hits) < limit and not (hits and len(key_of(words)) > 2):
            hits = _unique([*hits, *self._by_words(words, limit)])
        return tuple(hits[:limit])

    def _by_code(self, words: str, limit: int) -> list[Hit]:
        """Codes that begin with what was typed: the very code first, then in tabular order."""
        if not _CODE_START.fullmatch(words):
            return []
        key = key_of(words.rstrip("-"))
        found = self._code_set.rows(_BEGINNING, (key, key + "~", key, limit))
        return [
            Hit(name, title, bool(billable), CODE + (own == key), name)
            for own, name, title, billable in found
        ]

    def _by_words(self, words: str, limit: int) -> list[Hit]:
        said = list(dict.fromkeys(tokens(words)))[:MAX_WORDS]
        if not said:
            return []
        found = self._find(Question(said), limit)
        if len(found) >= FEW:
            return found
        near = self._near(said)
        if near:
            found = _best((*found, *self._find(Question(said, near), limit)))
        for left_out in _left_out(said):
            if found:
                break
            found = self._without(said, left_out, near, limit)
        return found

    def _find(self, question: Question, limit: int) -> list[Hit]:
        """Names that hold every word of the question, one hit per code."""
        expansions = {word: self._expansions(word) for word in question.words}
        match = " AND ".join(_either(word, question.near(word), expansions[word]) for word in question.words)
        best: dict[str, tuple[float, Name]] = {}
        for row in self._index.rows(_FIND, (match, MAX_ROWS)):
            name = Name.of(row)
            value = score(question, name, expansions)
            if name.key not in best or value > best[name.key][0]:
                best[name.key] = value, name
        ranked = sorted(best.values(), key=lambda pair: (-round(pair[0], 4), pair[1].id))[:limit]
        hits: list[Hit] = []
        for position, (value, name) in enumerate(ranked):
            ((title,),) = self._code_set.rows("SELECT title FROM entry WHERE key = ?", (name.key,))
            hit = Hit(name.code, title, name.billable, value, name.text)
            if position < FEW and not hit.billable and (hit.score >= NEARLY_EXACT or len(ranked) < FEW):
                hits += self._default(hit)
            hits.append(hit)
        return _unique(hits)

    def _default(self, header: Hit) -> Iterator[Hit]:
        """The billable code below `header` for when nothing more is known, if the Tabular List has one."""
        code = header.code
        while below := self._code_set.rows(_CHILDREN, (key_of(code),)):
            code, title, billable, kind = min(below, key=_openness)
            if len(below) > 1 and _openness((code, title, billable, kind)) == NO_DEFAULT:
                return
            if billable:
                yield Hit(code, title, True, header.score, header.matched)
                return

    def _without(
        self,
        said: Sequence[str],
        left_out: Sequence[tuple[str, ...]],
        near: dict[str, tuple[str, ...]],
        limit: int,
    ) -> list[Hit]:
        """Hits without some words; better when a code below such a hit holds what was left out."""
        complete: list[Hit] = []
        partial: list[Hit] = []
        for words in left_out:
            hits = self._find(Question([word for word in said if word not in words], near), limit)
            complete += [lower for hit in hits[:NEAREST] for lower in self._below(hit, words)]
            partial += hits
        return _unique([*_best(complete), *_best(partial)])[:limit]

    def _below(self, hit: Hit, words: Sequence[str]) -> list[Hit]:
        """Codes below `hit`, those of a 7th character too, whose own titles hold all of `words`."""
        likely = " AND c.title LIKE ?" * len(words)
        found = self._code_set.rows(
            f"{_BELOW}{likely} ORDER BY length(c.title), c.id LIMIT ?",
            (key_of(hit.code), *(f"%{word[:4]}%" for word in words), MAX_ROWS // 4),
        )
        lower: list[Hit] = []
        for name, title, billable, later in found:
            said = tokens(title)
            if all(any(other.startswith(word) for other in said) for word in words):
                value = hit.score - 0.002 * len(said) + (0.0 if billable else 2 * HEADER)
                value += LATER * later
                lower.append(Hit(name, title, bool(billable), value, f"{hit.matched}, {' '.join(words)}"))
        return lower

    def _expansions(self, word: str) -> tuple[tuple[str, ...], ...]:
        found = self._index.rows("SELECT words FROM expansion WHERE short = ?", (word,))
        return tuple(tuple(words.split()) for (words,) in found)

    def _near(self, said: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Near words for those that begin no word of the index."""
        unknown = [word for word in said if not self._begins(word)]
        near = {word: self._spelling().near(word) for word in unknown}
        return {word: found for word, found in near.items() if found}

    def _begins(self, word: str) -> bool:
        found = self._index.rows("SELECT 1 FROM word WHERE word MATCH ? LIMIT 1", (_either(word, (), ()),))
        return bool(found)

    def _load_spelling(self) -> Spelling:
        return Spelling(self._index.rows("SELECT term, doc FROM vocabulary"))


def _left_out(said: Sequence[str]) -> Iterator[list[tuple[str, ...]]]:
    """Which words to do without, mildest first: side and encounter, then any one, then any two."""
    qualifiers = tuple(word for word in said if word in QUALIFIERS)
    if qualifiers and len(qualifiers) < len(said):
        yield [qualifiers]
    for count in range(1, min(len(said), MAX_DROPPED + 1)):
        yield list(combinations(said, count))


def _openness(child: tuple[str, str, int, str]) -> int:
    """How fit a code is to stand for its header when nothing more is known; less is fitter.

    Such codes end in 9 or 0 and say so; of the 7th characters it is the first, the initial encounter.
    """
    code, title, _, kind = child
    plain = title.lower()
    if kind == "extended":
        return 0
    if code[-1] in "90":
        if plain.endswith(("uncomplicated", "without complications")):
            return 0
        if "unspecified" in plain and "with unspecified" not in plain:
            return 1
    return NO_DEFAULT


def _best(hits: Iterable[Hit]) -> list[Hit]:
    """Best first, each code once."""
    return _unique(sorted(hits, key=lambda hit: -hit.score))


def _unique(hits: Iterable[Hit]) -> list[Hit]:
    """The first hit of every code."""
    kept: dict[str, Hit] = {}
    for hit in hits:
        kept.setdefault(hit.code, hit)
    return list(kept.values())


def _either(word: str, near: Iterable[str], expansions: Iterable[tuple[str, ...]]) -> str:
    """The full-text condition for one word of the question; words hold only letters and digits."""
    ways = [f'"{word}"*', *(f'"{other}"' for other in near)]
    ways += ["(" + " AND ".join(f'"{part}"' for part in parts) + ")" for parts in expansions]
    return "(" + " OR ".join(ways) + ")"
