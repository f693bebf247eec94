"""What search holds in memory: small arrays, read whole from the index when it is opened.

Codes are numbered by merit: of two codes that answer a question equally well, the one with the smaller
number is the better answer. Words are numbered in alphabetical order, so the words that begin alike are a
range, and so are the codes that hold them. A list of lists is two arrays: where each begins, and all items.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from chartside.codesets.database import Database

Ints = npt.NDArray[Any]
Floats = npt.NDArray[np.float32]

TABLES = """
CREATE TABLE list (name TEXT PRIMARY KEY, type TEXT NOT NULL, items BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE meaning (id INTEGER PRIMARY KEY, said TEXT NOT NULL, means TEXT NOT NULL);
"""


class Lists(NamedTuple):
    """Lists of whole numbers; list `i` is `items[starts[i]:starts[i + 1]]`."""

    starts: Ints
    items: Ints

    @classmethod
    def of(cls, lists: Sequence[Sequence[int]], largest: int) -> "Lists":
        """Pack `lists`, whose items are at most `largest`."""
        starts = np.zeros(len(lists) + 1, np.int32)
        np.cumsum([len(items) for items in lists], out=starts[1:])
        kind = np.uint16 if largest < 1 << 16 else np.int32
        return cls(starts, np.fromiter((item for items in lists for item in items), kind, int(starts[-1])))

    def flat(self, which: Ints) -> tuple[Ints, Ints]:
        """Places of all items of the lists `which`, one after the other, and how many each has."""
        begin = self.starts[which]
        counts = self.starts[which + 1] - begin
        return spread(begin, counts), counts


def spread(begin: Ints, counts: Ints) -> Ints:
    """The numbers of ranges, one range after the other, each of `counts` numbers from `begin` on."""
    ends = np.cumsum(counts)
    places = np.arange(int(ends[-1]) if len(ends) else 0)
    places += np.repeat(begin - (ends - counts), counts)
    return places


@dataclass(frozen=True)
class Arrays:
    """The index in memory."""

    words: list[str]
    """The vocabulary, in alphabetical order."""
    word_length: Floats
    codes_of_word: Lists
    """By word: numbers of the codes that have it, in their names or in those of the codes above."""
    position: Ints
    """By code: its place in the Tabular List; those of its 7th characters follow it."""
    prior: Floats
    """By code: how much more likely it is meant than another one that fits as well."""
    names_of_code: Lists
    """By code: its own names, as the first and last name of a range."""
    name_kind: Ints
    words_of_name: Lists
    name_weight: Ints
    """By item of `words_of_name`: how much it matters that the question has the word, in hundredths."""
    above: Lists
    """By code: rows of the codes above it whose names it shares."""
    lender: Ints
    """By row: the code above."""
    words_of_row: Lists
    """By row: the words that the code's title adds to the title of the code above."""
    row_weight: Ints
    seventh: Ints
    """By code: which set of 7th characters it takes; -1 for none."""
    meanings_of_set: Lists
    """By set: its 7th characters, as the first and last meaning of a range."""
    words_of_meaning: Lists
    trigrams: Ints
    """Sorted trigrams of the vocabulary, as numbers."""
    words_of_trigram: Lists
    letters: Ints
    """By word: how often each of the 26 letters stands in it, one word after the other."""


def write_arrays(connection: sqlite3.Connection, arrays: Arrays) -> None:
    """Store them in the table `list`."""
    rows: list[tuple[str, str, bytes]] = []
    for column in fields(arrays):
        value = getattr(arrays, column.name)
        if column.name == "words":
            rows.append(("words", "text", "\n".join(value).encode()))
        elif isinstance(value, Lists):
            rows.append((f"{column.name}.starts", value.starts.dtype.str, value.starts.tobytes()))
            rows.append((f"{column.name}.items", value.items.dtype.str, value.items.tobytes()))
        else:
            rows.append((column.name, value.dtype.str, value.tobytes()))
    connection.executemany("INSERT INTO list VALUES (?, ?, ?)", rows)


def read_arrays(database: Database) -> Arrays:
    """Read them from an open index."""
    stored: Mapping[str, tuple[str, bytes]] = {
        name: (kind, items) for name, kind, items in database.rows("SELECT name, type, items FROM list")
    }

    def array(name: str) -> Ints:
        kind, items = stored[name]
        return np.frombuffer(items, np.dtype(kind))

    values: dict[str, Any] = {"words": stored["words"][1].decode().split("\n")}
    for column in fields(Arrays):
        if column.name != "words":
            name = column.name
            values[name] = (
                array(name) if name in stored else Lists(array(f"{name}.starts"), array(f"{name}.items"))
            )
    return Arrays(**values)
