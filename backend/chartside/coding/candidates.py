"""Candidates: each mention with the code it could stand for, at the documented specificity."""

import re
from collections.abc import Iterable, Sequence

from chartside.codesets.store import CodeSet
from chartside.coding.specificity import Documented, refine, side_in, words_in
from chartside.model import Candidate, Mention, MissingDetail, ReasoningStep, TermCode

BEFORE, AFTER = 28, 32
"""Characters around a mention in which a side belongs to it."""

_KINDS = {
    "title": "a title of the Tabular List",
    "inclusion": "an inclusion term of the Tabular List",
    "note": "named in the Tabular List's notes",
    "synonym": "a curated synonym",
    "lay": "a curated lay term",
    "abbreviation": "a curated abbreviation",
    "abbreviation-exact": "a curated abbreviation",
}
_STOP = re.compile(r"[.;:\n]| and | but ")


def candidates(
    code_set: CodeSet, text: str, mentions: Sequence[Mention]
) -> list[tuple[Candidate, tuple[MissingDetail, ...]]]:
    """A candidate for each mention that leads to a billable code, with the detail left open."""
    sides = _sides_of_terms(text, mentions)
    found = []
    for mention in mentions:
        term = mention.codes[0]
        code = code_set.find(term.code)
        if code is None:
            continue
        side = _own_side(text, mention) or _only(sides.get(term.code, ()))
        start, end = mention.sentence
        around = text[start:end]
        refined = refine(code_set, code, Documented(side, words_in(around), around))
        if refined is None:
            continue
        steps = (_term_step(mention, term, code.description), *refined.steps)
        candidate = Candidate(mention, refined.code.code, steps, refined.specific)
        found.append((candidate, refined.missing))
    return found


def _own_side(text: str, mention: Mention) -> str | None:
    """The side in the mention, else just before it, else just after it, in its sentence."""
    inside = side_in(mention.text)
    if inside:
        return inside
    first, last = mention.sentence
    before = text[max(first, mention.start - BEFORE) : mention.start]
    after = text[mention.end : min(last, mention.end + AFTER)]
    return side_in(_STOP.split(before)[-1]) or side_in(_STOP.split(after)[0])


def _sides_of_terms(text: str, mentions: Iterable[Mention]) -> dict[str, set[str]]:
    sides: dict[str, set[str]] = {}
    for mention in mentions:
        side = _own_side(text, mention)
        if side:
            sides.setdefault(mention.codes[0].code, set()).add(side)
    return sides


def _only(sides: Iterable[str]) -> str | None:
    found = list(sides)
    return found[0] if len(found) == 1 else None


def _term_step(mention: Mention, term: TermCode, description: str) -> ReasoningStep:
    said = " ".join(mention.text.split())
    kind = _KINDS.get(term.kind, term.kind)
    same = said.lower() == term.term.lower()
    written = f"“{said}”" if same else f"“{said}”, that is “{term.term}”,"
    return ReasoningStep("term", f"{written} is {kind} for {term.code} {description}.", term.source)
