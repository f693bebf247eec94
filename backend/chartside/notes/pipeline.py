"""The reader: text in, mentions with their assertion out.

The spaCy pipeline holds what every token takes part in (tokens, sections, sentences); terms and
assertion follow only where there is something to find.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from spacy.attrs import IDS, SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from chartside.codesets.store import CodeSet
from chartside.datafiles import read_rows
from chartside.errors import InputError
from chartside.model import Assertion, Cue, Mention
from chartside.notes import sections, sentences  # noqa: F401  registers the components
from chartside.notes.assertion import AssertionEngine, Target, build_engine
from chartside.notes.problems import heads_problem
from chartside.notes.sections import SectionIndex
from chartside.notes.terms import TermMatch, TermMatcher
from chartside.notes.tokens import blank_nlp
from chartside.notes.vocabulary import Progress, Vocabulary, open_vocabulary

_SURROGATE = re.compile("[\ud800-\udfff]")


def build_nlp() -> Language:
    """The spaCy pipeline: tokens, sections, sentences."""
    nlp = blank_nlp()
    nlp.add_pipe("chartside_sections")
    nlp.add_pipe("chartside_sentences")
    nlp.max_length = 4_000_000
    return nlp


class NoteReader:
    """Reads notes; safe to share between threads, since reading keeps no state."""

    def __init__(
        self, nlp: Language, vocabulary: Vocabulary, engine: AssertionEngine, chronic: Sequence[str] = ()
    ) -> None:
        self.nlp = nlp
        self.vocabulary = vocabulary
        self._terms = TermMatcher(vocabulary)
        self._engine = engine
        self._chronic = tuple(chronic)

    def read(self, text: str) -> tuple[Mention, ...]:
        """All mentions of `text`, in order; offsets are code points."""
        doc = self.nlp(_printable(text))
        bounds = _sentence_bounds(doc)
        matches = self._terms(doc, bounds)
        if not matches:
            return ()
        index = SectionIndex(doc._.note_sections)
        mentions: list[Mention] = []
        starts = [start for start, _ in bounds]
        place = 0
        while place < len(matches):
            number = bisect_right(starts, matches[place].start) - 1
            sentence = bounds[number]
            stop = place
            while stop < len(matches) and matches[stop].start < sentence[1]:
                stop += 1
            mentions += self._read_sentence(doc, text, sentence, matches[place:stop], index)
            place = stop
        return tuple(mentions)

    def assertion(self, text: str, start: int, end: int) -> tuple[Assertion, tuple[Cue, ...]]:
        """The assertion of any span of `text`, known term or not.

        Raises:
            InputError: the span is empty or outside the text.
        """
        if not 0 <= start < end <= len(text):
            raise InputError(
                f"The span {start} to {end} does not lie inside the text of {len(text)} characters."
            )
        doc = self.nlp(_printable(text))
        offsets = doc.to_array([IDS["IDX"]])
        first = max(0, int(np.searchsorted(offsets, start, side="right")) - 1)
        last = max(first + 1, int(np.searchsorted(offsets, end, side="left")))
        bounds = _sentence_bounds(doc)
        sentence = bounds[bisect_right([begin for begin, _ in bounds], first) - 1]
        sentence = (sentence[0], max(sentence[1], last))
        known = self._terms(doc, [(first, last)])
        chronic = any(self._is_chronic(match) for match in known)
        section = SectionIndex(doc._.note_sections).at(start)
        return self._engine.judge(doc, text, sentence, [Target(first, last, chronic)], section)[0]

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


def _printable(text: str) -> str:
    """Halves of broken surrogate pairs cannot be encoded; each gives way to one replacement character."""
    return _SURROGATE.sub("\ufffd", text)


def _sentence_bounds(doc: Doc) -> list[tuple[int, int]]:
    if not len(doc):
        return [(0, 0)]
    starts = np.flatnonzero(doc.to_array([SENT_START]) == 1).tolist()
    if not starts or starts[0] != 0:
        starts.insert(0, 0)
    return list(zip(starts, [*starts[1:], len(doc)], strict=True))


def build_reader(home: Path, code_set: CodeSet, progress: Progress | None = None) -> NoteReader:
    """A reader with the vocabulary of `code_set`, compiled on first use.

    Raises:
        DataFileError: a curated file is wrong.
    """
    nlp = build_nlp()
    vocabulary = open_vocabulary(home, code_set, progress)
    chronic = read_rows("assertion/chronic.tsv", ("code_prefix", "name", "source"), unique=("code_prefix",))
    return NoteReader(nlp, vocabulary, build_engine(nlp), [row["code_prefix"] for row in chronic])
