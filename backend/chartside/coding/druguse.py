"""What is said of a drug in the words around its name: taken for long, short, ended, planned, refused, given.

Table: `drug-use.tsv` in `codesets/rules/`.
"""

from collections.abc import Container, Iterator, Sequence

from chartside.coding.notewords import words_of
from chartside.coding.patterns import read_word_classes
from chartside.datafiles import read_rows
from chartside.notes.phrases import PhraseTable

USE = "rules/drug-use.tsv"
SAYS = (
    "daily",
    "long",
    "taking",
    "short",
    "given",
    "ended",
    "planned",
    "refused",
    "absent",
    "relative",
    "other",
)
_VERBS = ("taking", "ended", "planned", "refused", "absent", "given")
NEAR = 9
"""Words around a drug in which its use is told."""
_HOW, _WHOM = "how taken", "whom"
"""Words between "on" and a drug, and between a verb and "on", by their name in `word-classes.tsv`."""


class DrugUse:
    """Reads what is said of a drug."""

    def __init__(self, drug_words: Container[str]) -> None:
        """Read the table.

        Args:
            drug_words: the words that a drug's name begins with.

        Raises:
            DataFileError: with file, line and reason.
        """
        self._drug_words = drug_words
        rows = read_rows(USE, ("pattern", "says", "source"), unique=("pattern",), allowed={"says": SAYS})
        self._says = {
            " ".join(words_of(phrase).texts): row["says"]
            for row in rows
            for phrase in row["pattern"].split("|")
        }
        self._phrases = PhraseTable(self._says)
        classes = read_word_classes()
        self._how, self._whom = frozenset(classes[_HOW]), frozenset(classes[_WHOM])

    def of(self, words: Sequence[str], first: int, last: int, bounds: tuple[int, int]) -> frozenset[str]:
        """What is said of the drug at the words `first` to `last`; `bounds` keep to its own words.

        Before a drug the nearest verb counts ("stop metformin and start insulin"), also from before the
        drugs that it is listed with; how it is taken stands between it and its neighbours.
        """
        start = max(0, first - NEAR)
        before = list(self._find(words[start:first]))
        own = bounds[0] - start
        said = {says for end, says in before if says in ("daily", "long") and end > own}
        verbs = [(end, says) for end, says in before if says in _VERBS]
        verbs += [(place + 1, "taking") for place in self._on(words[start : first + 1], before)]
        said |= {says for _, says in self._find(words[last : min(last + NEAR, bounds[1])])}
        said -= {"other", "absent"}
        if verbs:
            said.add(max(verbs, key=lambda verb: verb[0])[1])
        said |= {says for _, says in before if says == "relative"}
        beside = [*words[max(0, first - 1) : first], *words[last : last + 1]]
        said |= {"other" for _, says in self._find(beside) if says == "other"}
        return frozenset(said)

    def _find(self, words: Sequence[str]) -> Iterator[tuple[int, str]]:
        """The word after each phrase of the table, and what it says; longest phrases first."""
        place = 0
        while place < len(words):
            match = self._phrases.longest(words, place)
            if match is None:
                place += 1
                continue
            place = match[0]
            yield place, self._says[match[1]]

    def _on(self, words: Sequence[str], before: Sequence[tuple[int, str]]) -> Iterator[int]:
        """Where "on" alone stands before a drug: "AF on warfarin", not "start him on" nor "no longer on"."""
        for place, word in enumerate(words[:-1]):
            said = place - (place > 0 and words[place - 1] in self._whom)
            if word == "on" and all(end not in (place, said) for end, _ in before):
                after = place + 1
                while after < len(words) - 1 and (words[after] in self._how or words[after].isdigit()):
                    after += 1
                if words[after] in self._drug_words:
                    yield place
