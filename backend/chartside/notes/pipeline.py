"""The reader: text in, mentions with their assertion out.

Block by block: tokens, sections, sentences; terms and assertion follow only where there is something
to find. What was read of a block is kept for the next time the same block comes.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from spacy.attrs import IDS
from spacy.language import Language
from spacy.tokens import Doc

from chartside.codesets.store import CodeSet
from chartside.datafiles import read_rows
from chartside.model import Assertion, Cue, Mention
from chartside.notes.assertion import AssertionEngine, Target, build_engine
from chartside.notes.problems import title_end
from chartside.notes.reading import Block, Reading
from chartside.notes.sections import NoteSection, SectionFinder, SectionIndex, read_headings
from chartside.notes.sentences import sentence_bounds, sentence_starts
from chartside.notes.shortforms import SOURCE as SHORT_FORM
from chartside.notes.statements import statements
from chartside.notes.terms import TermMatch, TermMatcher
from chartside.notes.tokens import blank_nlp, tokenize
from chartside.notes.vocabulary import Progress, Vocabulary, open_vocabulary

KEPT_BLOCKS, KEPT_LENGTH = 2048, 8192
"""How many blocks are kept in memory, and the longest that is, in characters."""
KEPT_ANALYSES = 64
"""How many blocks keep their tokens too, for spans that are judged right after the block was read."""


def build_nlp() -> Language:
    """The spaCy pipeline for use outside the reader: tokens, sections, sentences."""
    nlp = blank_nlp()
    nlp.add_pipe("chartside_sections")
    nlp.add_pipe("chartside_sentences")
    nlp.max_length = 4_000_000
    return nlp


_Analysis = tuple[Doc, list[tuple[int, int]], list[int], SectionIndex]
"""Tokens, sentences as ranges of tokens, offsets where sentences and titles begin, sections."""


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
        self._analysed = lru_cache(maxsize=KEPT_ANALYSES)(self._analyse)

    def open(self, text: str) -> Reading:
        """All that `text` says; what was read of its blocks before is not read again."""
        return Reading(self, text)

    def read(self, text: str) -> tuple[Mention, ...]:
        """All mentions of `text`, in order; offsets are code points."""
        return self.open(text).mentions

    def assertion(self, text: str, start: int, end: int) -> tuple[Assertion, tuple[Cue, ...]]:
        """The assertion of any span of `text`, known term or not.

        Raises:
            InputError: the span is empty or outside the text.
        """
        return self.open(text).assertion(start, end)

    def block(self, text: str, carried: NoteSection | None) -> Block:
        """What a block of a note says, `carried` being the section that it begins in."""
        read = self._kept if len(text) <= KEPT_LENGTH else self._read_block
        return read(text, carried)

    @property
    def blocks_read(self) -> int:
        """How many blocks had to be read so far because they were not kept."""
        return self._kept.cache_info().misses

    def forget(self) -> None:
        """Drop all kept blocks from memory."""
        self._kept.cache_clear()
        self._analysed.cache_clear()

    def judge(
        self, text: str, start: int, end: int, carried: NoteSection | None
    ) -> tuple[Assertion, tuple[Cue, ...]]:
        """The assertion of a span of a block, `carried` being the section that the block begins in."""
        doc, bounds, _, index = self._analysis(text, carried)
        offsets = doc.to_array([IDS["IDX"]]).tolist()
        first = max(0, bisect_right(offsets, start) - 1)
        last = max(first + 1, bisect_left(offsets, end))
        sentence = bounds[bisect_right([begin for begin, _ in bounds], first) - 1]
        sentence = (sentence[0], max(sentence[1], last))
        chronic = any(self._is_chronic(match) for match in self._terms(doc, [(first, last)]))
        section = index.at(start)
        return self._engine.judge(doc, text, sentence, [Target(first, last, chronic)], section)[0]

    def _analysis(self, text: str, carried: NoteSection | None) -> _Analysis:
        return (self._analysed if len(text) <= KEPT_LENGTH else self._analyse)(text, carried)

    def _analyse(self, text: str, carried: NoteSection | None) -> _Analysis:
        doc = tokenize(self.nlp, text)
        starts, index = self._outline(text, carried)
        return doc, sentence_bounds(doc, starts), starts, index

    def _outline(self, text: str, carried: NoteSection | None) -> tuple[list[int], SectionIndex]:
        found = self._finder.find(text, carried)
        forced = [place for section in found for place in (section.start, section.body)]
        return sentence_starts(text, forced), SectionIndex(found, carried)

    def _read_block(self, text: str, carried: NoteSection | None) -> Block:
        doc, bounds, sentences, index = self._analysis(text, carried)
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
        return Block(tuple(mentions), tuple(statements(text, sentences, index)), index.last())

    def _is_chronic(self, match: TermMatch) -> bool:
        rows = self.vocabulary.codes(match.phrase)
        if rows and rows[0].source == SHORT_FORM:
            # "MI" may also stand for mitral insufficiency, which is chronic; the usual meaning decides.
            return rows[0].code.startswith(self._chronic)
        return any(row.code.startswith(self._chronic) for row in rows)

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
        title = title_end(span, matches, section, index)
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
                    problem_heading=match.end <= title,
                )
            )
        return mentions


def build_reader(home: Path, code_set: CodeSet, progress: Progress | None = None) -> NoteReader:
    """A reader with the vocabulary of `code_set`, compiled on first use.

    Raises:
        DataFileError: a curated file is wrong.
    """
    nlp = build_nlp()
    vocabulary = open_vocabulary(home, code_set, progress)
    chronic = read_rows("assertion/chronic.tsv", ("code_prefix", "name", "source"), unique=("code_prefix",))
    return NoteReader(nlp, vocabulary, build_engine(nlp), [row["code_prefix"] for row in chronic])
