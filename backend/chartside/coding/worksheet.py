"""What is known about one note while its codes are worked out; rules read it and change it.

A rule never touches assertion and never invents evidence: a code that it adds rests on mentions of the
note, and what it takes away is kept with the reason.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from chartside.codesets.store import CodeSet
from chartside.coding.judgement import is_coded
from chartside.coding.narration import Narration
from chartside.model import Assertion, Candidate, Conflict, Mention, MissingDetail, Note, ReasoningStep


@dataclass(frozen=True, slots=True)
class Folded:
    """A code that is not listed by itself: why, and the candidates that named it."""

    reason: str
    """`integral_symptom`, `superseded`, `secondary_only`."""
    section: str
    into: str
    """The code that says it already; empty when there is none."""
    candidates: tuple[Candidate, ...]


@dataclass(slots=True)
class Worksheet:
    """The working state of one note.

    Attributes:
        coded: candidates that count, by code, the one that titles a problem first.
        left_out: candidates that the setting's guidelines leave out, by code and assertion.
        folded: codes that a rule took out of the list.
        missing: detail left open, by code.
        support: names of rules that speak for a code; the ranking knows them as features.
        conflicts: codes that do not go together.
        narration: the note's statements, for what no term of the vocabulary names.
    """

    note: Note
    code_set: CodeSet
    mentions: tuple[Mention, ...]
    coded: dict[str, list[Candidate]] = field(default_factory=dict)
    left_out: dict[tuple[str, Assertion], list[Candidate]] = field(default_factory=dict)
    folded: dict[str, Folded] = field(default_factory=dict)
    missing: dict[str, tuple[MissingDetail, ...]] = field(default_factory=dict)
    support: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    conflicts: list[Conflict] = field(default_factory=list)
    narration: Narration = field(default_factory=Narration)

    @property
    def text(self) -> str:
        """The note's text."""
        return self.note.text

    def having(self, *prefixes: str) -> list[str]:
        """The codes of `coded` that begin with one of these, in the order they were found."""
        return [code for code in self.coded if code.startswith(prefixes)]

    def told(self, *prefixes: str) -> Iterator[Candidate]:
        """Candidates that are coded, or left out only because they are told as past."""
        for code in self.having(*prefixes):
            yield from self.coded[code]
        for (code, assertion), group in self.left_out.items():
            if assertion is Assertion.HISTORICAL and code.startswith(prefixes):
                yield from group

    def sentence(self, candidate: Candidate) -> str:
        """The sentence in which a candidate stands."""
        start, end = candidate.mention.sentence
        return self.text[start:end]

    def replace(self, code: str, by: str, step: ReasoningStep, more: Sequence[Candidate] = ()) -> None:
        """Let `by` stand for `code`, if the release has it; candidates of `more` speak for it too."""
        if self.code_set.find(by) is None:
            return
        moved = [*self.coded.pop(code), *more]
        self.missing.pop(code, None)
        self._append(by, [replace(each, code=by, steps=(*each.steps, step)) for each in moved])

    def offer(
        self, code: str, resting_on: Sequence[Candidate], step: ReasoningStep, support: str = "partner"
    ) -> None:
        """Add a code that follows from documented conditions (`resting_on`), if the release has it."""
        if self.code_set.find(code) is None:
            return
        self._append(code, [replace(each, code=code, steps=(*_term(each), step)) for each in resting_on])
        self.support[code].add(support)

    def fold(self, code: str, into: str, reason: str, section: str) -> None:
        """Take `code` out of the list because `into` says it already, or for another `reason`."""
        self.folded[code] = Folded(reason, section, into, tuple(self.coded.pop(code)))

    def add_step(self, code: str, step: ReasoningStep) -> None:
        """Say one thing more about how `code` was reached."""
        self.coded[code] = [replace(each, steps=(*each.steps, step)) for each in self.coded[code]]

    def _append(self, code: str, candidates: list[Candidate]) -> None:
        known = self.coded.setdefault(code, [])
        spans = {(each.mention.start, each.mention.end) for each in known}
        known += [each for each in candidates if (each.mention.start, each.mention.end) not in spans]
        known.sort(key=titles_no_problem)


def _term(candidate: Candidate) -> tuple[ReasoningStep, ...]:
    """What the note says, the first step of a chain, where a term of the vocabulary says it."""
    return tuple(step for step in candidate.steps[:1] if step.step == "term")


def titles_no_problem(candidate: Candidate) -> bool:
    """Sorts candidates whose mention titles a problem to the front."""
    return not candidate.mention.problem_heading


def open_worksheet(
    note: Note,
    code_set: CodeSet,
    mentions: tuple[Mention, ...],
    found: Iterable[tuple[Candidate, tuple[MissingDetail, ...]]],
    narration: Narration | None = None,
) -> Worksheet:
    """A worksheet with `found` sorted into what the note's setting codes and what it leaves out."""
    sheet = Worksheet(note, code_set, mentions, narration=narration or Narration())
    for candidate, missing in found:
        assertion = candidate.mention.assertion
        if is_coded(assertion, note.setting, candidate.code):
            sheet.coded.setdefault(candidate.code, []).append(candidate)
            sheet.missing[candidate.code] = missing
        else:
            sheet.left_out.setdefault((candidate.code, assertion), []).append(candidate)
    for group in sheet.coded.values():
        group.sort(key=titles_no_problem)
    return sheet


def groups(sheet: Worksheet) -> Iterator[tuple[str, list[Candidate]]]:
    """Codes and their candidates as they are now; the worksheet may be changed meanwhile."""
    yield from [(code, list(group)) for code, group in sheet.coded.items()]
