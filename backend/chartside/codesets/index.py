"""Reader of the Alphabetic Index: the official XML of index and tables becomes a flat list in its order.

One structure serves four files: `letter` holds `mainTerm`, which holds `term` within `term`. Each has a
`title` whose non-essential modifiers are `nemod`, and a `code`, a `see`, a `seeAlso`, or in the tables one
`cell` per column of the `indexHeading`. Which of the four it is follows from the content.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from chartside.codesets.index_entry import IndexCode
from chartside.codesets.index_text import code_of_cell, codes_in, one_line, split_title
from chartside.errors import CodeSetError

ROOT = "ICD10CM.index"
DEEPEST = 16
"""Levels of subterms that are read; the official files have nine."""
LARGEST = 64 * 1024 * 1024
"""Bytes of one file; the largest official one has ten million."""
MOST_ENTRIES = 500_000

_ROLES = {"code": "default", "manif": "manifestation", "seecat": "category", "subcat": "category"}
_SEE = re.compile(r"see (?P<also>also )?(?P<text>.+)")
_NESTED = ("mainTerm", "term")


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One line as it stands in a file; `parent` is a position in the list of lines."""

    title: str
    parent: int | None
    nemods: tuple[str, ...] = ()
    codes: tuple[IndexCode, ...] = ()
    cells: tuple[IndexCode, ...] = ()
    see: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexFile:
    """One of the four files; `version` is the year it names, `columns` are the headings of a table."""

    kind: str
    version: str
    entries: tuple[IndexRow, ...]
    columns: tuple[str, ...] = ()


