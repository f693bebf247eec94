"""Terms turned round as the Index puts them: "pancreatitis, chronic" for "chronic pancreatitis".

Which words may stand behind the name is data: `codesets/matching/behind-name.tsv`.
"""

from collections.abc import Iterator

from chartside.datafiles import read_rows

BEHIND = "matching/behind-name.tsv"
LONGEST = 40
"""Characters of a name behind which such a word is looked for."""
_KINDS = ("synonym", "lay", "abbreviation", "title", "inclusion")


def read_behind() -> frozenset[str]:
    """The words that may stand behind a condition's name.

    Raises:
        DataFileError: the file is wrong; with line and reason.
    """
    return frozenset(row["word"] for row in read_rows(BEHIND, ("word", "note"), unique=("word",)))


def turned(text: str, kind: str, behind: frozenset[str]) -> Iterator[str]:
    """A term of this kind turned round, with a comma and without."""
    first, _, name = text.partition(" ")
    if kind in _KINDS and first.lower() in behind and 0 < len(name) < LONGEST:
        yield f"{name}, {first.lower()}"
        yield f"{name} {first.lower()}"


def is_turned(phrase: str, term: str, behind: frozenset[str]) -> bool:
    """Whether a folded phrase is a term turned round, so that its last word may lead on."""
    last = phrase.rpartition(" ")[2]
    return last in behind and term.lower().startswith(f"{last} ")
