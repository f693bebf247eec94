"""How far decisions move the log-odds of a code: counts against what was expected, shrunk and bounded."""

import math
from collections.abc import Iterable, Sequence

from chartside.review.observations import Observation

LIMIT = 2.0
"""The most that all that is learned moves log-odds: from 0.35 to 0.80, or to 0.07."""
CAUTION = 1.0
"""Standard errors by which an estimate is drawn to nought: chance alone moves nothing."""


def weights(observations: Sequence[Observation], hourly: float) -> list[float]:
    """The weight of each observation: a burst in one hour counts at most like twice `hourly` decisions."""
    within: dict[int, int] = {}
    found = []
    for observation in observations:
        place = within[observation.hour] = within.get(observation.hour, 0) + 1
        found.append(min(1.0, (hourly / place) ** 2))
    return found


def shift(
    observations: Sequence[Observation],
    prior: float,
    hourly: float,
    offsets: Sequence[float],
) -> float:
    """The move of log-odds that observations speak for, within `LIMIT`.

    The log-odds ratio of the codes chosen against those that were expected to be (probability before
    learning, moved by its offset), after `prior` decisions that came as expected: a Beta prior around the
    expectation. It is drawn to nought by `CAUTION` standard errors.
    """
    chosen = expected = total = variance = 0.0
    weighed = weights(observations, hourly)
    for observation, weight, offset in zip(observations, weighed, offsets, strict=True):
        probability = 1.0 / (1.0 + math.exp(-observation.logit - offset))
        total += weight
        chosen += weight * observation.chosen
        expected += weight * probability
        variance += weight * probability * (1.0 - probability)
    if not total:
        return 0.0
    mean = min(max(expected / total, 0.02), 0.98)
    missed, unexpected = total - chosen, total - expected
    moved = math.log((chosen + prior * mean) / (expected + prior * mean)) - math.log(
        (missed + prior * (1.0 - mean)) / (unexpected + prior * (1.0 - mean))
    )
    error = 1.0 / math.sqrt(variance + prior * mean * (1.0 - mean))
    return bounded(math.copysign(max(0.0, abs(moved) - CAUTION * error), moved))


def bounded(moved: float) -> float:
    """Within `LIMIT`."""
    return min(max(moved, -LIMIT), LIMIT)


def agreed(moves: Iterable[float]) -> float:
    """What coders agree on: the median of their moves and of a coder who moves nothing.

    Of two in the middle, the one nearer nought: one coder alone moves nothing for the others, whatever
    they decide, nor do two that differ.
    """
    sorted_moves = sorted([0.0, *moves])
    middle = (len(sorted_moves) - 1) // 2
    return min(sorted_moves[middle], sorted_moves[-1 - middle], key=abs)
