"""Words by which rules know a circumstance: the table `codesets/rules/cues.tsv`, compiled once.

post partum|postpartum      either; a blank is blanks or a hyphen
incidental* ... pregnan*    * any ending, ... up to 30 characters of the same clause
!non proliferative          not right after that word
prior !to                   not right before that word
in # weeks, since ####      # a number, #### a year
"""

import re
from functools import lru_cache

from chartside.datafiles import read_rows
from chartside.errors import DataFileError

FILE = "rules/cues.tsv"
_SIGNS = re.compile(r"( *\.\.\. *|####|#|\*| +)")
_MEANS = {"####": r"(?:19|20)\d\d", "#": r"#?\s?\d+", "*": r"\w*"}
_BEFORE = re.compile(r"!(\w+) +")
_AFTER = re.compile(r" +!(\w+)$")


@lru_cache(maxsize=1)
def read_cues() -> dict[tuple[str, str], str]:
    """For each rule and what is said, a regular expression of its words, the longest first.

    Raises:
        DataFileError: with file, line and reason.
    """
    phrases: dict[tuple[str, str], list[str]] = {}
    for row in read_rows(FILE, ("rule", "says", "words", "source"), unique=("rule", "says", "words")):
        for phrase in row["words"].split("|"):
            if not phrase.strip():
                raise DataFileError(FILE, int(row["line"]), "there is an empty phrase between the | of words")
            phrases.setdefault((row["rule"], row["says"]), []).append(phrase.strip())
    return {
        key: "|".join(map(_expression, sorted(those, key=len, reverse=True)))
        for key, those in phrases.items()
    }


def words_for(rule: str, says: str) -> str:
    """The words as part of a regular expression that ignores case.

    Raises:
        DataFileError: the table is wrong, or has no such words.
    """
    found = read_cues().get((rule, says))
    if found is None:
        raise DataFileError(FILE, 1, f"there are no words of {rule} that say {says}")
    return rf"(?<!\w)(?:{found})(?!\w)"


@lru_cache(maxsize=256)
def cues_of(rule: str, says: str) -> re.Pattern[str]:
    """The words of `rule` that say something, whole words in any case.

    Raises:
        DataFileError: the table is wrong, or has no such words.
    """
    return re.compile(words_for(rule, says), re.IGNORECASE)


def _expression(phrase: str) -> str:
    before, after = _BEFORE.match(phrase), _AFTER.search(phrase)
    core = phrase[before.end() if before else 0 : after.start() if after else len(phrase)]
    found = "".join(map(_part, _SIGNS.split(core)))
    if before:
        found = rf"(?<!\b{re.escape(before[1])}[\s-]){found}"
    return found + (rf"(?![\s-]+{re.escape(after[1])}\b)" if after else "")


def _part(part: str) -> str:
    if "..." in part:
        return r"\b[^.;\n]{0,30}?\b"
    if part and not part.strip():
        return r"[\s-]+"
    return _MEANS.get(part) or re.escape(part)
