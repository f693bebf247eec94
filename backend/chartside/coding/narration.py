"""What a note tells beside its terms: its statements with their words, and mentions made of them."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Protocol

from chartside.codesets.words import tokens
from chartside.coding.patterns import Hit, Word, words_of
from chartside.model import Assertion, Cue, Mention, Statement, TermCode


class Reader(Protocol):
    """What of the note reader is needed here."""

    def statements(self, text: str) -> tuple[Statement, ...]:
        """All statements of `text`."""

    def assertion(self, text: str, start: int, end: int) -> tuple[Assertion, tuple[Cue, ...]]:
        """The assertion of any span of `text`."""


class Narration:
    """The statements of one note; read when a rule first asks for them, none without a reader."""

    def __init__(self, reader: Reader | None = None, text: str = "") -> None:
        self._reader = reader
        self.text = text
        self._words: dict[Statement, list[Word]] = {}
        self._named: dict[tuple[int, int], frozenset[str]] = {}

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """All statements, in order."""
        return self._reader.statements(self.text) if self._reader else ()

    def words(self, statement: Statement) -> list[Word]:
        """The folded words of a statement, with offsets in the note."""
        known = self._words.get(statement)
        if known is None:
            known = self._words[statement] = words_of(self.text, statement.start, statement.end)
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

    def where(self, wanted: Callable[[Statement], bool]) -> Iterator[tuple[Statement, list[Word]]]:
        """The statements that are wanted, each with its words."""
        return ((each, self.words(each)) for each in self.statements if wanted(each))

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
        return self._reader.assertion(self.text, start, end) if self._reader else (Assertion.PRESENT, ())

    def mention_of(self, statement: Statement, hit: Hit, code: TermCode) -> Mention:
        """The words of a pattern's hit as a mention."""
        words = self.words(statement)
        return self.mention(statement, words[hit.start].start, words[hit.end - 1].end, code)

    def quote(self, start: int, end: int) -> str:
        """A stretch of the note on one line, as a reasoning step quotes it."""
        return " ".join(self.text[start:end].split())
