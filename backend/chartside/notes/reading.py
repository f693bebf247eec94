"""What was read of one note: its mentions, its statements, and the assertion of any span of it."""

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from chartside.errors import InputError
from chartside.model import Assertion, Cue, Mention, Statement
from chartside.notes.blocks import blocks
from chartside.notes.sections import NoteSection


@dataclass(frozen=True, slots=True)
class Block:
    """What was read of one block; offsets count from its start."""

    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    last: NoteSection | None


class Reader(Protocol):
    """What reads and judges the blocks of a note."""

    def block(self, text: str, carried: NoteSection | None) -> Block:
        """What a block says, `carried` being the section that it begins in."""

    def judge(
        self, text: str, start: int, end: int, carried: NoteSection | None
    ) -> tuple[Assertion, tuple[Cue, ...]]:
        """The assertion of a span of a block."""


class Reading:
    """What was read of one note; offsets are code points of its text."""

    def __init__(self, reader: Reader, text: str) -> None:
        self._reader = reader
        self.text = text
        self._blocks: list[tuple[int, NoteSection | None, Block]] = []
        mentions: list[Mention] = []
        section: NoteSection | None = None
        for start, end in blocks(text):
            found = reader.block(text[start:end], _away(section))
            self._blocks.append((start, section, found))
            mentions += [_shifted(mention, start, section) for mention in found.mentions]
            section = _carried(found.last, section, start)
        self.mentions = tuple(mentions)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """All statements, in order."""
        return tuple(
            Statement(each.start + start, each.end + start, each.section, each.title)
            for start, _, block in self._blocks
            for each in block.statements
        )

    def assertion(self, start: int, end: int) -> tuple[Assertion, tuple[Cue, ...]]:
        """The assertion of any span, known term or not.

        Raises:
            InputError: the span is empty or outside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise InputError(
                f"The span {start} to {end} does not lie inside the text of {len(self.text)} characters."
            )
        place = bisect_right(self._blocks, start, key=lambda block: block[0]) - 1
        first, section, _ = self._blocks[place]
        last = self._blocks[place + 1][0] if place + 1 < len(self._blocks) else len(self.text)
        block = self.text[first : max(last, end)]
        assertion, cues = self._reader.judge(block, start - first, end - first, _away(section))
        return assertion, tuple(_shifted_cue(cue, first, section) for cue in cues)


def _away(section: NoteSection | None) -> NoteSection | None:
    """A section whose heading stands in an earlier block, the same wherever that is."""
    return section and replace(section, start=-1 - len(section.title), body=0, end=0)


def _carried(last: NoteSection | None, section: NoteSection | None, block_start: int) -> NoteSection | None:
    """The section that the next block begins in, with its offsets in the note."""
    if last is None or last.start < 0:
        return section
    return replace(last, start=last.start + block_start, body=last.body + block_start)


def _shifted(mention: Mention, by: int, section: NoteSection | None) -> Mention:
    if by == 0:
        return mention
    start, end = mention.sentence
    return Mention(
        start=mention.start + by,
        end=mention.end + by,
        text=mention.text,
        codes=mention.codes,
        assertion=mention.assertion,
        cues=tuple([_shifted_cue(cue, by, section) for cue in mention.cues]),
        section=mention.section,
        sentence=(start + by, end + by),
        problem_heading=mention.problem_heading,
    )


def _shifted_cue(cue: Cue, by: int, section: NoteSection | None) -> Cue:
    if cue.start < 0 and section is not None:
        return Cue(section.start, section.start + len(section.title), cue.text, cue.category)
    return Cue(cue.start + by, cue.end + by, cue.text, cue.category)
