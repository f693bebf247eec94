"""Sentences of clinical notes: bullets, numbered lists, headings, wrapped lines, abbreviations.

A boundary keeps a cue from reaching into the next statement, so a list item or a heading always ends
one. Works on the text once with one expression; cost grows linearly with the text's length.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from spacy.attrs import IDS, SENT_START
from spacy.language import Language
from spacy.tokens import Doc

LONGEST_SENTENCE = 256
"""Tokens; what runs on for longer is text without sentences and is cut, so that cost stays linear."""

WRAP_WIDTH = 64
"""A line is taken as wrapped when the next line's first word would have run past this column."""

_ABBREVIATIONS = frozenset(
    "dr mr mrs ms prof vs st jr sr approx e.g i.e cf fig p.o po q.d qd b.i.d bid t.i.d tid q.i.d "
    "qid p.r.n q.h.s q.a.m q.p.m i.v i.m s.c a.c p.c h.s a.m p.m hx dx tx rx yo y.o wt ht "
    "temp resp dept max min poss prob susp mos wks yrs inc rt lt bilat incl excl esp".split()
)
_BULLET = r"[•▪◦●‣■–*·]"
_BREAK = re.compile(
    r"(?P<line>[ \t]*(?:\r\n|\r|\n)\s*)"
    r"|(?P<stop>[.!?]+[\"')\]”’]*)(?=\s|,(?! ))"
    r"|(?P<semicolon>;)"
    rf"|(?P<bullet>(?<=[\s.,;:])(?={_BULLET}\s))"
    r"|(?P<number>(?<=[,.;:\s])(?=\d{1,2}[.)][ \t]+[A-Za-z]))"
)
_ITEM = re.compile(rf"(?:{_BULLET}|[-+>#]|\d{{1,2}}[.)](?!\d)|\(?[a-z]\)|\[.?\]|\(.?\))\s*", re.IGNORECASE)
_OPEN_END = re.compile(
    r"(?:,|\b(?:of|or|and|with|the|an?|for|to|in|by|from|at|on|without|denies|any|has|had|was|is|are|were|his|her))$",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"\[[ \txX✓✔]?\][^\n\r]*$"
    r"|[:?=][ \t]*(?:no|none|yes|neg(?:ative)?|pos(?:itive)?|normal|denie[sd]|absent|present|unknown|n/a)$",
    re.IGNORECASE,
)
"""A line that ends in the answer to its label, or in check boxes, is complete, however long it is."""
_LAST_WORD = re.compile(r"[\w.]+$")
_FIRST_WORD = re.compile(r"\S+")


def sentence_starts(text: str, forced: Iterable[int] = ()) -> list[int]:
    """Offsets (code points) where a sentence starts, ascending; `forced` ones are always among them."""
    starts = {0, *forced}
    line_start = 0
    for match in _BREAK.finditer(text):
        kind, end = match.lastgroup, match.end()
        if kind == "line":
            if not _is_wrapped(text, line_start, match.start(), match.group(), end):
                starts.add(end)
            line_start = end
        elif kind == "stop":
            if not _is_abbreviation(text, match.start(), match.group()) and not _leads(text, match.start()):
                _add_after_space(text, end, starts)
        elif kind == "number":
            if _opens_item(text, end):
                starts.add(end)
        else:
            _add_after_space(text, end, starts)
    return sorted(start for start in starts if start < len(text) or start == 0)


def _add_after_space(text: str, place: int, starts: set[int]) -> None:
    """Start a sentence at the next word of the line; a line's end makes its own."""
    while place < len(text) and text[place] in " \t,":
        place += 1
    if place < len(text) and text[place] not in "\n\r":
        starts.add(place)


def _leads(text: str, mark: int) -> bool:
    """Whether a question mark stands before its word ("? UTI")."""
    return text[mark] == "?" and (mark == 0 or text[mark - 1] in " \t\n\r#•-(")


def _is_wrapped(text: str, line_start: int, line_end: int, gap: str, next_start: int) -> bool:
    if gap.count("\n") > 1 or gap.count("\r") - gap.count("\r\n") > 1:
        return False
    if line_end <= line_start or text[line_end - 1] in ".:;!?" or _ITEM.match(text, next_start):
        return False
    if _ANSWERED.search(text, max(line_start, line_end - 48), line_end):
        return False
    if _OPEN_END.search(text, line_start, line_end):
        return True
    first = _FIRST_WORD.match(text, next_start)
    return first is not None and line_end - line_start + 1 + len(first.group()) > WRAP_WIDTH


def _is_abbreviation(text: str, stop: int, mark: str) -> bool:
    if not mark.startswith("."):
        return False
    word = _LAST_WORD.search(text, max(0, stop - 12), stop)
    if word is None:
        return False
    before = word.group().lower()
    if before.isdigit():
        return len(before) < 3 and _opens_item(text, stop - len(before))
    return before in _ABBREVIATIONS or (len(before) == 1 and text[stop - 1].isupper())


def _opens_item(text: str, place: int) -> bool:
    """Whether a number at `place` numbers a list item ("1. Asthma") and is no value ("stage 2.")."""
    before = text[max(0, place - 8) : place]
    bare = before.rstrip(" \t")
    return not bare or bare[-1] in "\n\r,.;:" or len(before) - len(bare) > 1


def sentence_bounds(doc: Doc, starts: Sequence[int]) -> list[tuple[int, int]]:
    """Token ranges of the sentences that start at these characters."""
    offsets = doc.to_array([IDS["IDX"]]).tolist()
    places = sorted({bisect_left(offsets, start) for start in starts})
    starts = [0, *(place for place in places if 0 < place < len(doc))]
    bounds: list[tuple[int, int]] = []
    for start, end in zip(starts, [*starts[1:], len(doc)], strict=True):
        cuts = [*range(start, max(end, start + 1), LONGEST_SENTENCE), end]
        bounds += pairwise(cuts)
    return bounds


def mark_sentences(doc: Doc, starts: Iterable[int]) -> Doc:
    """Set the sentence starts of `doc` from offsets in its text."""
    if not len(doc):
        return doc
    offsets = doc.to_array([IDS["IDX"]])
    marks = np.full((len(doc), 1), -1, dtype="int64").astype("uint64")
    places = np.searchsorted(offsets, np.fromiter(starts, dtype="uint64"))
    marks[places[places < len(doc)]] = 1
    marks[0] = 1
    return doc.from_array([SENT_START], marks)


class SentenceSplitter:
    """A spaCy component that sets sentence boundaries; headings found before it are boundaries too."""

    def __call__(self, doc: Doc) -> Doc:
        """Mark the sentence starts of `doc` and return it."""
        forced = [place for section in doc._.note_sections for place in (section.start, section.body)]
        return mark_sentences(doc, sentence_starts(doc.text, forced))


@Language.factory("chartside_sentences")  # type: ignore[untyped-decorator]
def make_sentence_splitter(nlp: Language, name: str) -> SentenceSplitter:
    """Make the splitter for `nlp.add_pipe("chartside_sentences")`."""
    return SentenceSplitter()
