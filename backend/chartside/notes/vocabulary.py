"""The vocabulary: every term that can name a code, folded, ranked and compiled into one file.

Sources, best first: curated rows, billable titles and inclusion terms, titles of "unspecified" codes
without that word, titles of categories, conditions composed with sites, phrases of an imported
Alphabetic Index, terms named in the Tabular List's notes.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterable
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

import srsly

from chartside import errors
from chartside.codesets.curated import CuratedTerm, read_terms
from chartside.codesets.store import CodeSet
from chartside.datafiles import data_folder, read_rows
from chartside.model import TermCode
from chartside.notes.composed import SOURCE as COMPOSED
from chartside.notes.composed import composed_terms
from chartside.notes.phrases import PhraseTable
from chartside.notes.shortforms import short_form_terms
from chartside.notes.tokens import blank_nlp
from chartside.notes.turned import is_turned, read_behind, turned
from chartside.notes.words import fold_words

FORMAT = 12
MAX_WORDS = 12
"""Longer titles are never written out in a note."""

Progress = Callable[[int, int, str], None]

_PARENTHESES = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_UNSPECIFIED = re.compile(
    r",? (?:unspecified|NOS|not elsewhere classified|NEC|not otherwise specified)$|^unspecified ",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r",? (?:without complications?|uncomplicated)$", re.IGNORECASE)
_RESIDUAL = re.compile(r"^other\b|\bother (?:specified|forms)\b|elsewhere", re.IGNORECASE)
OFFICIAL = ("title", "inclusion", "note", "index")
"""Kinds of terms that are not curated, so that some of them say too little in a note."""
GENERAL = "general word"
"""Source of words that say neither site nor kind, such as "pain", coded for want of a better one."""
_RANK = {
    "synonym": 0,
    "lay": 0,
    "abbreviation": 0,
    "abbreviation-exact": 0,
    "title": 1,
    "inclusion": 1,
    "index": 5,
    "note": 6,
    "general": 7,
}


class Vocabulary:
    """The compiled vocabulary: `rows` hold code, source, kind and term of each folded phrase."""

    def __init__(self, rows: dict[str, list[list[str]]]) -> None:
        self.rows = rows
        self.table = PhraseTable(rows)
        self._behind = read_behind()
        self._exact = {
            phrase: frozenset(row[3] for row in found)
            for phrase, found in rows.items()
            if found and all(row[2] == "abbreviation-exact" or _is_acronym(row) for row in found)
        }

    def __len__(self) -> int:
        return len(self.rows)

    def codes(self, phrase: str) -> tuple[TermCode, ...]:
        """The codes that a folded term stands for, best source first."""
        return tuple(TermCode(*row) for row in self.rows[phrase])

    @cached_property
    def words(self) -> frozenset[str]:
        """Every folded word of a term."""
        return frozenset(word for phrase in self.rows for word in phrase.split())

    def names_condition(self, phrase: str) -> bool:
        """False for a phrase that only looks like one ("GAD-7", "PE tube")."""
        return bool(self.rows[phrase])

    def is_turned(self, phrase: str) -> bool:
        """Whether a term is turned round ("pancreatitis, chronic"), so that its last word may lead on."""
        rows = self.rows[phrase]
        return bool(rows) and is_turned(phrase, rows[0][3], self._behind)

    def case_fits(self, phrase: str, words: list[str]) -> bool:
        """Whether a term that counts only as it is written ("MS") was written so."""
        exact = self._exact.get(phrase)
        return exact is None or "".join(words) in {term.replace(" ", "") for term in exact}


def _is_acronym(row: list[str]) -> bool:
    """A Tabular term such as "AIDS", which in small letters is another word."""
    return row[2] in ("title", "inclusion") and row[3].isupper() and " " not in row[3]


def open_vocabulary(home: Path, code_set: CodeSet, progress: Progress | None = None) -> Vocabulary:
    """The compiled vocabulary of a code set, compiled first when missing or when a source changed.

    Raises:
        DataFileError: a curated file is wrong.
    """
    path = home / "vocabulary" / f"{code_set.release.effective}-{_fingerprint(code_set.edition)}.msgpack"
    if path.exists():
        try:
            return Vocabulary(srsly.read_msgpack(path))
        except (ValueError, OSError):
            path.unlink(missing_ok=True)
    rows = compile_rows(code_set, progress)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_suffix(f".{os.getpid()}")
    srsly.write_msgpack(unfinished, rows)
    unfinished.replace(path)
    for old in path.parent.glob(f"{code_set.release.effective}-*.msgpack"):
        if old != path:
            old.unlink(missing_ok=True)
    return Vocabulary(rows)


def compile_rows(code_set: CodeSet, progress: Progress | None = None) -> dict[str, list[list[str]]]:
    """Folded term to rows of code, source, kind and term; at most the best rank of each term is kept."""
    tokenizer = blank_nlp().tokenizer
    general = {
        fold_all(tokenizer, row["term"]): row
        for row in read_rows("matching/too-general.tsv", ("term", "reason", "code"), optional=("code",))
    }
    best: dict[str, tuple[int, list[list[str]]]] = {}
    behind = read_behind()
    curated = read_terms()
    _refuse_unknown(curated, code_set)
    sources: list[Iterable[TermCode]] = [
        (TermCode(row.code, row.source, row.kind, row.term) for row in curated),
        composed_terms(),
        code_set.terms(),
    ]
    done = 0
    for source in sources:
        for term in source:
            done += 1
            if progress is not None and done % 2000 == 0:
                progress(done, 90_000, "Compiling the vocabulary")
            for text, penalty in _ways(term, behind):
                words = fold_all(tokenizer, text)
                if not words or words.count(" ") >= MAX_WORDS:
                    continue
                if term.kind in OFFICIAL and words in general:
                    continue
                rank = _RANK.get(term.kind, 0) + penalty + _header_penalty(code_set, term)
                rank += 4 * (term.source == COMPOSED)
                _keep(best, words, rank, [term.code, term.source, term.kind, term.term])
    short: dict[str, list[list[str]]] = {}
    for term in short_form_terms():
        row_of_term = [term.code, term.source, term.kind, term.term]
        short.setdefault(fold_all(tokenizer, term.term), []).append(row_of_term)
    best |= {words: (0, found) for words, found in short.items()}
    for words, row in general.items():
        if row["code"]:
            _keep(best, words, _RANK["general"], [row["code"], GENERAL, "general", row["term"]])
    rows = {words: found for words, (_, found) in best.items()}
    for row in read_rows("matching/not-conditions.tsv", ("phrase", "reason"), unique=("phrase",)):
        words = fold_all(tokenizer, row["phrase"])
        # A curated term was written for that very phrase ("fall risk"), so it stands.
        if not any(kind not in _RANK for _, _, kind, _ in rows.get(words, ())):
            rows[words] = []
    return rows


def fold_all(tokenizer: Callable[[str], Iterable[object]], text: str) -> str:
    """A term as the note's words will look: tokenized, folded, joined by single spaces."""
    return " ".join(fold_words(str(token) for token in tokenizer(text)))


