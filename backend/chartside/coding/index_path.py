"""The step that names the path of the Alphabetic Index from the note's words to the code.

Only paths that end in the code itself, or in a beginning that the Tabular List completes to it, are named.
Every line of a path has to be said by the note or by the code's own title; the one that the note says most
of is shown. Without an imported index there is no such step.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from chartside.codesets.index_entry import IndexWay
from chartside.codesets.index_store import AlphabeticIndex
from chartside.codesets.index_titles import forms, plain
from chartside.codesets.index_words import IndexWords
from chartside.codesets.store import Code, CodeSet
from chartside.codesets.words import tokens
from chartside.coding.narration import Narration
from chartside.model import Candidate, ReasoningStep

PARTS = {
    "main": "Index to Diseases and Injuries",
    "external": "External Cause Index",
    "neoplasm": "Neoplasm Table",
    "drugs": "Table of Drugs and Chemicals",
}
KEPT = 4096
"""Codes whose paths stay in memory; most have fewer than ten."""
QUOTED = 2
"""Mentions that a step quotes."""

Said = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Path:
    """A way through the index, ready to be compared with words."""

    lines: tuple[tuple[Said, ...], ...]
    """For each line that has to be said its forms, any of which says it."""
    optional: Said
    """Words of its non-essential modifiers."""
    shown: str
    kind: str
    code: str
    place: int
    """Among the paths to the same code, in the order of the index."""


@dataclass(frozen=True, slots=True)
class _Paths:
    """All paths to one code."""

    title: Said
    """The words of the code's title."""
    by_word: Mapping[str, Sequence[_Path]]
    """The paths by the words of their last line."""


class IndexPaths:
    """Finds the path to a code in one index; may be shared between threads."""

    def __init__(self, index: AlphabeticIndex, words: IndexWords) -> None:
        self._index = index
        self._words = words
        self.to = lru_cache(maxsize=KEPT)(self._compiled)

    def _compiled(self, code: str, title: str) -> _Paths:
        by_word: dict[str, list[_Path]] = {}
        for place, way in enumerate(self._index.ways_to(code)):
            path = self._path(way, place)
            for word in frozenset().union(*path.lines[-1]) if path.lines else ():
                by_word.setdefault(word, []).append(path)
        return _Paths(frozenset(tokens(title)), by_word)

    def _path(self, way: IndexWay, place: int) -> _Path:
        lines = [found for title in way.path if (found := self._forms(title))]
        column = (way.code.column,) if way.code.column else ()
        written = f"[{way.code.written}]" if way.code.role == "manifestation" else way.code.written
        return _Path(
            tuple(lines),
            frozenset(tokens(" ".join(way.nemods))),
            " > ".join((*way.path, *column, written)),
            way.kind,
            way.code.code,
            place,
        )

    def _forms(self, title: str) -> tuple[Said, ...]:
        """The forms of a line without the words that only join it to the one above; none of a mere link."""
        _, rest = self._words.split_link(plain(title))
        given = forms(rest) or [rest.partition(",")[0]]
        said = (frozenset(word for word in tokens(form) if not self._words.joins(word)) for form in given)
        return tuple(dict.fromkeys(form for form in said if form))


def index_steps(
    code_set: CodeSet, code: Code, group: Sequence[Candidate], narration: Narration
) -> tuple[ReasoningStep, ...]:
    """The step that names the index path to `code`; empty where no index is imported or none leads there.

    Args:
        code_set: the release; its index is asked.
        code: the code that is offered, on the evidence of `group`.
        narration: the words of the note.
    """
    if code_set.index is None:
        return ()
    paths = _paths_of(code_set.index).to(code.code, code.description)
    if not paths.by_word:
        return ()
    said = _said(code_set, group, narration)
    near = {path.place: path for word in said | paths.title for path in paths.by_word.get(word, ())}
    fitting = [
        (merit, -place) for place, path in near.items() if (merit := _covered(path, said, paths.title))
    ]
    if not fitting:
        return ()
    best = near[-max(fitting)[1]]
    return (ReasoningStep("index", _text(best, code.code, group, narration), PARTS[best.kind]),)


def _said(code_set: CodeSet, group: Sequence[Candidate], narration: Narration) -> Said:
    """The words of the sentences in which the evidence stands, with what its short forms mean."""
    said: set[str] = set()
    for sentence in {each.mention.sentence for each in group}:
        said |= narration.named(*sentence)
    for term in {each.mention.codes[0] for each in group if each.mention.codes}:
        if term.kind.startswith("abbreviation"):
            meant = code_set.find(term.code)
            said.update(tokens(meant.description) if meant else ())
    return frozenset(said)


@lru_cache(maxsize=4)
def _paths_of(index: AlphabeticIndex) -> IndexPaths:
    return IndexPaths(index, IndexWords())


def _covered(path: _Path, said: Said, title: Said) -> tuple[int, int, int] | None:
    """How well a path fits, the higher the better: words that the note says, less those that it does not say.

    None when a line is said neither by the note nor by the title. A substance has to stand in the note.
    """
    known = said if path.kind == "drugs" else said | title
    own = other = 0
    for line in path.lines:
        fitting = [form for form in line if form <= known]
        if not fitting:
            return None
        form = max(fitting, key=lambda form: len(form & said))
        own += len(form & said)
        other += len(form - said)
    return own, -other, len(path.optional & said)


def _text(path: _Path, code: str, group: Sequence[Candidate], narration: Narration) -> str:
    """The sentence of the step: what the note says, the path, and what completes its code."""
    words = path.optional.union(*(form for line in path.lines for form in line))
    quoted: dict[Said, str] = {}
    for each in group:
        start, end = each.mention.start, each.mention.end
        quoted.setdefault(narration.named(start, end), narration.quote(start, end))
    speaking = [written for own, written in quoted.items() if own & words] or list(quoted.values())
    said = " and ".join(f"“{written}”" for written in speaking[:QUOTED])
    verb = "stand" if len(speaking) > 1 else "stands"
    completed = "" if path.code == code else f", which the Tabular List completes to {code}"
    return f"{said} {verb} in the Alphabetic Index at {path.shown}{completed}."
