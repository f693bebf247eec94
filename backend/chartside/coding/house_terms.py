"""Terms that people of this house confirmed, read in a note as if the vocabulary had them.

The reader judges where they stand: a term that the note denies is not coded, as any other.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from chartside.coding.notewords import NoteWords
from chartside.model import Mention, Statement, TermCode
from chartside.notes.reading import Reading

CONFIRMED = "confirmed"
"""Kind of a term that people here confirmed; the ranking takes it for a curated synonym."""


@dataclass(frozen=True, slots=True)
class HouseTerm:
    """The code that a confirmed term stands for.

    Attributes:
        told: who confirmed it and when, such as `by Ana, 12 Nov 2026`.
    """

    code: str
    told: str


Terms = Mapping[str, HouseTerm]
"""By their folded words, joined by blanks."""


def folded(text: str) -> str:
    """The words of a phrase as they are looked for."""
    return " ".join(NoteWords(text).pieces().texts)


def with_house_terms(reading: Reading, words: NoteWords, terms: Terms) -> tuple[Mention, ...]:
    """The mentions of a note, those of confirmed terms among them.

    A confirmed term takes the place of what it covers; inside a longer term it says nothing of its own.
    """
    pieces = words.pieces()
    mentions = list(reading.mentions)
    for term, meant in terms.items():
        for start, end in _spans(pieces.texts, term.split(), pieces.span):
            touched = [each for each in mentions if each.start < end and start < each.end]
            made = _mention(reading, start, end, TermCode(meant.code, meant.told, CONFIRMED, term))
            if made is None or any(each.start < start or end < each.end for each in touched):
                continue
            mentions = [each for each in mentions if each not in touched]
            mentions.append(made)
    return tuple(sorted(mentions, key=lambda each: (each.start, each.end)))


def _spans(
    texts: list[str], wanted: list[str], span: Callable[[int, int], tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    at = -1
    while True:
        try:
            at = texts.index(wanted[0], at + 1)
        except ValueError:
            return
        if texts[at : at + len(wanted)] == wanted:
            yield span(at, at + len(wanted))


def _mention(reading: Reading, start: int, end: int, term: TermCode) -> Mention | None:
    """None for words of a heading, and for words of two statements."""
    place = bisect_right(reading.statements, start, key=lambda each: each.start) - 1
    stands: Statement | None = reading.statements[place] if place >= 0 else None
    if stands is None or end > stands.end:
        return None
    assertion, cues = reading.assertion(start, end)
    return Mention(
        start,
        end,
        reading.text[start:end],
        (term,),
        assertion,
        cues,
        stands.section,
        (stands.start, stands.end),
        stands.title,
    )