class _Limited:
    """A stream that is refused once it is larger than any index."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._left = LARGEST

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(min(size, self._left + 1) if size >= 0 else self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise CodeSetError(
                f"The index file is larger than {LARGEST // 1024 // 1024} MB, which no official one is; "
                "take another copy."
            )
        return data


def read_index(stream: IO[bytes]) -> IndexFile:
    """Read the main index, the external cause index, the neoplasm table or the table of drugs.

    Raises:
        CodeSetError: it is none of the four, or it is broken, cut short or absurd.
    """
    reader = _Reader()
    try:
        for event, element in iterparse(_Limited(stream), events=("start", "end"), forbid_dtd=True):
            reader.take(event, element)
    except (ParseError, DefusedXmlException, UnicodeDecodeError, LookupError, ValueError) as error:
        raise CodeSetError(f"The index file cannot be read ({error}); take the official XML anew.") from error
    return reader.finish()


class _Reader:
    """Collects lines while the XML goes by, one lead term at a time."""

    def __init__(self) -> None:
        self._depth = 0
        self._root = ""
        self._heading: dict[str, str] = {}
        self._title = self._version = ""
        self._letters: Counter[str] = Counter()
        self._rows: list[IndexRow] = []

    def take(self, event: str, element: Element) -> None:
        if event == "start":
            self._depth += 1
            if self._depth == 1 and element.tag != ROOT:
                raise CodeSetError(
                    f"The file is no index: it begins with <{element.tag[:40]}> and not with <{ROOT}>; "
                    "take the official index XML."
                )
            # Root and letter stand above the lead term, title and nemod below the last subterm.
            if self._depth > DEEPEST + 4:
                raise CodeSetError(
                    f"The index file nests more than {DEEPEST} levels of subterms; take the official XML."
                )
            return
        self._depth -= 1
        if element.tag == "version" and self._depth == 1:
            self._version = one_line(element.text)
        elif element.tag == "title" and self._depth == 1:
            self._title = one_line(element.text)
        elif element.tag == "head":
            self._heading[element.get("col", "")] = one_line(element.text)
        elif element.tag == "mainTerm" and self._depth == 2:
            self._add(element, None)
            element.clear()
        elif element.tag == "letter":
            self._count(one_line(element.findtext("title")))
            element.clear()

    def finish(self) -> IndexFile:
        columns = tuple(title for col, title in self._heading.items() if col != "1")
        if not self._rows:
            raise CodeSetError(
                "The index file holds no lead term; take the official XML of an index or table."
            )
        return IndexFile(self._kind(), self._version, tuple(self._rows), columns)

    def _kind(self) -> str:
        first = self._heading.get("1", "").lower()
        if first:
            kind = {"neoplasm": "neoplasm", "substance": "drugs"}.get(first)
            if kind is None:
                raise CodeSetError(
                    f"The table of {first[:40]!r} is none that Chartside knows; "
                    "take the Neoplasm Table or the Table of Drugs and Chemicals."
                )
            return kind
        title = self._title.lower()
        if "external" in title:
            return "external"
        if "disease" in title:
            return "main"
        chapters = Counter(code.code[0] in "VWXY" for row in self._rows for code in row.codes)
        return "external" if chapters[True] > chapters[False] else "main"

    def _count(self, letter: str) -> None:
        self._letters[letter] += 1
        if self._letters[letter] > 1:
            raise CodeSetError(
                f"The index file holds the letter {letter[:40]!r} twice, as if two files were joined; "
                "take the official XML anew."
            )

    def _add(self, element: Element, parent: int | None) -> None:
        """Append the line of a `mainTerm` or `term` and all lines below; the depth was checked before."""
        position = len(self._rows)
        if position >= MOST_ENTRIES:
            raise CodeSetError(
                f"The index file holds more than {MOST_ENTRIES:,} entries; take the official XML."
            )
        self._rows.append(self._row(element, parent))
        said: set[tuple[object, ...]] = set()
        for child in element:
            if child.tag in _NESTED:
                first = len(self._rows)
                self._add(child, position)
                # A line that says again what its sister says adds nothing.
                if len(self._rows) == first + 1 and _key(self._rows[first]) in said:
                    self._rows.pop()
                else:
                    said.add(_key(self._rows[first]))

    def _row(self, element: Element, parent: int | None) -> IndexRow:
        title, nemods = split_title(element.find("title"))
        if not title:
            above = f"below {self._rows[parent].title!r}" if parent is not None else "as a lead term"
            raise CodeSetError(f"The index file has an entry without a title {above}; take another copy.")
        found: dict[str, list[str]] = {"see": [], "seeAlso": [], "notes": []}
        codes: list[IndexCode] = []
        cells: dict[str, IndexCode | None] = {}
        for text in nemods:
            pointing = _SEE.fullmatch(text)
            if pointing:
                found["seeAlso" if pointing["also"] else "see"].append(pointing["text"])
        for child in element:
            text = one_line("".join(child.itertext())) if child.tag not in _NESTED else ""
            if child.tag == "cell":
                self._cell(child.get("col", ""), text, title, cells)
            elif named := list(codes_in(text, _ROLES[child.tag])) if child.tag in _ROLES else None:
                codes += named
            elif text and child.tag != "title":
                found[child.tag if child.tag in found else "notes"].append(text)
        return IndexRow(
            title,
            parent,
            tuple(text for text in nemods if not _SEE.fullmatch(text)),
            tuple(codes),
            tuple(cell for cell in cells.values() if cell is not None),
            *(tuple(texts) for texts in found.values()),
        )

    def _cell(self, column: str, text: str, title: str, cells: dict[str, IndexCode | None]) -> None:
        heading = self._heading.get(column)
        if heading is None or column in cells:
            why = "a cell of no column" if heading is None else f"two cells of the column {heading!r}"
            raise CodeSetError(f"The table has {why} at {title!r}; take the official XML anew.")
        try:
            cells[column] = code_of_cell(text, heading)
        except ValueError:
            raise CodeSetError(
                f"The table has {text[:20]!r} where a code should stand, at {title!r}; take another copy."
            ) from None


def _key(row: IndexRow) -> tuple[object, ...]:
    return row.title.casefold(), row.nemods, row.codes, row.cells, row.see, row.see_also, row.notes
