"""Blocks of a note: stretches between blank lines, which no sentence crosses.

A block's reading depends on its text and on the section that it begins in, on nothing else. So an
edited note is read anew only where a block changed.
"""

import re

# "\r\n" is one line end, never two.
_LINE_END = r"(?:\r\n|\r(?!\n)|\n)"
_BLANK_LINE = re.compile(rf"[ \t]*{_LINE_END}[ \t]*{_LINE_END}\s*")


def blocks(text: str) -> list[tuple[int, int]]:
    """Ranges of the blocks of `text`, blank lines included, in order and without gaps."""
    starts = [0, *(match.end() for match in _BLANK_LINE.finditer(text))]
    if len(starts) > 1 and starts[-1] == len(text):
        starts.pop()
    return list(zip(starts, [*starts[1:], len(text)], strict=True))
