"""Reader of the Tabular List: the official XML becomes a flat list of entries in tabular order.

The XML holds no code with a 7th character. It gives the characters once (`sevenChrDef`), for every code
below that point unless a deeper definition takes over, and an official list of codes says which of the
resulting codes exist: some notes withhold characters (S06 with sixth character 7 or 8: no D, no S).
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from chartside.errors import CodeSetError

CHAPTERS = 22

INSTRUCTIONS = {
    "includes": "includes",
    "inclusionTerm": "inclusion_terms",
    "excludes1": "excludes1",
    "excludes2": "excludes2",
    "codeFirst": "code_first",
    "useAdditionalCode": "use_additional",
    "codeAlso": "code_also",
    "notes": "notes",
    "sevenChrNote": "notes",
}
"""Element of the XML and the field of `Code` that its notes belong to."""

SevenCharacters = tuple[tuple[str, str], ...]
"""Pairs of a 7th character and its meaning."""


@dataclass(slots=True)
class Entry:
    """A chapter, block or code as it stands in the Tabular List; `parent` is a position in the list."""

    name: str
    title: str
    kind: str
    """`chapter`, `block`, `code`, or `extended` for a code made by adding a 7th character."""
    parent: int | None
    own: list[tuple[str, str]] = field(default_factory=list)
    """Pairs of a field of `Code` and a text, in the order of the Tabular List, nothing inherited."""
    seventh: SevenCharacters = ()
    """The 7th characters in force here, defined here or above."""


def read_tabular(
    stream: IO[bytes],
    exists: Collection[str] | None = None,
    progress: Callable[[int], None] | None = None,
    name: str = "The Tabular List",
) -> list[Entry]:
    """Read the Tabular List.

    Args:
        stream: the XML.
        exists: codes without dots that the release has; None takes every code the definitions yield.
        progress: called with the number of chapters read so far.
        name: what errors call the file.

    Raises:
        CodeSetError: this is not a Tabular List, or it is broken, or it has a code twice.
    """
    entries: list[Entry] = []
    chapters = 0
    try:
        for _, element in iterparse(stream, events=("end",), forbid_dtd=True):
            if element.tag != "chapter":
                continue
            _read(element, None, (), {}, entries, exists)
            element.clear()
            chapters += 1
            if progress is not None:
                progress(chapters)
    except DefusedXmlException as error:
        raise CodeSetError(
            f"{name} declares a document type or entities, as attacks do; take the official file anew."
        ) from error
    except (ParseError, UnicodeDecodeError, LookupError, ValueError, RecursionError) as error:
        raise CodeSetError(
            f"{name} cannot be read ({error}): it is cut short or damaged; take the official file anew."
        ) from error
    if not entries:
        raise CodeSetError(f"{name} holds no chapter of a Tabular List; take the official tabular XML.")
    _refuse_doubles(entries, name)
    return entries


def _refuse_doubles(entries: Sequence[Entry], name: str) -> None:
    seen: set[tuple[bool, str]] = set()
    for entry in entries:
        # A block of one category has its name.
        known = entry.kind in ("code", "extended"), entry.name.replace(".", "")
        if known[0] and known in seen:
            raise CodeSetError(f"{name} has the code {entry.name} twice; take the official file anew.")
        seen.add(known)


def _read(
    element: Element,
    parent: int | None,
    seventh: SevenCharacters,
    also: dict[str, list[str]],
    entries: list[Entry],
    exists: Collection[str] | None,
) -> None:
    """Append the entry of `element` and everything below it; `also` are terms of single 7th characters."""
    kind = {"chapter": "chapter", "section": "block"}.get(element.tag, "code")
    name = _clean(element.get("id") or element.findtext("name"))
    if not name:
        above = "" if parent is None else f" below {entries[parent].name}"
        raise CodeSetError(
            f"The Tabular List has a <{element.tag}> without a name{above}; take another copy."
        )
    title = _clean(element.findtext("desc"))
    if kind != "code":
        # Chapters and blocks repeat their range at the end of the title.
        title = title.rsplit(" (", 1)[0] if title.endswith(")") else title
    entry = Entry(name, title, kind, parent, list(_own(element)))
    definition = element.find("sevenChrDef")
    if definition is not None:
        seventh, also = _definition(definition)
    entry.seventh = seventh
    position = len(entries)
    entries.append(entry)
    below = [child for child in element if child.tag in ("section", "diag")]
    umbrellas: list[int] = []
    for child in below:
        # A block without codes stands over the blocks that follow it and lie within its range.
        while umbrellas and not _within(child.get("id", ""), entries[umbrellas[-1]].name):
            umbrellas.pop()
        first = len(entries)
        _read(child, umbrellas[-1] if umbrellas else position, seventh, also, entries, exists)
        if child.tag == "section" and child.find("diag") is None:
            umbrellas.append(first)
    if kind == "code" and not below and seventh:
        _extend(position, also, entries, exists)


def _extend(
    position: int, also: dict[str, list[str]], entries: list[Entry], exists: Collection[str] | None
) -> None:
    """Append the codes that 7th characters make of the entry at `position`, as far as they exist."""
    entry = entries[position]
    stem = entry.name.replace(".", "").ljust(6, "X")
    if exists is not None:
        entry.seventh = tuple(pair for pair in entry.seventh if stem + pair[0] in exists)
    for character, meaning in entry.seventh:
        own = [("inclusion_terms", term) for term in also.get(character, ())]
        name = f"{stem[:3]}.{stem[3:]}{character}"
        entries.append(Entry(name, f"{entry.title}, {meaning}", "extended", position, own, entry.seventh))


def _within(block: str, umbrella: str) -> bool:
    first, _, last = block.partition("-")
    start, _, end = umbrella.partition("-")
    return start <= first and (last or first) <= end


def _own(element: Element) -> Iterator[tuple[str, str]]:
    for child in element:
        field_name = INSTRUCTIONS.get(child.tag)
        if field_name is None:
            continue
        for note in child.findall("note"):
            text = _clean("".join(note.itertext()))
            if text:
                yield field_name, text


def _definition(element: Element) -> tuple[SevenCharacters, dict[str, list[str]]]:
    characters: list[tuple[str, str]] = []
    also: dict[str, list[str]] = {}
    for child in element:
        text = _clean(child.text)
        if child.tag == "extension":
            characters.append((child.get("char", ""), text))
        elif child.tag == "note" and characters and text:
            also.setdefault(characters[-1][0], []).append(text)
    return tuple(characters), also


def _clean(text: str | None) -> str:
    """One line, single spaces: the XML has stray tabs and line ends."""
    return " ".join((text or "").split())
