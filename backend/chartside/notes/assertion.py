"""What the note says about each mention: the six assertions, and the words that decided it.

Order of judgement: a template around the mention ("(-) fever", "Fever: no"), cues in its sentence by
ConText, the section it stands in. "History of" a chronic disease is present: it is coded as long as
it is treated (Official Guidelines IV.I, IV.J).
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span

from chartside.datafiles import read_rows
from chartside.model import Assertion, Cue
from chartside.notes.context import ConTextModifier
from chartside.notes.cues import CueMatcher, Found, read_cues, read_doubt
from chartside.notes.sections import NoteSection
from chartside.notes.templates import Judgement, by_template, by_time

# "No family history of cancer": what is denied is not family history.
PRIORITY = (
    Assertion.NEGATED,
    Assertion.FAMILY,
    Assertion.HYPOTHETICAL,
    Assertion.UNCERTAIN,
    Assertion.HISTORICAL,
)
_PAST_WORDS = frozenset(("old", "prior", "previous", "remote"))
_LETTERS = re.compile(r"[a-z/]+")


@dataclass(frozen=True, slots=True)
class Target:
    """A span to judge: token range, and whether its codes are chronic diseases."""

    start: int
    end: int
    chronic: bool = False


class AssertionEngine:
    """Judges targets sentence by sentence; sentences without a target cost nothing."""

    def __init__(
        self,
        cues: CueMatcher,
        answers: dict[str, Assertion],
        sections: dict[str, Assertion],
        lifting: Collection[str],
        doubt: Mapping[str, str],
    ) -> None:
        self._cues = cues
        self._answers = answers
        self._sections = sections
        self._lifting = frozenset(lifting)
        self._doubt = doubt

    def judge(
        self,
        doc: Doc,
        text: str,
        sentence: tuple[int, int],
        targets: Sequence[Target],
        section: NoteSection | None,
    ) -> list[Judgement]:
        """The assertion of each target of one sentence, with the cues that decided it.

        Args:
            doc: the note.
            text: the note's text, as `doc.text` would build it anew.
            sentence: token range of the sentence.
            targets: spans inside the sentence, in order, without overlaps.
            section: the section around the sentence.
        """
        cues = self._outside(doc, self._cues.find(doc, sentence), targets)
        last = doc[sentence[1] - 1]
        bounds = doc[sentence[0]].idx, last.idx + len(last)
        spans = [Span(doc, target.start, target.end, label="CONDITION") for target in targets]
        modifiers = self._cues.modifiers(doc, cues, sentence)
        linked = self._cues.link(spans, modifiers) if modifiers else [[] for _ in spans]
        return [
            self._judge(doc, text, bounds, target, found, section)
            for target, found in zip(targets, linked, strict=True)
        ]

    def _outside(self, doc: Doc, cues: Sequence[Found], targets: Sequence[Target]) -> list[Found]:
        """Cues as far as they lie before or after the targets ("no acute" before "acute distress").

        What is left of "not on" before "on insulin" is a cue itself, and another one.
        """
        kept = []
        for start, end, words in cues:
            for target in targets:
                if target.start <= start < target.end:
                    start = end
                elif start < target.start < end:
                    end = target.start
                    words = self._cues.cue_of(doc, start, end) or words
            if start < end:
                kept.append((start, end, words))
        return kept

    def _judge(
        self,
        doc: Doc,
        text: str,
        sentence: tuple[int, int],
        target: Target,
        modifiers: Sequence[ConTextModifier],
        section: NoteSection | None,
    ) -> Judgement:
        start, end = doc[target.start].idx, doc[target.end - 1].idx + len(doc[target.end - 1])
        found = by_template(text, start, end, sentence, self._answers)
        found = found or self._by_cues(doc, target, modifiers)
        if found is None and not target.chronic:
            found = by_time(text, start, end, sentence) or _by_first_word(doc, target)
        if found and found[0] is Assertion.HISTORICAL and target.chronic and _is_beneath(doc, target):
            found = Assertion.PRESENT, found[1]
        return found or self._by_section(doc, target, section)

    def _by_cues(self, doc: Doc, target: Target, modifiers: Sequence[ConTextModifier]) -> Judgement | None:
        found: dict[Assertion, list[Cue]] = {}
        for modifier in modifiers:
            start, end = modifier.modifier_span
            if modifier.category == "UNCERTAIN" and self._owned(doc, end, target):
                continue
            span = doc[start:end]
            category = modifier.category.lower()
            cue = Cue(span.start_char, span.end_char, span.text, category)
            found.setdefault(Assertion(category), []).append(cue)
        confirmed = Assertion.PRESENT in found and any(
            modifier.category == "PRESENT" and modifier.direction == "BACKWARD" for modifier in modifiers
        )
        for assertion in PRIORITY:
            if assertion in found:
                if confirmed and assertion in (Assertion.UNCERTAIN, Assertion.HYPOTHETICAL):
                    continue
                if assertion is Assertion.HISTORICAL and target.chronic and self._lifts(found[assertion]):
                    return Assertion.PRESENT, tuple(found[assertion])
                return assertion, tuple(found[assertion])
        if Assertion.PRESENT in found:
            return Assertion.PRESENT, tuple(found[Assertion.PRESENT])
        return None

    def _owned(self, doc: Doc, cue_end: int, target: Target) -> bool:
        """Whether words after a cue of doubt say that the condition is there: "likely due to her COPD"."""
        for place in range(target.start - 1, cue_end - 1, -1):
            role = self._doubt.get(doc[place].lower_)
            if role != "between":
                return role == "owner"
        return False

    def _lifts(self, cues: Sequence[Cue]) -> bool:
        """Whether all cues speak of a history; "resolved" or "as a child" end a chronic disease too."""
        return all(self._lifting & set(_LETTERS.findall(cue.text.lower())) for cue in cues)

    def _by_section(self, doc: Doc, target: Target, section: NoteSection | None) -> Judgement:
        assertion = self._sections.get(section.category) if section else None
        if section is None or assertion is None or doc[target.start].idx < section.body:
            return Assertion.PRESENT, ()
        if assertion is Assertion.HISTORICAL and target.chronic:
            return Assertion.PRESENT, ()
        end = section.start + len(section.title)
        return assertion, (Cue(section.start, end, section.title, "section"),)


def _is_beneath(doc: Doc, target: Target) -> bool:
    """Whether it is what another came upon: in "AKI on CKD, resolved" the CKD is not over."""
    return target.start > 0 and doc[target.start - 1].lower_ == "on"


def _by_first_word(doc: Doc, target: Target) -> Judgement | None:
    """Historical for a span that says so itself ("old lacunar infarct")."""
    first = doc[target.start]
    if target.end - target.start < 2 or first.lower_ not in _PAST_WORDS:
        return None
    return Assertion.HISTORICAL, (Cue(first.idx, first.idx + len(first), first.text, "historical"),)


def build_engine(nlp: Language) -> AssertionEngine:
    """The engine with the curated cues, answers and section rules."""
    values = [assertion.value for assertion in Assertion]
    answers = read_rows(
        "assertion/answers.tsv", ("answer", "assertion"), unique=("answer",), allowed={"assertion": values}
    )
    sections = read_rows(
        "sections/section-assertion.tsv",
        ("category", "assertion", "note"),
        unique=("category",),
        allowed={"assertion": values},
    )
    lifting = read_rows("assertion/lifting.tsv", ("word", "note"), unique=("word",))
    doubt = read_doubt()
    return AssertionEngine(
        CueMatcher(nlp, read_cues(), [words for words, role in doubt.items() if role == "cause"]),
        {row["answer"]: Assertion(row["assertion"]) for row in answers},
        {row["category"]: Assertion(row["assertion"]) for row in sections},
        [row["word"] for row in lifting],
        doubt,
    )
