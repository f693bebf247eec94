"""Lookup by words, parts of words, abbreviations, misspelled words or the beginning of a code."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from chartside.codesets.code import Hit, key_of
from chartside.codesets.database import Database
from chartside.codesets.ranking import Name, Question, score
from chartside.codesets.search_index import SEARCH_APPLICATION_ID
from chartside.codesets.spelling import Spelling
from chartside.codesets.words import fold, tokens

MAX_WORDS = 12
MAX_ROWS = 400
"""Names looked at for one query; they come best first."""
FEW = 3
"""With fewer hits than this, misspelled words are corrected."""

_CODE_START = re.compile(r"[A-Z]\d(?:[0-9A-Z](?:\.?[0-9A-Z]{0,4})?)?\.?-?", re.IGNORECASE)
_ENCOUNTER = frozenset(
    "initial subsequent sequela encounter closed open routine delayed nonunion malunion healing".split()
)


class Search:
    """Searches one release; may be used from any number of threads."""

    def __init__(self, path: Path, code_set: Database) -> None:
        self._index = Database(path, SEARCH_APPLICATION_ID)
        self._code_set = code_set
        self._spelling = lru_cache(maxsize=1)(self._load_spelling)
        self.search = lru_cache(maxsize=512)(self._search)

    def close(self) -> None:
        """Close the index."""
        self._index.close()

    def _search(self, words: str, limit: int = 20) -> tuple[Hit, ...]:
        """Hits for `words`, best first; none when nothing fits or `limit` is not positive."""
        if limit <= 0:
            return ()
        hits = self._by_code(words, limit)
        if len(hits) < limit:
            taken = {hit.code for hit in hits}
            hits += [hit for hit in self._by_words(words, limit) if hit.code not in taken]
        return tuple(hits[:limit])

    def _by_code(self, words: str, limit: int) -> list[Hit]:
        """Codes that begin with what was typed: the very code first, then in tabular order."""
        fragment = words.strip()
        if not _CODE_START.fullmatch(fragment):
            return []
        key = key_of(fragment.rstrip("-"))
        found = self._code_set.rows(
            "SELECT key, name, title, id = last FROM entry WHERE key >= ? AND key < ? ORDER BY key = ? DESC, id LIMIT ?",
            (key, key + "~", key, limit),
        )
        return [
            Hit(name, title, bool(billable), 3.0 if own == key else 2.0, name)
            for own, name, title, billable in found
        ]

    def _by_words(self, words: str, limit: int) -> list[Hit]:
        said = list(dict.fromkeys(tokens(words)))[:MAX_WORDS]
        if not said:
            return []
        found = self._find(Question(said), limit)
        if len(found) < FEW:
            corrected = self._corrected(said)
            if corrected is not None:
                found = self._merge(found, self._find(corrected, limit))
        encounter = [word for word in said if word in _ENCOUNTER]
        if encounter and len(encounter) < len(said):
            rest = [word for word in said if word not in encounter]
            found = self._merge(self._extended(self._find(Question(rest), limit), encounter), found)
        if not found and len(said) > 1:
            for fewer in combinations(said, len(said) - 1):
                found = self._merge(
                    found, self._find(Question(list(fewer)), limit, share=len(fewer) / len(said))
                )
        return found[:limit]

    def _find(self, question: Question, limit: int, share: float = 1.0) -> list[Hit]:
        expansions = {word: self._expansions(word) for word in question.words}
        match = " AND ".join(_either(word, question.near(word), expansions[word]) for word in question.words)
        rows = self._index.rows(
            "SELECT name.* FROM word JOIN name ON name.id = word.rowid"
            " WHERE word MATCH ? ORDER BY word.rowid LIMIT ?",
            (match, MAX_ROWS),
        )
        best: dict[str, tuple[float, Name]] = {}
        for row in rows:
            name = Name.of(row)
            value = share * score(question, name, expansions)
            if name.key not in best or value > best[name.key][0]:
                best[name.key] = value, name
        ranked = sorted(best.values(), key=lambda pair: (-round(pair[0], 4), pair[1].id))[:limit]
        return self._with_defaults([self._hit(value, name) for value, name in ranked])

    def _hit(self, value: float, name: Name) -> Hit:
        ((title,),) = self._code_set.rows("SELECT title FROM entry WHERE key = ?", (name.key,))
        return Hit(name.code, title, name.billable, value, name.text)

    def _with_defaults(self, hits: list[Hit]) -> list[Hit]:
        """Put the billable default before a header that is exactly what was asked."""
        result: list[Hit] = []
        for position, hit in enumerate(hits):
            if position < FEW and not hit.billable and hit.score >= 1.0:
                default = self._default(hit)
                if default is not None and all(default.code != other.code for other in hits[:position]):
                    result.append(default)
            result.append(hit)
        return _unique(result)

    def _default(self, header: Hit) -> Hit | None:
        """The code below `header` for when nothing more is known, if the Tabular List has one."""
        code = header.code
        while True:
            below = self._code_set.rows(
                "SELECT c.name, c.title, c.id = c.last, c.kind FROM entry c JOIN entry p ON c.parent = p.id"
                " WHERE p.key = ? ORDER BY c.id DESC",
                (key_of(code),),
            )
            for name, title, billable, kind in below:
                plain = title.lower()
                if kind == "code" and ("unspecified" in plain or "without complication" in plain):
                    if billable:
                        return Hit(name, title, True, header.score, header.matched)
                    code = name
                    break
            else:
                return None

    def _extended(self, hits: Iterable[Hit], encounter: Sequence[str]) -> list[Hit]:
        """Codes with a 7th character whose meaning holds all the words in `encounter`."""
        found: list[Hit] = []
        for hit in hits:
            below = self._code_set.rows(
                "SELECT c.name, c.title FROM entry c JOIN entry p ON c.parent = p.id"
                " WHERE p.key = ? AND c.kind = 'extended' ORDER BY c.id",
                (key_of(hit.code),),
            )
            for name, title in below:
                meaning = set(tokens(title[len(hit.description) :]))
                if meaning.issuperset(encounter):
                    value = hit.score + 0.2 - 0.01 * len(meaning)
                    found.append(replace(hit, code=name, description=title, billable=True, score=value))
        return found

    @staticmethod
    def _merge(one: list[Hit], other: list[Hit]) -> list[Hit]:
        return _unique(sorted((*one, *other), key=lambda hit: -hit.score))

    def _expansions(self, word: str) -> tuple[tuple[str, ...], ...]:
        found = self._index.rows("SELECT words FROM expansion WHERE short = ?", (word,))
        return tuple(tuple(words.split()) for (words,) in found)

    def _corrected(self, said: list[str]) -> Question | None:
        """The question with near words for those that begin no word of the index, None without any."""
        near = {word: self._spelling().near(word) for word in said if not self._begins(word)}
        near = {word: found for word, found in near.items() if found}
        return Question(said, near) if near else None

    def _begins(self, word: str) -> bool:
        match = _either(fold(word), (), ())
        return bool(self._index.rows("SELECT 1 FROM word WHERE word MATCH ? LIMIT 1", (match,)))

    def _load_spelling(self) -> Spelling:
        return Spelling(self._index.rows("SELECT term, doc FROM vocabulary"))  # type: ignore[arg-type]


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
