"""What a question says of 7th characters: subsequent encounters, stages, fetuses."""

from collections.abc import Sequence

import numpy as np

from chartside.codesets.search_arrays import Arrays, Floats, Ints
from chartside.codesets.search_measure import columns

SURE = 0.7
"""How well a word must fit to choose a 7th character."""


class Seventh:
    """The 7th characters of one index."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._words = np.unique(arrays.words_of_meaning.items)

    def said(self, fits: Floats) -> bool:
        """Whether the question has a word of any 7th character's meaning."""
        return bool((columns(fits, self._words) >= SURE).any())

    def held(self, fits: Floats, codes: Ints) -> Floats:
        """By row and code: how well any 7th character of the code says it."""
        sets = self._arrays.seventh[codes]
        held = np.zeros((len(fits), len(codes)), np.float32)
        for one in np.unique(sets[sets >= 0]).tolist():
            held[:, sets == one] = self._by_meaning(fits, one).max(axis=1)[:, None]
        return held

    def choose(self, fits: Floats | None, codes: Sequence[int]) -> list[int]:
        """By code: the place of the 7th character that says most of what the title leaves, -1 for none.

        Where the question says nothing (`fits` is None) that is the first: the initial encounter, or what
        is not specified.
        """
        sets = self._arrays.seventh[list(codes)].tolist()
        if fits is None:
            return [min(one, 0) for one in sets]
        by_meaning = {one: self._by_meaning(fits, one) for one in set(sets) if one >= 0}
        chosen: list[int] = []
        for code, one in zip(codes, sets, strict=True):
            if one < 0:
                chosen.append(-1)
                continue
            title, _ = self._arrays.words_of_name.flat(self._arrays.names_of_code.starts[[code]])
            left = columns(fits, self._arrays.words_of_name.items[title]).max(axis=1) < SURE
            chosen.append(int(np.argmax(np.round(by_meaning[one][left].sum(axis=0), 3))))
        return chosen

    def _by_meaning(self, fits: Floats, one: int) -> Floats:
        """By row and 7th character of a set: how well a word of its meaning fits."""
        meanings, _ = self._arrays.meanings_of_set.flat(np.array([one]))
        words, counts = self._arrays.words_of_meaning.flat(meanings)
        held = columns(fits, self._arrays.words_of_meaning.items[words])
        held[held < SURE] = 0
        best: Floats = np.maximum.reduceat(held, np.cumsum(counts) - counts, axis=1)
        return best
