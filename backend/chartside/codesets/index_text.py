"""The texts of an index line: essential words, non-essential modifiers, codes."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from chartside.codesets.index_entry import IndexCode
from chartside.errors import CodeSetError

LONGEST_TEXT = 2000
"""Characters of one title, note or reference; the longest official one has five hundred."""
_CODE = re.compile(r"(?P<code>[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)(?P<more>\.?-)?(?![0-9A-Z])")
ENDINGS = ("(s)", "(es)", "(ies)")
_EMPTY_CELL = re.compile(r"[-–—\s]*")


def codes_in(text: str, role: str) -> Iterator[IndexCode]:
    """The codes named in a `code`, `manif`, `seecat` or `subcat`; none when it holds words only."""
    for found in _CODE.finditer(text):
        dash = found["more"] is not None
        yield IndexCode(found["code"], dash or role == "category", role, dash=dash)


def code_of_cell(text: str, column: str) -> IndexCode | None:
    """The code of a table cell, None for an empty one.

    Raises:
        ValueError: neither a code nor a dash stands there.
    """
    found = _CODE.fullmatch(text)
    if found is None:
        if not _EMPTY_CELL.fullmatch(text):
            raise ValueError(text)
        return None
    dash = found["more"] is not None
    return IndexCode(found["code"], dash, column=column, dash=dash)


def split_title(element: Element | None) -> tuple[str, tuple[str, ...]]:
    """The essential words, and each non-essential modifier without its brackets."""
    if element is None:
        return "", ()
    words, nemods = element.text or "", list[str]()
    for child in element:
        text = one_line("".join(child.itertext()))
        if child.tag != "nemod" or text in ENDINGS:
            # The ending of a plural belongs to its word: "engine(s)".
            words += text
        else:
            nemods += _groups(text)
            words += " "
        words += child.tail or ""
    return one_line(words).replace(" ,", ","), tuple(nemods)


def _groups(text: str) -> list[str]:
    """The parts of ``(adult) (child (small))``; the text whole when words stand outside the brackets."""
    groups: list[str] = []
    depth, start = 0, 0
    for place, character in enumerate(text):
        if character == "(":
            depth += 1
            start = place + 1 if depth == 1 else start
        elif character == ")" and depth:
            depth -= 1
            if not depth:
                groups.append(text[start:place].strip())
        elif not depth and not character.isspace():
            return [text]
    return [group for group in groups if group] if not depth else [text]


def one_line(text: str | None) -> str:
    """One line, single spaces; no longer than any official text."""
    text = " ".join((text or "").split())
    if len(text) > LONGEST_TEXT:
        raise CodeSetError("The index file has a text of absurd length; take the official XML anew.")
    return text
