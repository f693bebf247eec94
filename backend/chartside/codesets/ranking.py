"""How well a name answers a question: how much of each is found in the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from chartside.codesets.words import VAGUE

EXACT = 0.5
HEADER = -0.06
UNSPECIFIED = -0.03
OTHER = -0.08
"""Other than what the question says, so rarely what was meant."""
STATUS = -0.1
"""Z codes are about a history, a contact or a screening, and seldom what a bare name means."""
CORRECTED = 0.7
EXPANDED = 0.95
_KIND = {"note": -0.05, "inclusion": -0.01, "lay": -0.01}


class Name(NamedTuple):
    """A row of the search index; `words` and `optional` are folded, `optional` stood in brackets."""

    id: int
    key: str
    code: str
    kind: str
    text: str
    words: tuple[str, ...]
    optional: tuple[str, ...]
    billable: bool

    @classmethod
    def of(cls, row: Sequence[Any]) -> "Name":
        """The name in a row of the table `name`."""
        number, key, code, kind, text, words, optional, billable = row
        return cls(
            number, key, code, kind, text, tuple(words.split()), tuple(optional.split()), bool(billable)
        )


@dataclass(frozen=True)
class Question:
    """The folded words that were asked, and near words of the index for misspelled ones."""

    words: list[str]
    corrections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def near(self, word: str) -> tuple[str, ...]:
        """Corrections of one word."""
        return self.corrections.get(word, ())


def score(question: Question, name: Name, expansions: Mapping[str, tuple[tuple[str, ...], ...]]) -> float:
    """From 0 to about 1.5; 1 and more when question and name say the same."""
    weights = dict.fromkeys(name.optional, 0.2) | {word: _weight(word) for word in name.words}
    covered: dict[str, float] = {}
    answered = 0.0
    for asked in question.words:
        value, used = _answer(asked, question.near(asked), expansions.get(asked, ()), weights)
        answered += value
        for word in used:
            covered[word] = max(covered.get(word, 0.0), value)
    asked_part = answered / len(question.words)
    total = sum(weight for word, weight in weights.items() if weight > 0.2 or word in covered) or 1.0
    name_part = sum(weights[word] * value for word, value in covered.items()) / total
    value = 0.5 * asked_part + 0.5 * name_part
    if asked_part > 0.94 and name_part > 0.94:
        value += EXACT
    elif name.key.startswith("Z"):
        value += STATUS
    if not name.billable:
        value += HEADER
    if "unspecified" in name.words and "unspecified" not in question.words:
        value += UNSPECIFIED
    if "other" in name.words and "other" not in question.words:
        value += OTHER
    return value + _KIND.get(name.kind, 0.0)


def _weight(word: str) -> float:
    return 0.3 if word in VAGUE else 1.0


def _answer(
    asked: str, near: Sequence[str], expansions: Sequence[tuple[str, ...]], weights: Mapping[str, float]
) -> tuple[float, tuple[str, ...]]:
    """How well the name's words answer one asked word, and which of them do."""
    if asked in weights:
        return 1.0, (asked,)
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    for parts in expansions:
        if all(part in weights for part in parts):
            best = max(best, (EXPANDED, parts))
    for word in weights:
        if word.startswith(asked):
            best = max(best, (0.5 + 0.4 * len(asked) / len(word), (word,)))
        elif word in near:
            best = max(best, (CORRECTED, (word,)))
    return best
