"""Candidates: each mention with the codes it could stand for, at the documented specificity."""

from collections.abc import Sequence
from functools import lru_cache

from chartside.codesets.store import CodeSet
from chartside.coding.axes import axes_of
from chartside.coding.context import Context
from chartside.coding.documented import MentionDocumented, Sides
from chartside.coding.facts import Facts
from chartside.coding.house_terms import CONFIRMED
from chartside.coding.notewords import NoteWords
from chartside.coding.pain import CHRONIC_PAIN, chronic_pain
from chartside.coding.shortforms import ShortForms, build_short_forms
from chartside.coding.sites import BareConditions, read_bare_conditions
from chartside.coding.specificity import refined
from chartside.model import Candidate, Mention, MissingDetail, ReasoningStep, TermCode
from chartside.notes.composed import SOURCE as COMPOSED

_KINDS = {
    "title": "a title of the Tabular List",
    "inclusion": "an inclusion term of the Tabular List",
    "note": "named in the Tabular List's notes",
    "synonym": "a curated synonym",
    "lay": "a curated lay term",
    "abbreviation": "a curated abbreviation",
    "abbreviation-exact": "a curated abbreviation",
    "general": "a word without site or kind",
    "index": "a phrase of the Alphabetic Index",
}

Found = list[tuple[Candidate, tuple[MissingDetail, ...]]]


class CandidateFinder:
    """Finds candidates for the mentions of notes; may be shared between threads."""

    def __init__(self, code_set: CodeSet, bare: BareConditions, short: ShortForms) -> None:
        self._code_set = code_set
        self._axes = axes_of(code_set)
        self._bare = bare
        self._short = short

    def find(self, words: NoteWords, mentions: Sequence[Mention]) -> Found:
        """Candidates for each mention that leads to a billable code, with the detail left open."""
        context = Context(Facts(words.text, self._axes.words, words), mentions)
        sides = Sides(context, mentions)
        listed = any(mention.problem_heading for mention in mentions)
        found: Found = []
        for mention in mentions:
            meant = self._short.meant(mention, context)
            term = mention.codes[0] if meant is None else meant.term
            code = self._code_set.find(term.code) if term else None
            if term is None or code is None:
                continue
            steps = [_term_step(mention, term, code.description)]
            if meant is not None and meant.step is not None:
                steps.append(meant.step)
            sited = self._bare.sited(mention, context)
            general = sited is None and term.kind == "general" and not mention.problem_heading
            # A "tumor" without its site says too little; "pain" says nothing beside a list of problems.
            if general and (term.source == COMPOSED or listed):
                continue
            documented = MentionDocumented(mention, context, sides)
            supported = (
                refined(self._axes, code, documented) if sited is None or self._bare.beside(mention) else ()
            )
            if sited is not None:
                code = self._code_set.get(sited.code)
                steps.append(sited.step(code.description))
                supported = (*supported, *refined(self._axes, code, documented))
            for each in supported:
                candidate = Candidate(mention, each.code.code, (*steps, *each.steps), each.specific)
                found.append((candidate, each.missing))
                chronic = chronic_pain(mention, each.code.code, context)
                if chronic is not None:
                    found.append((Candidate(mention, CHRONIC_PAIN, (*steps, chronic)), ()))
        return found


@lru_cache(maxsize=4)
def finder_of(code_set: CodeSet) -> CandidateFinder:
    """The finder for a code set, with its tables read once.

    Raises:
        DataFileError: a curated file is wrong.
    """
    return CandidateFinder(code_set, read_bare_conditions(), build_short_forms())


def candidates(
    code_set: CodeSet, text: str, mentions: Sequence[Mention], words: NoteWords | None = None
) -> Found:
    """A candidate for each mention that leads to a billable code, with the detail left open."""
    return finder_of(code_set).find(words or NoteWords(text), mentions)


def _term_step(mention: Mention, term: TermCode, description: str) -> ReasoningStep:
    said = " ".join(mention.text.split())
    if term.kind == CONFIRMED:
        text = f"“{said}” is confirmed here as a term for {term.code} {description} {term.source}."
        return ReasoningStep("term", text, "confirmed here")
    kind = _KINDS.get(term.kind, term.kind)
    same = said.lower() == term.term.lower()
    written = f"“{said}”" if same else f"“{said}”, that is “{term.term}”,"
    return ReasoningStep("term", f"{written} is {kind} for {term.code} {description}.", term.source)
