"""How well each code answers a question: how much of its names and of the question is in the other.

A name of the code itself may answer, or a name of a code above together with what the code's own title
adds: "hip fracture left" is a name of the header and a word of the code below.
"""

from math import log
from typing import NamedTuple

import numpy as np

from chartside.codesets.search_arrays import Arrays, Floats, Ints, spread
from chartside.codesets.search_measure import columns, first, measure, score, ways_held, weighted
from chartside.codesets.search_question import STEM, Question, Row
from chartside.codesets.search_seventh import Seventh

MAX_CODES = 120
"""Codes looked at closely for one question."""
MAX_PARTIAL = 80
FEW = 8
"""With fewer codes that hold every word, those that hold most are shown too."""
MAX_SHARED = 100
MAX_LENT = 6
"""Names of one code above that are tried for the codes below."""
SHARED = 0.97
RARE = 8.0
LEAST = 0.25
"""A word that most codes hold counts a quarter of a rare one."""
BEGINS = 0.7
"""How well a word that only begins as typed fits, before it is looked at closely."""
_KIND = np.array([0.0, -0.01, -0.05, -0.01, -0.01, 0.0, 0.0, 0.0], np.float32)
"""By kind of name, as in `search_names.KINDS`."""


class Ranked(NamedTuple):
    """A code that answers, by number; `name` is the name that does, `seventh` the place of the best one."""

    code: int
    score: float
    name: int
    seventh: int


