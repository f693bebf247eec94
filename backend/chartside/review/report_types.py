"""What an audit report of an encounter says; every form of it is written from these."""

from dataclasses import dataclass

from chartside.review.records import Coder, EncounterView, Versions


@dataclass(frozen=True, slots=True)
class QuoteTold:
    """Words of the note that a code rests on; offsets are code points. `text` is empty once erased."""

    start: int
    end: int
    text: str
    section: str | None
    assertion: str
    cues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepTold:
    """A step of the reasoning as it was shown."""

    step: str
    text: str
    reference: str


@dataclass(frozen=True, slots=True)
class GuidelineTold:
    """A section of the Official Guidelines as it was shown."""

    section: str
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class ShownTold:
    """What was on screen about a code when it was decided; all empty for a code the coder added."""

    description: str = ""
    tier: str | None = None
    confidence: float | None = None
    quotes: tuple[QuoteTold, ...] = ()
    reasoning: tuple[StepTold, ...] = ()
    guidelines: tuple[GuidelineTold, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """A code and the decision that stands about it."""

    code: str
    how: str
    """`accept`, `change`, `add` or `reject`."""
    other: str | None
    """Of a changed code, the one it took the place of; of a rejected one, what took its place."""
    coder: Coder
    at: str
    event: int
    """Number of the ledger's event."""
    hash: str
    reason: str | None
    reason_text: str
    quotes: tuple[QuoteTold, ...]
    """What the coder quoted, else what the suggestion did."""
    shown: ShownTold


@dataclass(frozen=True, slots=True)
class Undecided:
    """A code that was offered and on which no decision stands."""

    code: str
    shown: ShownTold


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A condition that the note names and that was not offered, and why."""

    code: str
    description: str
    reason: str
    guideline: GuidelineTold | None
    quotes: tuple[QuoteTold, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An event of the encounter in plain words; `good` says whether it matches its hash and its code."""

    seq: int
    at: str
    kind: str
    actor: str
    text: str
    versions: Versions | None
    previous: str
    hash: str
    good: bool


@dataclass(frozen=True, slots=True)
class AuditReport:
    """All that the record knows of one encounter; times are UTC, in ISO form.

    Attributes:
        coder: whose encounter it is.
        closed_by: who finalized it.
        codes: those that stand, in the order of the decisions.
        rejected: suggestions that were rejected or changed to another code.
        undecided: suggestions of the last reading on which nothing was decided.
        not_coded: what the note names and does not affirm, and the like.
        conflicts: sentences, as they were shown.
        head: number of events and last hash of the whole ledger when the report was made.
    """

    encounter: EncounterView
    coder: Coder
    closed_by: Coder | None
    codes: tuple[Decided, ...]
    rejected: tuple[Decided, ...]
    undecided: tuple[Undecided, ...]
    not_coded: tuple[LeftOut, ...]
    conflicts: tuple[str, ...]
    ledger: tuple[Line, ...]
    head: tuple[int, str]
    made_at: str

    @property
    def good(self) -> bool:
        """Whether every event of the encounter matches its hash; the whole chain is another check."""
        return all(line.good for line in self.ledger)
