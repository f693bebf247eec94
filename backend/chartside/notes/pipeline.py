"""The reader: text in, mentions with their assertion out.

Block by block: tokens, sections, sentences; terms and assertion follow only where there is something
to find. What was read of a block is kept for the next time the same block comes.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from spacy.attrs import IDS
from spacy.language import Language
from spacy.tokens import Doc

from chartside.codesets.store import CodeSet
from chartside.datafiles import read_rows
from chartside.errors import InputError
from chartside.model import Assertion, Cue, Mention, Statement
from chartside.notes.assertion import AssertionEngine, Target, build_engine
from chartside.notes.blocks import blocks
from chartside.notes.problems import heads_problem
from chartside.notes.sections import NoteSection, SectionFinder, SectionIndex, read_headings
from chartside.notes.sentences import sentence_bounds, sentence_starts
from chartside.notes.statements import statements
from chartside.notes.terms import TermMatch, TermMatcher
from chartside.notes.tokens import blank_nlp, tokenize
from chartside.notes.vocabulary import Progress, Vocabulary, open_vocabulary

KEPT_BLOCKS, KEPT_LENGTH = 2048, 8192
"""How many blocks are kept in memory, and the longest that is, in characters."""


def build_nlp() -> Language:
    """The spaCy pipeline for use outside the reader: tokens, sections, sentences."""
    nlp = blank_nlp()
    nlp.add_pipe("chartside_sections")
    nlp.add_pipe("chartside_sentences")
    nlp.max_length = 4_000_000
    return nlp


@dataclass(frozen=True, slots=True)
class _Block:
    """What was read of one block; offsets count from its start."""

    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    last: NoteSection | None


class NoteReader:
    """Reads notes; may be shared between threads."""

    def __init__(
        self, nlp: Language, vocabulary: Vocabulary, engine: AssertionEngine, chronic: Sequence[str] = ()
    ) -> None:
        self.nlp = nlp
        self.vocabulary = vocabulary
        self._terms = TermMatcher(vocabulary)
        self._engine = engine
        self._chronic = tuple(chronic)
        self._finder = SectionFinder(read_headings())
        self._kept = lru_cache(maxsize=KEPT_BLOCKS)(self._read_block)

    def read(self, text: str) -> tuple[Mention, ...]:
        """All mentions of `text`, in order; offsets are code points."""
        mentions: list[Mention] = []
        section: NoteSection | None = None
        for start, end in blocks(text):
            block = text[start:end]
            read = self._kept if len(block) <= KEPT_LENGTH else self._read_block
            found = read(block, _away(section))
            mentions += (_shifted(mention, start, section) for mention in found.mentions)
            section = _carried(found.last, section, start)
        return tuple(mentions)

    def statements(self, text: str) -> tuple[Statement, ...]:
        """All statements of `text`, in order; what was just read of a block is not read again."""
        found: list[Statement] = []
        section: NoteSection | None = None
        for start, end in blocks(text):
            block, carried = text[start:end], _away(section)
            if len(block) <= KEPT_LENGTH:
                read = self._kept(block, carried)
                here, last = read.statements, read.last
            else:
                starts, index = self._outline(block, carried)
                here, last = tuple(statements(block, starts, index)), index.last()
            found += (replace(each, start=each.start + start, end=each.end + start) for each in here)
            section = _carried(last, section, start)
        return tuple(found)

    @property
    def blocks_read(self) -> int:
        """How many blocks had to be read so far because they were not kept."""
        return self._kept.cache_info().misses

    def forget(self) -> None:
        """Drop all kept blocks from memory."""
        self._kept.cache_clear()

    def assertion(self, text: str, start: int, end: int) -> tuple[Assertion, tuple[Cue, ...]]:
        """The assertion of any span of `text`, known term or not.

        Raises:
            InputError: the span is empty or outside the text.
        """
        if not 0 <= start < end <= len(text):
            raise InputError(
                f"The span {start} to {end} does not lie inside the text of {len(text)} characters."
            )
        section: NoteSection | None = None
        for block_start, block_end in blocks(text):
            if start < block_end:
                break
            last = SectionIndex(self._finder.find(text[block_start:block_end]), _away(section)).last()
            section = _carried(last, section, block_start)
        block = text[block_start : max(block_end, end)]
        first, last_char = start - block_start, end - block_start
        judged = self._judge_span(block, first, last_char, _away(section))
        return judged[0], tuple(_shifted_cue(cue, block_start, section) for cue in judged[1])

    def _judge_span(
        self, text: str, start: int, end: int, carried: NoteSection | None
    ) -> tuple[Assertion, tuple[Cue, ...]]:
        doc, bounds, _, index = self._analyse(text, carried)
        offsets = doc.to_array([IDS["IDX"]]).tolist()
        first = max(0, bisect_right(offsets, start) - 1)
        last = max(first + 1, bisect_left(offsets, end))
        sentence = bounds[bisect_right([begin for begin, _ in bounds], first) - 1]
        sentence = (sentence[0], max(sentence[1], last))
        chronic = any(self._is_chronic(match) for match in self._terms(doc, [(first, last)]))
        section = index.at(start)
        return self._engine.judge(doc, text, sentence, [Target(first, last, chronic)], section)[0]

    def _analyse(
        self, text: str, carried: NoteSection | None
    ) -> tuple[Doc, list[tuple[int, int]], list[int], SectionIndex]:
        doc = tokenize(self.nlp, text)
        starts, index = self._outline(text, carried)
        return doc, sentence_bounds(doc, starts), starts, index

    def _outline(self, text: str, carried: NoteSection | None) -> tuple[list[int], SectionIndex]:
        found = self._finder.find(text, carried)
        forced = [place for section in found for place in (section.start, section.body)]
        return sentence_starts(text, forced), SectionIndex(found, carried)

    def _read_block(self, text: str, carried: NoteSection | None) -> _Block:
        doc, bounds, sentences, index = self._analyse(text, carried)
        matches = [match for match in self._terms(doc, bounds) if not index.in_title(doc[match.start].idx)]
        mentions: list[Mention] = []
        starts = [start for start, _ in bounds]
        place = 0
        while place < len(matches):
            sentence = bounds[bisect_right(starts, matches[place].start) - 1]
            stop = place
            while stop < len(matches) and matches[stop].start < sentence[1]:
                stop += 1
            mentions += self._read_sentence(doc, text, sentence, matches[place:stop], index)
            place = stop
        return _Block(tuple(mentions), tuple(statements(text, sentences, index)), index.last())

    def _is_chronic(self, match: TermMatch) -> bool:
        return any(row.code.startswith(self._chronic) for row in self.vocabulary.codes(match.phrase))

    def _read_sentence(
        self,
        doc: Doc,
        text: str,
        sentence: tuple[int, int],
        matches: Sequence[TermMatch],
        index: SectionIndex,
    ) -> list[Mention]:
        span = doc[sentence[0] : sentence[1]]
        section = index.at(doc[matches[0].start].idx)
        targets = [Target(match.start, match.end, self._is_chronic(match)) for match in matches]
        judged = self._engine.judge(doc, text, sentence, targets, section)
        heading = heads_problem(span, matches, section, index)
        mentions = []
        for match, (assertion, found) in zip(matches, judged, strict=True):
            words = doc[match.start : match.end]
            mentions.append(
                Mention(
                    start=words.start_char,
                    end=words.end_char,
                    text=text[words.start_char : words.end_char],
                    codes=self.vocabulary.codes(match.phrase),
                    assertion=assertion,
                    cues=found,
                    section=section.category if section else None,
                    sentence=(span.start_char, span.end_char),
                    problem_heading=heading,
                )
            )
        return mentions


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
    return replace(
        mention,
        start=mention.start + by,
        end=mention.end + by,
        sentence=(start + by, end + by),
        cues=tuple(_shifted_cue(cue, by, section) for cue in mention.cues),
    )


def _shifted_cue(cue: Cue, by: int, section: NoteSection | None) -> Cue:
    if cue.start < 0 and section is not None:
        return replace(cue, start=section.start, end=section.start + len(section.title))
    return replace(cue, start=cue.start + by, end=cue.end + by)


def build_reader(home: Path, code_set: CodeSet, progress: Progress | None = None) -> NoteReader:
    """A reader with the vocabulary of `code_set`, compiled on first use.

    Raises:
        DataFileError: a curated file is wrong.
    """
    nlp = build_nlp()
    vocabulary = open_vocabulary(home, code_set, progress)
    chronic = read_rows("assertion/chronic.tsv", ("code_prefix", "name", "source"), unique=("code_prefix",))
    return NoteReader(nlp, vocabulary, build_engine(nlp), [row["code_prefix"] for row in chronic])