def _ways(term: TermCode, behind: frozenset[str]) -> Iterable[tuple[str, int]]:
    for text, penalty in variants(term):
        yield text, penalty
        for other in turned(text, term.kind, behind):
            yield other, penalty + 1


def variants(term: TermCode) -> Iterable[tuple[str, int]]:
    """The ways one term is written, each with a penalty on its rank.

    Titles of external causes, places and encounters are kept only as they are curated: their words
    ("hospital", "walking") stand in every note for other reasons.
    """
    if term.kind not in ("title", "inclusion", "note"):
        yield term.term, 0
        return
    text = term.term
    if term.code[0] in "VWXY" or (term.code[0] in "ZU" and text.count(" ") < 2) or _RESIDUAL.search(text):
        return
    if term.kind == "note" and " " not in text:
        return
    yield text, 0
    bare = _PARENTHESES.sub("", text).strip(" ,")
    if bare != text:
        yield bare, 0
    for pattern, penalty in ((_UNSPECIFIED, 1), (_WITHOUT, 1)):
        shorter = pattern.sub("", bare).strip(" ,")
        if shorter != bare:
            yield shorter, penalty
            bare = shorter


def _header_penalty(code_set: CodeSet, term: TermCode) -> int:
    if term.kind not in ("title", "inclusion"):
        return 0
    code = code_set.find(term.code)
    return 0 if code is not None and code.billable else 2


def _keep(best: dict[str, tuple[int, list[list[str]]]], words: str, rank: int, row: list[str]) -> None:
    known = best.get(words)
    if known is None or rank < known[0]:
        best[words] = (rank, [row])
    elif rank == known[0] and all(row[0] != other[0] for other in known[1]):
        known[1].append(row)


def _refuse_unknown(curated: Iterable[CuratedTerm], code_set: CodeSet) -> None:
    for row in curated:
        if code_set.find(row.code) is None:
            raise errors.DataFileError(
                row.file, row.line, f"there is no code {row.code} in {code_set.release}"
            )


def _fingerprint(edition: str) -> str:
    """Changes with every source of the vocabulary; `edition` with what was imported into the release."""
    digest = hashlib.sha256(f"{FORMAT} {edition} {version('simple-icd-10-cm')} {version('spacy')}".encode())
    folder = data_folder()
    files = [*folder.joinpath("terms").iterdir(), *folder.joinpath("matching").iterdir()]
    for file in sorted(files, key=lambda item: item.name):
        if file.name.endswith(".tsv"):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
