"""Cues of assertion as rules: read from `codesets/assertion/`, matched and given their scope.

The rules are medspaCy's `ConTextRule`s and the algorithm is its ConText; this reader refuses a wrong
row with file and line.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from chartside.datafiles import read_rows
from chartside.notes.context import ConTextGraph, ConTextModifier, ConTextRule
from chartside.notes.phrases import PhraseTable

CATEGORIES = ("negated", "uncertain", "historical", "family", "hypothetical", "present", "none")
DIRECTIONS = ("forward", "backward", "bidirectional", "terminate", "pseudo")
CUES, DOUBT = "assertion/cues.tsv", "assertion/doubt.tsv"
_DOUBTED_CAUSE = "likely due to"
"""The cue that a cause behind any cue of doubt is read as."""

Found = tuple[int, int, str]
"""First token, token after the last, and the words of a cue."""


def read_cues() -> list[ConTextRule]:
    """The rules of `codesets/assertion/cues.tsv`.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows(
        CUES,
        ("cue", "category", "direction", "max_tokens", "expect", "example"),
        unique=("cue", "direction", "category"),
        optional=("max_tokens",),
        numbers=("max_tokens",),
        allowed={"category": CATEGORIES, "direction": DIRECTIONS},
    )
    return [
        ConTextRule(
            literal=row["cue"],
            category=row["category"].upper(),
            direction=row["direction"].upper(),
            max_scope=int(row["max_tokens"]) if row["max_tokens"] else None,
            # A statement of presence ends what was said before it: "no fever, positive for cough".
            terminated_by={"PRESENT"} if row["category"] not in ("present", "family") else set(),
        )
        for row in rows
    ]


def read_doubt() -> dict[str, str]:
    """What stands after a cue of doubt, and its role: `owner`, `between` or `cause`.

    Raises:
        DataFileError: with file, line and reason.
    """
    rows = read_rows(
        DOUBT, ("word", "role", "note"), unique=("word",), allowed={"role": ("owner", "between", "cause")}
    )
    return {row["word"]: row["role"] for row in rows}


def _word(token: Token) -> str:
    return str(token.lower_).replace("’", "'")


def _key(nlp: Language, literal: str) -> str:
    """A cue as the tokens of a note will spell it."""
    words = literal.lower().split()
    if all(word.isalpha() and word not in nlp.tokenizer.rules for word in words):
        # The tokenizer would do the same, ten times slower, for thousands of cues at every start.
        return " ".join(words)
    return " ".join(_word(token) for token in nlp.make_doc(literal))


class CueMatcher:
    """Finds the cues of a sentence and links them to its mentions."""

    def __init__(self, nlp: Language, rules: Sequence[ConTextRule], causes: Collection[str] = ()) -> None:
        self._rules: dict[str, list[ConTextRule]] = defaultdict(list)
        for rule in rules:
            self._rules[_key(nlp, rule.literal)].append(rule)
        self._table = PhraseTable(self._rules)
        self._causes = {_key(nlp, cause) for cause in causes}

    def find(self, doc: Doc, sentence: tuple[int, int]) -> list[Found]:
        """Cues of one sentence (token range) as (start, end, cue), in order, the longest first."""
        words: list[str] = []
        places: list[int] = []
        for place, token in enumerate(doc[sentence[0] : sentence[1]], sentence[0]):
            word = _word(token)
            if not word.isspace():
                words.append(word)
                places.append(place)
        if words and words[-1] not in ".!?":
            # Cues such as "likely ." mean the end of the statement, with a full stop or without.
            words.append(".")
            places.append(places[-1])
        found: list[Found] = []
        place = 0
        while place < len(words):
            match = self._table.longest(words, place)
            if match is None:
                place += 1
                continue
            start, end, cue = places[place], places[match[0] - 1] + 1, match[1]
            if cue in self._causes and found and found[-1][1] == start and self._doubts(found[-1][2]):
                start, cue = found.pop()[0], _DOUBTED_CAUSE
            found.append((start, end, cue))
            place = match[0]
        return found

    def _doubts(self, cue: str) -> bool:
        return any(rule.category == "UNCERTAIN" for rule in self._rules[cue])

    def cue_of(self, doc: Doc, start: int, end: int) -> str | None:
        """The cue that exactly these tokens are, if they are one."""
        words = " ".join(_word(token) for token in doc[start:end] if not token.is_space)
        return words if words in self._rules else None

    def modifiers(self, doc: Doc, cues: Sequence[Found], sentence: tuple[int, int]) -> list[ConTextModifier]:
        """ConText modifiers of one sentence (token range), each with its scope inside that sentence."""
        found = []
        first, last = sentence
        blanks = [token.i for token in doc[first:last] if token.is_space] if cues else []
        for start, end, words in cues:
            for rule in self._rules[words]:
                reach = rule.max_scope or len(doc)
                forward = rule.direction in ("FORWARD", "BIDIRECTIONAL")
                backward = rule.direction in ("BACKWARD", "BIDIRECTIONAL")
                # Terminators keep to their own words: ConText compares scopes by overlap.
                scope_start = (
                    max(first, _back(start, reach, blanks)) if backward else end if forward else start
                )
                scope_end = min(last, _on(end, reach, blanks)) if forward else start if backward else end
                found.append(ConTextModifier(rule, start, end, doc, scope_start, scope_end))
        return found

    @staticmethod
    def link(targets: Sequence[Span], modifiers: list[ConTextModifier]) -> list[list[ConTextModifier]]:
        """The modifiers that reach each target, after terminators and neighbours limited them."""
        graph = ConTextGraph(targets=list(targets), modifiers=modifiers)
        graph.update_scopes()
        graph.apply_modifiers()
        linked: dict[tuple[int, int], list[ConTextModifier]] = defaultdict(list)
        for target, modifier in graph.edges:
            linked[target.start, target.end].append(modifier)
        return [linked[target.start, target.end] for target in targets]


def _on(place: int, reach: int, blanks: Sequence[int]) -> int:
    """The token after `reach` words from `place` on; line ends are no words."""
    end = place + reach
    for blank in blanks:
        if place <= blank < end:
            end += 1
    return end


def _back(place: int, reach: int, blanks: Sequence[int]) -> int:
    """The token `reach` words before `place`."""
    start = place - reach
    for blank in reversed(blanks):
        if start <= blank < place:
            start -= 1
    return start
