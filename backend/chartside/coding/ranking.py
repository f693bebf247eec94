"""How likely a coder is to assign a code, from what can be named about its evidence.

A logistic model over features that a coder would name; its weights are a readable file
(`codesets/ranking/weights.tsv`), so that each one can be questioned.
"""

import math
from collections.abc import Iterable, Sequence

from chartside.datafiles import read_rows
from chartside.model import Candidate, Mention, Tier
from chartside.notes.sections import ASSESSMENT

SUGGESTED_FROM = 0.5
"""Probability from which a code is in the open list."""

POSSIBLE_FROM = 0.06
"""Below this a code is not offered at all: a list that nobody reads helps nobody."""


class Ranker:
    """Turns the features of a code's candidates into a probability."""

    def __init__(self, weights: dict[str, float]) -> None:
        self._weights = weights

    def probability(self, features: Iterable[str]) -> float:
        """The logistic function of the summed weights of `features`, between 0 and 1."""
        score = self._weights["base"] + sum(self._weights.get(name, 0.0) for name in features)
        return 1.0 / (1.0 + math.exp(-score))


def features(
    code: str, candidates: Sequence[Candidate], any_heading: bool, support: Iterable[str] = ()
) -> frozenset[str]:
    """Names of what is true of a code's affirmed candidates in one note."""
    mentions = [candidate.mention for candidate in candidates]
    found = {f"chapter_{code[0]}", *(f"rule_{name}" for name in support)}
    if any(mention.problem_heading for mention in mentions):
        found.add("problem_heading")
    elif any(_in_assessment(mention) for mention in mentions):
        found.add("assessment")
        if not any_heading:
            found.add("assessment_without_headings")
    else:
        found |= {f"section_{mention.section or 'none'}" for mention in mentions}
        if not any_heading:
            found.add("no_headings")
    if len(mentions) > 1:
        found.add("repeated")
    if len({mention.section for mention in mentions}) > 1:
        found.add("in_several_sections")
    kinds = {candidate.mention.codes[0].kind for candidate in candidates}
    found |= {f"kind_{kind}" for kind in kinds}
    if not any(candidate.specific for candidate in candidates):
        found.add("unspecific")
    if all(len(mention.codes) > 1 for mention in mentions):
        found.add("ambiguous_term")
    if code[0] == "R":
        found.add("symptom")
    return frozenset(found)


def tier_of(probability: float) -> Tier | None:
    """The tier of a probability; None when the code is not worth a coder's time."""
    if probability >= SUGGESTED_FROM:
        return Tier.SUGGESTED
    return Tier.POSSIBLE if probability >= POSSIBLE_FROM else None


def _in_assessment(mention: Mention) -> bool:
    return mention.section in ASSESSMENT


def read_ranker() -> Ranker:
    """The ranker with the weights of `codesets/ranking/weights.tsv`."""
    rows = read_rows(
        "ranking/weights.tsv", ("feature", "weight", "note"), unique=("feature",), numbers=("weight",)
    )
    return Ranker({row["feature"]: float(row["weight"]) for row in rows})
