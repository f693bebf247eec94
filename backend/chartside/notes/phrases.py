"""A table of phrases for matching word by word: each phrase and each beginning of one."""

from collections.abc import Collection, Iterable, Sequence


class PhraseTable:
    """Finds the longest phrase that starts at a word; one dictionary look-up a word."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._table = dict.fromkeys(phrases, True)
        for phrase in list(self._table):
            cut = phrase.rfind(" ")
            while cut > 0 and (beginning := phrase[:cut]) not in self._table:
                self._table[beginning] = False
                cut = phrase.rfind(" ", 0, cut)

    def longest(
        self, words: Sequence[str], start: int, skipped: Collection[str] = ()
    ) -> tuple[int, str] | None:
        """The place after the longest phrase that starts at `words[start]`, and that phrase.

        Words of `skipped` may stand inside a phrase without belonging to it.
        """
        phrase = words[start]
        is_phrase = self._table.get(phrase)
        if is_phrase is None:
            return None
        found = (start + 1, phrase) if is_phrase else None
        for place in range(start + 1, len(words)):
            longer = f"{phrase} {words[place]}"
            is_phrase = self._table.get(longer)
            if is_phrase is None:
                if words[place] not in skipped:
                    break
            else:
                phrase = longer
                if is_phrase:
                    found = (place + 1, phrase)
        return found
