"""How much of a question is in lists of words, and of the words in the question, for many lists at once.

Arrays of one question are of 32-bit floats: a column for each list or code, a row for each row of the
question or said word.
"""

from typing import NamedTuple

import numpy as np

from chartside.codesets.search_arrays import Floats, Ints, Lists
from chartside.codesets.search_question import Question

ASKED = 0.55
NAMED = 0.45
EXACT = 0.35
LACKS = -0.15
"""For a name that does not hold some word at all."""
NEARLY_ALL = 0.93
NEARLY = 0.88
"""How well each word must be held by a name that says the same; a near or an unfinished word is not."""


class Measured(NamedTuple):
    """Of each list: how it holds the rows of the question, how much of it was asked for, and of how much."""

    rows: Floats
    covered: Floats
    total: Floats


def score(weights: Floats, held: Floats, named: Floats) -> Floats:
    """How well lists answer, up to about 1.3.

    Args:
        weights: by said word: how much it counts, all together 1.
        held: by said word and list: how well it is held.
        named: by list: how much of it was asked for.
    """
    asked = weighted(weights, held)
    least = held.min(axis=0)
    same: Floats = np.where((least > NEARLY) & (named > NEARLY_ALL), EXACT, 0).astype(np.float32)
    lacks: Floats = np.where(least > 0, 0, LACKS).astype(np.float32)
    value: Floats = ASKED * asked + NAMED * named * asked + same * np.square(np.square(asked)) + lacks
    return value


def columns(table: Ints, which: Ints) -> Ints:
    """Columns of a table that stays in rows in memory; `table[:, which]` turns it, and sums become slow."""
    chosen: Ints = table.take(which, axis=1, mode="clip")
    return chosen


def weighted(weights: Floats, held: Ints) -> Floats:
    """The weighted sum of the rows."""
    # Not a matrix product: its library starts threads, which for so little work cost more than they bring.
    total: Floats = (weights[:, None] * held).sum(axis=0, dtype=np.float32)
    return total


def ways_held(question: Question, rows: Ints) -> Ints:
    """By said word: the best of its ways, each as good as its worst row."""
    held = np.empty((len(question.words), rows.shape[1]), rows.dtype)
    for values, ways in zip(held, question.words, strict=True):
        for place, way in enumerate(ways):
            each = rows[way[0]] if len(way) == 1 else rows[list(way)].min(axis=0)
            if place == 0:
                values[:] = each
            else:
                np.maximum(values, each, out=values)
    return held


def measure(fits: Floats, lists: Lists, which: Ints, weights: Ints) -> Measured:
    """Measure the lists `which`; `weights` says how much each item of `lists` matters, in hundredths."""
    places, counts = lists.flat(which)
    filled = counts > 0
    if filled.all():
        return _sums(fits, lists.items[places], weights[places], np.cumsum(counts) - counts)
    rows = np.zeros((len(fits), len(which)), np.float32)
    covered, total = np.zeros((2, len(which)), np.float32)
    if len(places):
        part = _sums(fits, lists.items[places], weights[places], (np.cumsum(counts) - counts)[filled])
        rows[:, filled], covered[filled], total[filled] = part
    return Measured(rows, covered, total)


def _sums(fits: Floats, words: Ints, hundredths: Ints, begins: Ints) -> Measured:
    if not len(begins):
        return Measured(np.zeros((len(fits), 0), np.float32), *np.zeros((2, 0), np.float32))
    held = columns(fits, words)
    weight = hundredths * np.float32(0.01)
    rows = np.maximum.reduceat(held, begins, axis=1)
    best = held.max(axis=0)
    # What stands in brackets or is not there counts only when it was asked for.
    counted = np.where((weight > 0.2) | (best > 0), weight, np.float32(0.05))
    # One said word holds one word of a name, however many it is near to.
    covered = np.minimum(np.add.reduceat(weight * best, begins), rows.sum(axis=0))
    return Measured(rows, covered, np.add.reduceat(counted, begins))


def first(codes: Ints, asked: Floats, most: int) -> Ints:
    """The `most` codes that hold most of the question; of equal ones those with more merit.

    Args:
        codes: numbers of codes, in ascending order.
        asked: how much of the question each of them holds.
        most: how many.
    """
    if len(codes) <= most:
        return codes
    worth = asked.astype(np.float64) - codes * 1e-7
    return codes[np.sort(np.argpartition(-worth, most)[:most])]
