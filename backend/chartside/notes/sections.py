"""Sections of a note: where its headings are and which part of the record each one opens.

Headings come from `codesets/sections/headings.tsv`. A heading stands at the start of a line with a
colon or alone on its line, or, in notes that lost their line breaks, after a sentence's end with a
colon. Bullets, numbers, Markdown and capitals around it are allowed.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from chartside.datafiles import read_rows

DETAIL = "problem_detail"
"""Headings inside a problem ("Medical treatment:"); they end no section."""

ASSESSMENT = frozenset(
    "assessment_plan plan problem_list admission_diagnosis preoperative_diagnosis postoperative_diagnosis "
    "discharge_diagnosis".split()
)
"""Sections in which the clinician lists the problems."""

_MINOR = frozenset("results imaging medications follow_up instructions procedure comments vitals".split())
"""Headings that inside an assessment only open a line ("Labs: BMP today")."""

_HEADING = re.compile(
    r"(?:^|(?<=[\n\r]))[ \t]*(?P<mark>[#*>•▪●\-–]+[ \t]*|\d{1,2}[.)][ \t]*)?\**"
    r"(?P<line>[A-Za-z0-9][A-Za-z0-9 /&+,.()#'\-]{0,60}?)[ \t]*\**[ \t]*(?::\**|(?=[\r\n]|$))"
    r"|(?<=[.;,!?)\s])(?P<inline>[A-Za-z][A-Za-z /&'\-]{1,48}):"
)
_PROBLEM = re.compile(r"(?:#|[>•▪●\-–]+|\d{1,2}[.)])[ \t]*")
_ALSO_PROBLEMS = frozenset(("pe",))
"""Headings that, as an item of an assessment, are a problem: "1. PE: on heparin" is no physical exam."""
_LINE_END = re.compile(r"\r\n|\r|\n")
_BLANK_LINE = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)")
_INNER_START = re.compile(r"(?<=[.;!?)])\s+| (?=[A-Z])")
"""Where a heading may begin inside a line: after a statement, or with a capital."""

_NUMBER = re.compile(r"\s*#?\s?\d{1,2}$")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class NoteSection:
    """A stretch of the note under one heading; offsets are code points.

    `start` is the heading, `body` the first character after it, `end` the next section's start.
    """

    category: str
    title: str
    start: int
    body: int
    end: int


class SectionFinder:
    """A spaCy component that sets `doc._.note_sections`, in order, problem details included."""

    def __init__(self, headings: dict[str, str]) -> None:
        self._headings = headings

    def __call__(self, doc: Doc) -> Doc:
        """Find the sections of `doc` and return it."""
        doc._.note_sections = self.find(doc.text)
        return doc

    def find(self, text: str, carried: NoteSection | None = None) -> tuple[NoteSection, ...]:
        """All sections of `text`, in order; a detail heading lies inside the section around it.

        Args:
            text: the note, or a block of it.
            carried: the section that the text begins in.
        """
        found: list[tuple[str, str, int, int]] = []
        current = carried.category if carried else None
        lines = _Lines(text)
        for match in _HEADING.finditer(text):
            group = match.lastgroup or "line"
            title, start = match.group(group), match.start(group)
            category = self._category(title)
            if category is None and " " in title and text[match.end() - 1] == ":":
                # "He feels well overall Plan: rest": the heading is the end of what was caught.
                title, start, category = self._tail(title, start)
            if category is None or (current in ASSESSMENT and _is_problem(match["mark"], title)):
                continue
            if current in ASSESSMENT and category in _MINOR and lines.has_text_after(match.end()):
                category = DETAIL
            if category != DETAIL:
                current = category
            found.append((category, title, start, match.end()))
        sections: list[NoteSection] = []
        following = len(text)
        for category, title, start, body in reversed(found):
            end = lines.detail_end(body) if category == DETAIL else following
            sections.append(NoteSection(category, title, start, body, end))
            if category != DETAIL:
                following = start
        return tuple(reversed(sections))

    def _category(self, title: str) -> str | None:
        name = _SPACES.sub(" ", title.strip(" .-*,")).lower()
        # "Problem #2" is a heading as "Problem" is.
        return self._headings.get(name) or self._headings.get(_NUMBER.sub("", name))

    def _tail(self, title: str, start: int) -> tuple[str, int, str | None]:
        for match in _INNER_START.finditer(title):
            category = self._category(title[match.end() :])
            if category is not None:
                return title[match.end() :], start + match.end(), category
        return title, start, None


def _is_problem(mark: str | None, title: str) -> bool:
    return bool(mark and _PROBLEM.fullmatch(mark)) and title.lower() in _ALSO_PROBLEMS


class _Lines:
    """Where the lines and paragraphs of a text end, found once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [*(match.start() for match in _LINE_END.finditer(text)), len(text)]
        self._blanks = [*(match.start() for match in _BLANK_LINE.finditer(text)), len(text)]

    def has_text_after(self, place: int) -> bool:
        end = self._ends[bisect_left(self._ends, place)]
        return bool(self._text[place : min(end, place + 200)].strip(" \t:*"))

    def detail_end(self, body: int) -> int:
        """The end of a heading's line or, when it stands alone on it, of the paragraph below."""
        end = self._ends[bisect_left(self._ends, body)]
        if self.has_text_after(body) or end == len(self._text):
            return end
        # A blank line right below the heading is skipped by looking behind the line's end.
        return self._blanks[min(bisect_right(self._blanks, end), len(self._blanks) - 1)]


class SectionIndex:
    """Answers which section an offset lies in."""

    def __init__(self, sections: tuple[NoteSection, ...], carried: NoteSection | None = None) -> None:
        self._carried = carried
        self._main = [section for section in sections if section.category != DETAIL]
        self._starts = [section.start for section in self._main]
        self._details = [section for section in sections if section.category == DETAIL]
        self._detail_starts = [section.start for section in self._details]

    def at(self, place: int) -> NoteSection | None:
        """The section around `place`; before the first heading the carried one, or None."""
        found = bisect_right(self._starts, place) - 1
        return self._main[found] if found >= 0 else self._carried

    def in_title(self, place: int) -> bool:
        """Whether `place` lies in a heading, whose words name no condition of the patient."""
        for sections, starts in ((self._main, self._starts), (self._details, self._detail_starts)):
            found = bisect_right(starts, place) - 1
            if found >= 0 and sections[found].start <= place < sections[found].body:
                return True
        return False

    def last(self) -> NoteSection | None:
        """The section that the text ends in."""
        return self._main[-1] if self._main else self._carried

    def detail_at(self, place: int) -> bool:
        """Whether `place` lies on the line of a detail heading."""
        found = bisect_right(self._detail_starts, place) - 1
        return found >= 0 and place < self._details[found].end


def read_headings() -> dict[str, str]:
    """Heading in lower case to section category, from `codesets/sections/headings.tsv`."""
    rows = read_rows("sections/headings.tsv", ("heading", "category", "example"), unique=("heading",))
    return {row["heading"].lower(): row["category"] for row in rows}


@Language.factory("chartside_sections")  # type: ignore[untyped-decorator]
def make_section_finder(nlp: Language, name: str) -> SectionFinder:
    """Make the finder for `nlp.add_pipe("chartside_sections")`."""
    if not Doc.has_extension("note_sections"):
        Doc.set_extension("note_sections", default=())
    return SectionFinder(read_headings())
