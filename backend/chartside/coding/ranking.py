"""How likely a coder is to assign a code, from what can be named about its evidence.

A logistic model over features that a coder would name; its weights are a readable file
(`codesets/ranking/weights.tsv`), so that each one can be questioned.
"""

import math
from collections.abc import Iterable

from chartside.datafiles import read_rows
from chartside.model import Tier

SUGGESTED_FROM = 0.35
"""Probability from which a code is in the open list; near half of the F1 that is reached, where F1 is best
(Lipton et al., ECML 2014)."""

POSSIBLE_FROM = 0.025
"""Below this a code is not offered at all: a list that nobody reads helps nobody."""


_NO_OFFER = frozenset({"rule_alternative"})
"""Supports that do not rest on a guideline or an instruction of the Tabular List."""


class Ranker:
    """Turns the features of a code's candidates into a probability."""

    def __init__(self, weights: dict[str, float]) -> None:
        self._weights = weights

    def probability(self, features: Iterable[str]) -> float:
        """The logistic function of the summed weights of `features`, between 0 and 1."""
        score = self._weights["base"] + sum(self._weights.get(name, 0.0) for name in features)
        return 1.0 / (1.0 + math.exp(-score))


def shifted(probability: float, by: float) -> float:
    """A probability whose log-odds are moved."""
    return probability / (probability + (1.0 - probability) * math.exp(-by)) if by else probability


def tier_of(probability: float, features: Iterable[str] = ()) -> Tier | None:
    """The tier of a probability; None when the code is not worth a coder's time.

    What a guideline's rule offers is never hidden, only folded away.
    """
    if probability >= SUGGESTED_FROM:
        return Tier.SUGGESTED
    if probability >= POSSIBLE_FROM:
        return Tier.POSSIBLE
    offered = any(name.startswith("rule_") and name not in _NO_OFFER for name in features)
    return Tier.POSSIBLE if offered else None


def read_ranker() -> Ranker:
    """The ranker with the weights of `codesets/ranking/weights.tsv`."""
    rows = read_rows(
        "ranking/weights.tsv", ("feature", "weight", "note"), unique=("feature",), numbers=("weight",)
    )
    return Ranker({row["feature"]: float(row["weight"]) for row in rows})
