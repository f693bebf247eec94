"""The types of the record: who decided what about which code of which encounter, when and why."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from chartside.errors import ReviewError
from chartside.model import Setting

Json = dict[str, Any]


class Role(StrEnum):
    """What a person may do beside coding."""

    CODER = "coder"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Mode(StrEnum):
    """How the coder works through an encounter."""

    ASSISTED = "assisted"
    FIRST_PASS = "first_pass"  # noqa: S105
    """Own codes first; the suggestions are shown after them."""
    TRAINING = "training"
    """As a first pass, and nothing is learned from it."""


class DecisionKind(StrEnum):
    """What a coder does with a code."""

    ACCEPT = "accept"
    CHANGE = "change"
    """`code` in place of `from_code`."""
    REJECT = "reject"
    ADD = "add"


class RejectReason(StrEnum):
    """Why a suggestion is not coded."""

    NOT_DOCUMENTED = "not_documented"
    NOT_TREATED = "not_treated"
    UNCERTAIN = "uncertain"
    HISTORY_ONLY = "history_only"
    INTEGRAL = "integral"
    LESS_SPECIFIC = "less_specific"
    WRONG_SIDE = "wrong_side"
    DUPLICATE = "duplicate"
    UNRELATED = "unrelated"
    OTHER = "other"


class EncounterState(StrEnum):
    """Where an encounter stands."""

    OPEN = "open"
    FINALIZED = "finalized"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Coder:
    """Who acts.

    Attributes:
        id: stable, such as a random identifier.
        name: as people call them.
        person: False for the token of a script, which may never finalize.
    """

    id: str
    name: str
    role: Role = Role.CODER
    person: bool = True


@dataclass(frozen=True, slots=True)
class Versions:
    """What produced the suggestions: releases and digests."""

    engine: str
    rules: str
    weights: str


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """What is kept of a note: never its text.

    Attributes:
        source: the host of the page, or another short word for where it was read.
        digest: keyed, so that a guessed text cannot be tested without the key.
        characters: its length in code points.
        wide: code point offsets of its characters beyond U+FFFF, which take two units in JavaScript.
    """

    source: str
    digest: str
    characters: int
    setting: Setting
    day: date | None = None
    wide: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation that a decision rests on; offsets are code points of the note."""

    start: int
    end: int
    text: str
    section: str | None = None
    assertion: str = "present"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a coder decides about one code."""

    kind: DecisionKind
    code: str
    from_code: str | None = None
    reason: RejectReason | None = None
    reason_text: str = ""
    quotes: tuple[Quote, ...] = ()
    active_seconds: float = 0.0
    """Seconds that the coder has been active on this encounter so far, idle time left out."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the ledger."""

    seq: int
    at: str
    kind: str
    encounter: str | None
    actor: str
    body: Json
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision as it stands in the record."""

    encounter: str
    number: int
    kind: DecisionKind
    code: str
    from_code: str | None
    reason: RejectReason | None
    coder: str
    at: str
    undone: bool
    shown: bool
    """Whether the code had been suggested when it was decided."""

    def is_again(self, other: Decision) -> bool:
        """Whether a decision that was sent is this one."""
        return (self.kind, self.code, self.from_code) == (other.kind, other.code, other.from_code)


@dataclass(frozen=True, slots=True)
class EncounterView:
    """An encounter as it stands in the record; times are UTC, in ISO form."""

    id: str
    coder: str
    source: str
    setting: Setting
    day: str | None
    mode: Mode
    state: EncounterState
    code_set: str
    versions: Versions
    note_digest: str
    note_characters: int
    readings: int
    opened_at: str
    first_action_at: str | None
    finalized_at: str | None
    finalized_by: str | None
    active_seconds: float
    revealed_at: str | None = None
    """When the suggestions were shown, in a first pass and in training."""
    decisions: tuple[DecisionView, ...] = field(default=())

    @property
    def hidden(self) -> bool:
        """Whether the coder has not seen the suggestions yet."""
        return self.mode is not Mode.ASSISTED and self.revealed_at is None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that the coder has, in the order of the decisions."""
        standing: dict[str, bool] = {}
        for decision in self.decisions:
            if decision.undone:
                continue
            if decision.from_code:
                standing.pop(decision.from_code, None)
            standing.pop(decision.code, None)
            if decision.kind is not DecisionKind.REJECT:
                standing[decision.code] = True
        return tuple(standing)


def check(decision: Decision) -> None:
    """Whether the parts of a decision fit together.

    Raises:
        ReviewError: they do not.
    """
    if (decision.kind is DecisionKind.CHANGE) != (decision.from_code is not None):
        raise ReviewError("A change names the code it takes the place of, and only a change does.")
    if decision.kind is DecisionKind.REJECT and decision.reason is None:
        raise ReviewError("A rejection needs a reason; choose one of the list.")
