"""What speaks against reading a text as one patient's note: said plainly, instead of guessing.

A wrong suggestion costs more than none. A text in another language, a list of drugs, a table of results or
the notes of two patients in one are told to the coder in a sentence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from chartside.datafiles import read_rows
from chartside.model import Mention

_WORD = re.compile(r"[^\W\d_]+")
SAMPLE = 1000
"""Characters of a text that tell its language."""
LATIN = "\u024f"
"""The last of the Latin letters."""
FEWEST_WORDS = 12
"""Below this a text is too short to tell its language."""

_IDENTITY = re.compile(
    r"^[ \t>*]*(?:(?P<number>MRN|medical record (?:number|no\.?)|patient (?:id|number))"
    r"|(?P<birth>DOB|date of birth)|(?P<name>patient(?: name)?|name))\s*[:#]\s*"
    r"(?P<value>[^\n;|]{2,60}?)\s*(?:$|[;|]|\s{2,}|,?\s+(?:DOB|MRN|age|sex)\b)",
    re.IGNORECASE | re.MULTILINE,
)
_IDENTIFIES = ("mrn", "record n", "patient id", "patient n", "patient:", "patient #", "dob", "birth", "name")
_DOSE = re.compile(
    r"\b\d+(?:\.\d+)?\s?(?:mg|mcg|µg|g|ml|units?|iu|puffs?|tabs?|tablets?|caps?(?:ules?)?)\b"
    r"|\b(?:po|p\.o\.|bid|b\.i\.d\.|tid|qid|qd|qhs|q\d+h|daily|nightly|prn|subq|inhaler)\b",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"^[ \t|]*[A-Za-z][A-Za-z0-9 ,()/%.-]{0,40}[\s:|]+[<>]?\d+(?:[.,]\d+)?\s*(?:[HL*]{1,2}\b)?\s*"
    r"(?:[|(\[]|[a-zA-Zµ%/]+\b|\d|$)"
)
_UNFINISHED = re.compile(
    r"(?:\b(?:the|and|of|with|for|to|in|an?|or|is|was|are|were|has|had|have|her|his|she|he|by|on|at|from|which|that"
    r"|who|due|will|be|no|not|without|if|as)|[(-])\s*$"
)
"""Words and marks after which more must come; a word that was cut itself cannot be told from a rare one."""


@dataclass(frozen=True, slots=True)
class Caution:
    """One statement, and whether it is a reason to suggest nothing at all."""

    text: str
    silences: bool = False


def cautions(text: str, mentions: Sequence[Mention]) -> tuple[Caution, ...]:
    """What must be said about a text before its suggestions; nothing about an ordinary note."""
    if not text.strip():
        return (Caution("There is no text to read.", True),)
    found = [check for check in (_language(text), _patients(text)) if check]
    if found:
        return tuple(found)
    few = len(mentions) <= max(1, text.count("\n") // 8)
    lists = _kind_of_list([line for line in text.splitlines() if _WORD.search(line)]) if few else None
    if lists is not None:
        found.append(lists)
    elif not mentions:
        found.append(Caution("No diagnosis, symptom or reason for a visit was found in this text."))
    if _is_cut(text):
        found.append(
            Caution("The text ends in the middle of a sentence; what comes after it has not been read.")
        )
    return tuple(found)


def _language(text: str) -> Caution | None:
    words = _WORD.findall(text[:SAMPLE].lower())
    if len(words) < FEWEST_WORDS:
        return None
    known = _languages()
    said = [known[word] for word in words if word in known]
    english = said.count("english")
    other = len(said) - english
    # Cheap for the usual text: a letter beyond Latin stands above every other.
    foreign = [] if text.isascii() else [word for word in words if max(word) > LATIN]
    in_other_script = sum(map(len, foreign)) > sum(map(len, words)) / 3
    if in_other_script or (other > 2 * english and other > len(words) / 8):
        text = "This text does not seem to be in English, and Chartside reads English only"
        return Caution(f"{text}; nothing is suggested.", True)
    return None


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    rows = read_rows("matching/languages.tsv", ("language", "word"), unique=("word",))
    return {row["word"]: row["language"] for row in rows}


def _patients(text: str) -> Caution | None:
    """Two numbers, birth dates or names of patients in one text."""
    seen: dict[str, set[str]] = {}
    lower = text.lower()
    # Cheap for the usual text, which names its patient once or never.
    if sum(map(lower.count, _IDENTIFIES)) < 2:
        return None
    for found in _IDENTITY.finditer(text):
        value = re.sub(r"\W+", " ", found["value"]).strip().lower()
        if value and (not found["name"] or " " in value):
            kind = next(name for name in ("number", "birth", "name") if found[name])
            seen.setdefault(kind, set()).add(value)
    said = {"number": "record numbers", "birth": "dates of birth", "name": "patient names"}
    for kind in ("number", "birth", "name"):
        if len(seen.get(kind, ())) > 1:
            return Caution(
                f"This text holds different {said[kind]}, so it may belong to more than one patient; "
                "nothing is suggested. Select the text of one patient.",
                True,
            )
    return None


def _kind_of_list(lines: Sequence[str]) -> Caution | None:
    if len(lines) < 2:
        return None
    if sum(bool(_DOSE.search(line)) for line in lines) > 0.6 * len(lines):
        return Caution(
            "This looks like a list of medications; a drug does not say which condition it treats."
        )
    if sum(bool(_RESULT.match(line)) for line in lines) > 0.6 * len(lines):
        return Caution(
            "This looks like a table of results; an abnormal result is coded only when the provider says "
            "what it means (III.B)."
        )
    return None


def _is_cut(text: str) -> bool:
    """The last words ask for more: a copied part, or a field that was too short."""
    return bool(_UNFINISHED.search(text[-200:]))
