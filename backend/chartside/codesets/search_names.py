"""The codes that search finds and every name of each: titles, inclusion terms, curated and index terms."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from chartside.codesets.code import key_of
from chartside.codesets.curated import CuratedTerm
from chartside.codesets.database import Database
from chartside.codesets.words import ABSENT, VAGUE, meanings, tokens

KINDS = ("title", "inclusion", "note", "index", "lay", "synonym", "abbreviation", "abbreviation-exact")
CURATED = frozenset({"lay", "synonym", "abbreviation", "abbreviation-exact"})
SHORT = frozenset({"abbreviation", "abbreviation-exact"})

_OPTIONAL = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ENTRIES = "SELECT id, key, title, parent, last, kind FROM entry WHERE key NOT NULL ORDER BY id"
_OPEN, _FIT, _LATE, _UNFIT = range(4)
_UNSAID = re.compile(r"^unspecified (\w+)|(?<=[ ,(])unspecified ((?:(?!with)\w+ ?){1,3})")
_PLAIN = VAGUE | {"uncomplicated", "part", "site"}


class Name(NamedTuple):
    """One name; `words` and `optional` are folded, `optional` stood in brackets."""

    text: str
    kind: str
    words: tuple[str, ...]
    optional: tuple[str, ...] = ()


@dataclass
class Entry:
    """A code without 7th character, with what is below it; `position` is its place in the Tabular List."""

    position: int
    key: str
    title: str
    parent: int | None
    billable: bool
    below: list[int] = field(default_factory=list)
    """Positions of the codes right below."""
    seventh: list[tuple[str, str]] = field(default_factory=list)
    """7th characters and what each adds to the title, in tabular order; their codes follow the entry."""
    names: list[Name] = field(default_factory=list)
    """The title first."""
    lent: list[Name] = field(default_factory=list)
    """Names by which this code is meant when nothing more is known, or that its default code has."""
    curated: int = 0
    default: bool = False
    """It stands for a header when nothing more is known."""

    @property
    def title_words(self) -> tuple[str, ...]:
        """All words of the title, those in brackets too."""
        return (*self.names[0].words, *self.names[0].optional)


def collect(
    code_set: Database, curated: Sequence[CuratedTerm], index: Iterable[tuple[str, str]]
) -> dict[int, Entry]:
    """Every code by its position, with all names; names of codes that are not there are left out."""
    entries: dict[int, Entry] = {}
    by_key: dict[str, Entry] = {}
    for position, key, title, parent, last, kind in code_set.rows(_ENTRIES):
        if kind == "extended":
            base = entries[parent]
            base.seventh.append((key[-1], title.removeprefix(base.title).strip(" ,")))
            base.billable = True
            by_key[key] = base
        else:
            entry = Entry(position, key, title, parent, last == position)
            entries[position] = by_key[key] = entry
            entry.names.append(_name(title, "title"))
            if parent in entries:
                entries[parent].below.append(position)
    stored = code_set.rows("SELECT kind, term, code FROM term WHERE kind <> 'title' ORDER BY id")
    named = [(term.kind, term.term, term.code) for term in curated]
    named += [(kind, text, code) for kind, text, code in stored]
    # The index names headers as S52.5-.
    named += [("index", text, code.rstrip("-")) for code, text in index]
    seen: set[tuple[int, tuple[str, ...]]] = set()
    for kind, text, code in named:
        found = by_key.get(key_of(code))
        if found is None:
            continue
        found.curated += kind in CURATED
        name = _name(text, kind if kind in KINDS else "note")
        if name.words and (found.position, name.words) not in seen:
            seen.add((found.position, name.words))
            found.names.append(name)
    _lend(entries)
    return entries


def _name(text: str, kind: str) -> Name:
    optional = meanings(" ".join(_OPTIONAL.findall(text)))
    words = meanings(_OPTIONAL.sub(" ", text))
    if not words:
        words, optional = optional, []
    return Name(text, kind, tuple(dict.fromkeys(words)), tuple(w for w in optional if w not in words))


def _lend(entries: Mapping[int, Entry]) -> None:
    """Give the names of headers to their default codes, and the curated names of those to the headers."""
    lent_curated: Counter[int] = Counter()
    for header in entries.values():
        code = header
        while code.below:
            following = default_below(code, entries)
            if following is None:
                break
            code = following
        if code is not header:
            code.default = True
            if code.billable:
                code.lent += header.names
                lent_curated[code.position] += header.curated
                header.lent += [name for name in code.names if name.kind in CURATED]
    for position, count in lent_curated.items():
        entries[position].curated += count


def default_below(header: Entry, entries: Mapping[int, Entry]) -> Entry | None:
    """The code below `header` for when nothing more is known, if the Tabular List has one.

    Its title adds nothing to the header's but that something is not specified or not there.
    """
    below = [entries[position] for position in header.below]
    if len(below) == 1:
        return below[0]
    ranked = [(_openness(code, header), code.position) for code in below]
    best, position = min(ranked)
    return None if best == _UNFIT else entries[position]


def _openness(code: Entry, header: Entry) -> int:
    added = set(code.title_words) - set(header.title_words)
    title = code.title.lower()
    # "Unspecified site" adds nothing, "with unspecified complications" does.
    if "unspecified" in title and "with unspecified" not in title:
        added -= {word for about in _UNSAID.finditer(title) for word in tokens(about[0])}
    if any(word not in _PLAIN and not word.startswith(ABSENT) for word in added):
        return _UNFIT
    if "other" in added and "unspecified" not in code.title_words:
        return _UNFIT
    if any(word.startswith(ABSENT) for word in added) or "uncomplicated" in added:
        return _FIT
    return _OPEN if code.key[-1] in "90" else _LATE
