"""What search looks through: the path of each line of the index folded into words, best lines first.

Lines are numbered by how good an answer they are when nothing else is known (short paths before long ones),
so that a query stops after the first few hundred.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator

from chartside.codesets.index import IndexFile
from chartside.codesets.index_entry import KINDS
from chartside.codesets.index_search import kind_word, trigrams
from chartside.codesets.index_titles import without_endings
from chartside.codesets.words import tokens

_ALSO = {
    "neoplasm": "cancer tumor carcinoma metastasis metastatic",
    "drugs": "drug chemical toxic overdose",
}
"""Words by which rows of a table are asked for and which its headings lack."""

_PLAIN = str.maketrans("|,", "  ")
Line = tuple[int, str, str, int, str]
"""id of the entry, its path folded, its optional words folded, whether it has a code, kind"""


def lines_of(first: int, file: IndexFile) -> Iterator[Line]:
    """The lines of a file whose first entry has the id `first`, in the order of the file."""
    headings = " ".join(file.columns) + " " + _ALSO.get(file.kind, "")
    paths: list[str] = []
    nemods: list[str] = []
    for place, row in enumerate(file.entries):
        forms = (" ".join(tokens(form)) for form in without_endings(row.title).split(","))
        own = ",".join(filter(None, forms))
        paths.append(own if row.parent is None else f"{paths[row.parent]}|{own}")
        nemods.append(" ".join((nemods[row.parent] if row.parent is not None else "", *row.nemods)))
        optional = " ".join(dict.fromkeys(tokens(f"{nemods[-1]} {headings if row.cells else ''}")))
        yield first + place, paths[-1], optional, int(bool(row.codes or row.cells)), file.kind


def _merit(line: Line) -> tuple[object, ...]:
    position, path, _, coded, kind = line
    length = sum(min(len(form.split()) for form in level.split(",")) for level in path.split("|"))
    return length, not coded, KINDS.index(kind), position


def write_search(connection: sqlite3.Connection, unsorted: Iterable[Line]) -> None:
    """Fill the tables `line`, `word`, `known` and `trigram`."""
    lines = sorted(unsorted, key=_merit)
    connection.executemany(
        "INSERT INTO line VALUES (?,?,?,?,?)",
        ((number, *line[:4]) for number, line in enumerate(lines, 1)),
    )
    words: Counter[str] = Counter()

    def said() -> Iterator[tuple[int, str]]:
        for number, (_, path, optional, _, kind) in enumerate(lines, 1):
            text = f"{path.translate(_PLAIN)} {optional}"
            words.update(set(text.split()))
            yield number, f"{text} {kind_word(kind)}"

    connection.executemany("INSERT INTO word (rowid, words) VALUES (?, ?)", said())
    connection.execute("INSERT INTO word (word) VALUES ('optimize')")
    known = [(number, word, words[word]) for number, word in enumerate(sorted(words))]
    connection.executemany("INSERT INTO known VALUES (?,?,?)", known)
    connection.executemany(
        "INSERT OR IGNORE INTO trigram VALUES (?,?)",
        ((letters, number) for number, word, _ in known if _may_be_meant(word) for letters in trigrams(word)),
    )


def _may_be_meant(word: str) -> bool:
    return len(word) > 3 and re.fullmatch(r"[a-z]+", word) is not None
