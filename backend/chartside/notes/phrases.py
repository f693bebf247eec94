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
        first = words[start]
        is_phrase = self._table.get(first)
        if is_phrase is None:
            return None
        found = (start + 1, first) if is_phrase else None
        begun = [first]
        for place in range(start + 1, len(words)):
            word = words[place]
            longer = []
            for phrase in begun:
                grown = f"{phrase} {word}"
                is_phrase = self._table.get(grown)
                if is_phrase is None:
                    continue
                longer.append(grown)
                if is_phrase:
                    found = (place + 1, grown)
            # A skipped word may also belong to a phrase, so both ways are followed.
            begun = longer + begun if word in skipped else longer
            if not begun:
                break
        return found
