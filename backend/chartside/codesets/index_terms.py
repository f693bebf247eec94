"""Phrases of the index as a note would write them: "Disease, kidney, chronic" is "chronic kidney disease".

The index turns names around so that they can be looked up; here they are turned back. Only lines of the
main index and of the neoplasm table are taken, only those with one diagnosis, and of what they give only
phrases that no other line gives to another code. Better none than a wrong one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from chartside.codesets.code import key_of
from chartside.codesets.index_entry import IndexEntry
from chartside.codesets.index_neoplasms import neoplasm_phrases
from chartside.codesets.index_titles import plain, small, steps
from chartside.codesets.index_words import IndexWords
from chartside.codesets.words import tokens
from chartside.model import TermCode

MOST_WORDS = 9
MOST_PHRASES = 5
"""Ways of writing one line."""
MOST_NEMODS = 4
NO_DIAGNOSIS = "VWXYZ"
"""Chapters whose words ("walking", "family") stand in every note for other reasons."""

_LABEL = re.compile(r"[A-Z]\d{0,2}|\d{1,2}[a-z]?")
"""What belongs to the word before it: vitamin, D."""

Phrase = tuple[str, str, str]
"""Phrase, code, path."""


@dataclass(slots=True)
class _Clause:
    """A head with what describes it, joined to the clause before by a link such as "due to"."""

    link: str
    heads: list[str]
    described: list[str] = field(default_factory=list)


def index_terms(entries: Iterable[IndexEntry]) -> Iterator[TermCode]:
    """Terms of kind `index`; the source of each names its path, ``Index: Diabetes, type 2``.

    Raises:
        DataFileError: a table of words is wrong.
    """
    words = IndexWords()
    of_lead: tuple[str, ...] = ()
    phrases: list[Phrase] = []
    for entry in entries:
        if len(entry.path) == 1:
            of_lead = entry.nemods
        if entry.kind == "neoplasm":
            found = neoplasm_phrases(entry, words)
        else:
            found = (
                (phrase, code) for code in _diagnosis(entry) for phrase in _phrases(entry, of_lead, words)
            )
        label = f"{'Index' if entry.kind == 'main' else 'Neoplasm Table'}: {entry.label}"
        phrases += [(phrase, code, label) for phrase, code in found if _stands(phrase, words)]
    for phrase, code, label in _agreed(phrases):
        yield TermCode(code, label, "index", phrase)


def _diagnosis(entry: IndexEntry) -> Iterator[str]:
    """The one code of a line, if there is one and it is a diagnosis."""
    codes = [code for code in entry.codes if code.role == "default"]
    if len(codes) == 1 and codes[0].code[0] not in NO_DIAGNOSIS:
        yield codes[0].code


def _phrases(entry: IndexEntry, of_lead: tuple[str, ...], words: IndexWords) -> Iterator[str]:
    """The ways to write the path of a line of the main index, at most `MOST_PHRASES`, most natural first."""
    clauses = _clauses(entry, of_lead, words)
    if not clauses:
        return
    first, *others = ([*_written(clause, words)] for clause in clauses)
    links = [clause.link for clause in clauses[1:]]
    tail = "".join(f" {link} {ways[0]}" for link, ways in zip(links, others, strict=True))
    composed = [f"{way}{tail}" for way in first]
    yield from composed[:MOST_PHRASES]
    if len(clauses) == 1:
        # A non-essential modifier changes no code, so it may be said.
        said = [plain(nemod) for nemod in entry.nemods[:MOST_NEMODS]]
        yield from (
            f"{nemod} {composed[0]}" for nemod in said if " " not in nemod and words.is_adjective(nemod)
        )


def _clauses(entry: IndexEntry, of_lead: tuple[str, ...], words: IndexWords) -> list[_Clause]:
    """The path as clauses; none when it cannot be put together soundly."""
    path = [step for title in entry.path for step in steps(title, words.is_adjective) or [[]]]
    if not all(path) or not words.fits_as_lead(path[0][0]):
        return []
    first, *more = (small(form) for form in path[0])
    heads = [first, *(form for form in more if not words.is_adjective(form))]
    heads += [f"{first} {nemod}" for nemod in of_lead if words.stands_behind(nemod)][:1]
    clauses = [_Clause("", heads)]
    link = ""
    for named, *_ in path[1:]:
        begun, rest = words.split_link(named)
        if begun and link:
            return []
        link = begun or link
        described = clauses[-1].described
        if not rest:
            continue
        if link:
            clauses.append(_Clause(link, [rest]))
            link = ""
        elif _LABEL.fullmatch(rest) and described:
            described[-1] += f" {rest}"
        elif not words.is_implied(first, rest):
            described.append(rest)
    if len(clauses) > 1 and any(code.role == "manifestation" for code in entry.codes):
        # "Dementia in Parkinson's disease" is both codes.
        return []
    return [] if link else clauses


def _written(clause: _Clause, words: IndexWords) -> Iterator[str]:
    """One clause: all before its head, a stage behind it, a site after "of"."""
    described = clause.described
    before = list(reversed(described))
    head = clause.heads[0]
    if words.is_adjective(head):
        # "Elevated, blood pressure" is no blood pressure elevated.
        yield " ".join((head, *before))
        return
    if described and words.stands_behind(described[0]):
        yield " ".join((*before[:-1], head, described[0]))
        return
    # Two sites in front of a head are said the larger one last: "lower end radius fracture".
    for name in clause.heads:
        yield " ".join((*before, name))
    behind = [text for text in described if words.is_numbered(text)]
    if behind:
        for name in clause.heads:
            yield " ".join((*(text for text in before if text not in behind), name, *behind))
    sites = [text for text in described if not words.is_adjective(text)]
    if sites and sites[0][0].islower():
        site = sites[0]
        for part in sites[1:]:
            site = f"{part} of {site}" if words.is_part(part) else f"{part} {site}"
        yield " ".join((*(text for text in before if text not in sites), head, "of", site))


def _stands(phrase: str, words: IndexWords) -> bool:
    """Whether a phrase can stand in a note and mean the condition and nothing else."""
    said = phrase.casefold().split()
    if len(said) == 1:
        return len(phrase) > 4 and words.is_clinical(phrase)
    telling = [word for word in said if word != "of"]
    return len(said) <= MOST_WORDS and len(set(telling)) == len(telling) and words.fits(phrase)


def _agreed(phrases: Iterable[Phrase]) -> Iterator[Phrase]:
    """The phrases that stand for one code alone; of a code and one below it, the one above."""
    known: dict[str, Phrase | None] = {}
    for phrase, code, label in phrases:
        folded = " ".join(tokens(phrase, keep_fillers=True))
        other = known.setdefault(folded, (phrase, code, label))
        if other is not None and other[1] != code:
            one, two = key_of(other[1]), key_of(code)
            if one.startswith(two):
                known[folded] = phrase, code, label
            elif not two.startswith(one):
                known[folded] = None
    yield from (found for found in known.values() if found is not None)
