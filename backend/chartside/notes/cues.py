"""Cues of assertion as rules: read from `codesets/assertion/`, matched and given their scope.

The rules are medspaCy's `ConTextRule`s and the algorithm is its ConText; this reader refuses a wrong
row with file and line.
"""

from collections import defaultdict
from collections.abc import Sequence

from medspacy.context import ConTextGraph, ConTextModifier, ConTextRule
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from chartside.datafiles import read_rows

CATEGORIES = ("negated", "uncertain", "historical", "family", "hypothetical", "present", "none")
DIRECTIONS = ("forward", "backward", "bidirectional", "terminate", "pseudo")
CUES = "assertion/cues.tsv"


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
        allowed={"category": CATEGORIES, "direction": DIRECTIONS},
    )
    return [
        ConTextRule(
            literal=row["cue"],
            category=row["category"].upper(),
            direction=row["direction"].upper(),
            max_scope=int(row["max_tokens"]) if row["max_tokens"] else None,
            # A statement of presence ends what was said before it: "no fever, positive for cough".
            terminated_by={"PRESENT"} if row["category"] != "present" else set(),
        )
        for row in rows
    ]


class CueMatcher:
    """Finds the cues of a note once and links them, sentence by sentence, to the mentions."""

    def __init__(self, nlp: Language, rules: Sequence[ConTextRule]) -> None:
        by_words: dict[str, list[ConTextRule]] = defaultdict(list)
        for rule in rules:
            by_words[rule.literal.lower()].append(rule)
        self._rules = {nlp.vocab.strings.add(words): found for words, found in by_words.items()}
        self._matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        for words in by_words:
            self._matcher.add(words, [nlp.make_doc(words)])

    def find(self, doc: Doc) -> list[tuple[int, int, int]]:
        """Cues of the whole note as (start, end, key), in order; of overlapping ones the longest."""
        matches = sorted(
            ((start, end, key) for key, start, end in self._matcher(doc)), key=lambda m: (m[0] - m[1], m[0])
        )
        taken = bytearray(len(doc))
        kept = []
        for start, end, key in matches:
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                kept.append((start, end, key))
        return sorted(kept)

    def modifiers(
        self, doc: Doc, cues: Sequence[tuple[int, int, int]], sentence: tuple[int, int]
    ) -> list[ConTextModifier]:
        """ConText modifiers of one sentence (token range), each with its scope inside that sentence."""
        found = []
        first, last = sentence
        for start, end, key in cues:
            for rule in self._rules[key]:
                reach = rule.max_scope or len(doc)
                forward = rule.direction in ("FORWARD", "BIDIRECTIONAL")
                backward = rule.direction in ("BACKWARD", "BIDIRECTIONAL")
                whole = rule.direction in ("TERMINATE", "PSEUDO")
                scope_start = max(first, start - reach) if backward or whole else end
                scope_end = min(last, end + reach) if forward or whole else start
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