class Ranker:
    """Ranks the codes of one index."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._seventh = Seventh(arrays)

    def rank(self, question: Question, most: int) -> tuple[list[Ranked], bool]:
        """Up to `most` codes, best first, and whether any holds every word of the question."""
        if not question.words:
            return [], False
        held = ways_held(question, self._by_code(question.rows))
        weights = self._weights(question)
        full = np.flatnonzero(held.min(axis=0) > 0)
        codes = first(full, weighted(weights, columns(held, full)), MAX_CODES)
        if len(codes) < FEW:
            # A code that holds two words less than the best is no answer to the same question.
            counts = (held > 0).sum(axis=0, dtype=np.uint8)
            some = np.flatnonzero(counts >= max(int(counts.max()) - 1, 1))
            codes = np.union1d(codes, first(some, weighted(weights, columns(held, some)), MAX_PARTIAL))
        if not len(codes):
            return [], False
        words = (columns(held, codes) > 0).sum(axis=0)
        return self._closely(question, weights, codes, words, most), bool(len(full))

    def _by_code(self, rows: list[Row]) -> Ints:
        """By row and code: how well any word of the code fits, roughly, in hundredths."""
        postings, starts = self._arrays.codes_of_word.items, self._arrays.codes_of_word.starts
        held = np.zeros((len(rows), len(self._arrays.prior)), np.uint8)
        for row, values in zip(rows, held, strict=True):
            for (begin, end), quality in ((row.stem, STEM * 0.9), (row.beginning, BEGINS * row.scale)):
                if begin < end:
                    values[postings[starts[begin] : starts[end]]] = round(100 * quality)
            for word, quality in reversed(row.near):
                values[postings[starts[word] : starts[word + 1]]] = round(100 * quality)
            if row.exact >= 0:
                values[postings[starts[row.exact] : starts[row.exact + 1]]] = round(100 * row.factor)
        return held

    def _by_word(self, rows: list[Row]) -> Floats:
        """By row and word of the vocabulary: how well it fits."""
        lengths = self._arrays.word_length
        fits = np.zeros((len(rows), len(lengths)), np.float32)
        for row, values in zip(rows, fits, strict=True):
            begin, end = row.stem
            if begin < end:
                values[begin:end] = STEM * (lengths[begin:end] <= row.letters + 3)
            begin, end = row.beginning
            if begin < end:
                typed = row.scale * (0.5 + 0.4 * row.letters / lengths[begin:end])
                values[begin:end] = np.maximum(values[begin:end], typed)
            for word, quality in row.near:
                values[word] = max(float(values[word]), quality)
            if row.exact >= 0:
                values[row.exact] = row.factor
        return fits

    def _weights(self, question: Question) -> Floats:
        """How much each said word counts, all together 1: rare ones more."""
        starts, codes = self._arrays.codes_of_word.starts, len(self._arrays.prior)

        def holders(row: Row) -> int:
            begin, end = (row.exact, row.exact + 1) if row.exact >= 0 else row.beginning
            return int(starts[end] - starts[begin]) + sum(int(starts[w + 1] - starts[w]) for w, _ in row.near)

        weights = []
        for ways, size in zip(question.words, question.sizes, strict=True):
            held = max(min(holders(question.rows[row]) for row in way) for way in ways)
            rare = -log(min(max(held, 1) / codes, 1.0)) / RARE
            weights.append(size * min(max(rare, LEAST), 1.0))
        return np.array(weights, np.float32) / np.float32(sum(weights))

    def _closely(
        self, question: Question, weights: Floats, codes: Ints, words: Ints, most: int
    ) -> list[Ranked]:
        arrays = self._arrays
        fits = self._by_word(question.rows)
        later = self._seventh.held(fits, codes) if self._seventh.said(fits) else None
        own, own_counts = arrays.names_of_code.flat(codes)
        owner = np.repeat(np.arange(len(codes)), own_counts)
        measured = measure(fits, arrays.words_of_name, own, arrays.name_weight)
        either = measured.rows if later is None else np.maximum(measured.rows, columns(later, owner))
        held = ways_held(question, either)
        scores = score(weights, held, measured.covered / measured.total)
        scores = scores + _KIND[arrays.name_kind[own]]
        best = np.maximum.reduceat((held > 0).sum(axis=0), np.cumsum(own_counts) - own_counts)
        # A name of a code above is tried only when it can hold more words than the code's own names do.
        lacking = np.flatnonzero(best < words)
        if len(lacking) and np.count_nonzero(best == len(held)) < most:
            lacking = lacking[np.lexsort((codes[lacking], -words[lacking]))][:MAX_SHARED]
            shared = self._shared(question, weights, fits, codes, lacking, later)
            owner, own, scores = (
                np.concatenate(pair) for pair in zip((owner, own, scores), shared, strict=True)
            )
        # Rounded, since what differs in the last digits is as good, and the code with more merit comes first.
        scores = np.round((scores + arrays.prior[codes[owner]]).astype(np.float64), 4)
        order = np.lexsort((codes[owner], -scores))
        _, firsts = np.unique(owner[order], return_index=True)
        best_of = order[np.sort(firsts)[:most]]
        chosen = codes[owner[best_of]].tolist()
        sevenths = self._seventh.choose(fits if later is not None else None, chosen)
        found = zip(chosen, scores[best_of].tolist(), own[best_of].tolist(), sevenths, strict=True)
        return [Ranked(*one) for one in found]

    def _shared(
        self,
        question: Question,
        weights: Floats,
        fits: Floats,
        codes: Ints,
        lacking: Ints,
        later: Floats | None,
    ) -> tuple[Ints, Ints, Floats]:
        """Names of codes above, with what the titles below add: whose, which name, what score."""
        arrays = self._arrays
        rows, counts = arrays.above.flat(codes[lacking])
        below = np.repeat(lacking, counts)
        if not len(rows):
            return np.zeros(0, int), np.zeros(0, int), np.zeros(0, np.float32)
        lenders, lender = np.unique(arrays.lender[rows], return_inverse=True)
        names, name_counts = arrays.names_of_code.flat(lenders)
        of_name = measure(fits, arrays.words_of_name, names, arrays.name_weight)
        # The names that hold most of the question, the rest cannot win.
        worth = weighted(weights, ways_held(question, of_name.rows)) + 0.5 * of_name.covered / of_name.total
        group = np.repeat(np.arange(len(lenders)), name_counts)
        order = np.lexsort((-worth, group))
        begin = np.cumsum(name_counts) - name_counts
        pair_counts = np.minimum(name_counts, MAX_LENT)[lender]
        pairs = spread(begin[lender], pair_counts)
        name = order[pairs]
        row = np.repeat(np.arange(len(rows)), pair_counts)
        of_row = measure(fits, arrays.words_of_row, rows, arrays.row_weight)
        owner = below[row]
        either = np.maximum(columns(of_name.rows, name), columns(of_row.rows, row))
        if later is not None:
            np.maximum(either, columns(later, owner), out=either)
        covered = of_name.covered[name] + of_row.covered[row]
        named = covered / (of_name.total[name] + of_row.total[row])
        scores = score(weights, ways_held(question, either), named)
        return owner, names[name], SHARED * scores
