"""How likely a coder is to assign a code, from what can be named about its evidence.

A logistic model over features that a coder would name; its weights are a readable file
(`codesets/ranking/weights.tsv`), so that each one can be questioned.
"""

import math
from collections.abc import Iterable

from chartside.datafiles import read_rows
from chartside.model import Tier

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


def tier_of(probability: float) -> Tier | None:
    """The tier of a probability; None when the code is not worth a coder's time."""
    if probability >= SUGGESTED_FROM:
        return Tier.SUGGESTED
    return Tier.POSSIBLE if probability >= POSSIBLE_FROM else None


def read_ranker() -> Ranker:
    """The ranker with the weights of `codesets/ranking/weights.tsv`."""
    rows = read_rows(
        "ranking/weights.tsv", ("feature", "weight", "note"), unique=("feature",), numbers=("weight",)
    )
    return Ranker({row["feature"]: float(row["weight"]) for row in rows})
