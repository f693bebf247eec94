"""The statements of a note: its sentences, list items and titles, each with the section it stands in.

Rules read them for what no term of the vocabulary names: how an injury happened, which drug is taken.
"""

import re
from collections.abc import Iterator, Sequence

from chartside.model import Statement
from chartside.notes.problems import is_title
from chartside.notes.sections import ASSESSMENT, SectionIndex

_WORD = re.compile(r"\w")


def statements(text: str, starts: Sequence[int], index: SectionIndex) -> Iterator[Statement]:
    """The statements of `text` that begin at `starts` (offsets, ascending), headings left out."""
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        if not _WORD.search(text, start, end) or index.in_title(start):
            continue
        section = index.at(start)
        category = section.category if section else None
        title = category in ASSESSMENT and not index.detail_at(start) and is_title(text[start:end].strip())
        yield Statement(start, end, category, title)
