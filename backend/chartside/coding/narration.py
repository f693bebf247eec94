"""What a note tells beside its terms: its statements with their words, and mentions made of them."""

from bisect import bisect_right
from collections.abc import Callable, Container, Iterator
from functools import cached_property
from typing import Protocol

from chartside.codesets.words import tokens
from chartside.coding.notewords import NoteWords, Words
from chartside.coding.patterns import Hit
from chartside.model import Assertion, Cue, Mention, Statement, TermCode


class Reading(Protocol):
    """What of a note's reading is needed here."""

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All statements of the note."""

    def assertion(self, start: int, end: int) -> tuple[Assertion, tuple[Cue, ...]]:
        """The assertion of any span of the note."""


class Narration:
    """The statements of one note; read when a rule first asks for them, none without a reading."""

    def __init__(self, reading: Reading | None = None, words: NoteWords | None = None) -> None:
        self._reading = reading
        self.note_words = words or NoteWords("")
        self.text = self.note_words.text
        self._words: dict[int, Words] = {}
        self._named: dict[tuple[int, int], frozenset[str]] = {}

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """All statements, in order."""
        return self._reading.statements if self._reading else ()

    def words(self, statement: Statement) -> Words:
        """The folded words of a statement, with offsets in the note."""
        known = self._words.get(statement.start)
        if known is None:
            known = self.note_words.between(statement.start, statement.end)
            self._words[statement.start] = known
        return known

    def named(self, start: int, end: int) -> frozenset[str]:
        """The words of a stretch of the note as search and index compare them."""
        known = self._named.get((start, end))
        if known is None:
            known = self._named[start, end] = frozenset(tokens(self.text[start:end]))
        return known

    def place(self, offset: int) -> int:
        """The number of the statement around an offset; that of none is the number of all."""
        found = bisect_right(self._starts, offset) - 1
        inside = found >= 0 and offset < self.statements[found].end
        return found if inside else len(self.statements)

    @cached_property
    def _starts(self) -> list[int]:
        return [statement.start for statement in self.statements]

    def where(self, wanted: Callable[[Statement], bool]) -> Iterator[tuple[Statement, Words]]:
        """The statements that are wanted, each with its words."""
        return ((each, self.words(each)) for each in self.statements if wanted(each))

    def telling(
        self, keys: Container[str], passed: Container[str | None]
    ) -> Iterator[tuple[Statement, Words]]:
        """The statements that hold a word of `keys` (folded), those of the sections `passed` left out."""
        last = -1
        for start in self.note_words.starts_of(keys):
            place = self.place(start)
            if last < place < len(self.statements):
                last = place
                statement = self.statements[place]
                if statement.section not in passed:
                    yield statement, self.words(statement)

    def mention(
        self,
        statement: Statement,
        start: int,
        end: int,
        code: TermCode,
        judged: tuple[Assertion, tuple[Cue, ...]] | None = None,
    ) -> Mention:
        """A span of a statement as a mention that stands for `code`; judged by its words unless given."""
        assertion, cues = judged or self._judge(start, end)
        return Mention(
            start=start,
            end=end,
            text=self.text[start:end],
            codes=(code,),
            assertion=assertion,
            cues=cues,
            section=statement.section,
            sentence=(statement.start, statement.end),
            problem_heading=statement.title,
        )

    def _judge(self, start: int, end: int) -> tuple[Assertion, tuple[Cue, ...]]:
        return self._reading.assertion(start, end) if self._reading else (Assertion.PRESENT, ())

    def mention_of(self, statement: Statement, hit: Hit, code: TermCode) -> Mention:
        """The words of a pattern's hit as a mention."""
        words = self.words(statement)
        return self.mention(statement, *words.span(hit.start, hit.end), code)

    def quote(self, start: int, end: int) -> str:
        """A stretch of the note on one line, as a reasoning step quotes it."""
        return " ".join(self.text[start:end].split())
