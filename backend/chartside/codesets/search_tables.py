"""Reader of what people curate for lookup alone: `codesets/search/*.tsv`."""

import hashlib
from collections.abc import Mapping

from chartside.codesets.code import key_of
from chartside.codesets.words import tokens
from chartside.datafiles import data_folder, read_rows

COMMON = "search/common.tsv"
WORDS = "search/words.tsv"


def read_common() -> Mapping[str, int]:
    """How common codes are: keys without dots, grades from 1 (often) to 3 (every day).

    Raises:
        DataFileError: a row is wrong.
    """
    columns = ("code", "grade", "source")
    rows = read_rows(COMMON, columns, unique=("code",), optional=(), allowed={"grade": ("1", "2", "3")})
    return {key_of(row["code"]): int(row["grade"]) for row in rows}


def read_words() -> tuple[tuple[str, str], ...]:
    """Pairs of what is said and what it means, both folded, words parted by spaces.

    Raises:
        DataFileError: a row is wrong.
    """
    columns = ("said", "means", "source")
    rows = read_rows(WORDS, columns, unique=("said", "means"), optional=())
    pairs = ((" ".join(tokens(row["said"])), " ".join(tokens(row["means"]))) for row in rows)
    return tuple(dict.fromkeys((said, means) for said, means in pairs if said and means and said != means))


def tables_hash() -> str:
    """Twelve hex digits that change whenever one of these tables changes."""
    digest = hashlib.sha256()
    for name in (COMMON, WORDS):
        digest.update(data_folder().joinpath(name).read_bytes())
    return digest.hexdigest()[:12]
