"""The five nouns as frozen types; every type that crosses a floor is here.

Offsets are code points of the note's text, half-open: ``text[start:end]``.
"""

import datetime
from dataclasses import dataclass, field
from enum import StrEnum


class Assertion(StrEnum):
    """What the note says about a mentioned condition."""

    PRESENT = "present"
    NEGATED = "negated"
    UNCERTAIN = "uncertain"
    HISTORICAL = "historical"
    FAMILY = "family"
    HYPOTHETICAL = "hypothetical"


class Setting(StrEnum):
    """Which part of the guidelines applies: IV (outpatient) or II and III (inpatient)."""

    OUTPATIENT = "outpatient"
    INPATIENT = "inpatient"


class Tier(StrEnum):
    """`suggested` is the short open list, `possible` is folded away."""

    SUGGESTED = "suggested"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Note:
    """The text of one document and what is known about its encounter."""

    text: str
    id: str = ""
    setting: Setting = Setting.OUTPATIENT
    date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that decided an assertion, such as "denies" or the heading "Family history"."""

    start: int
    end: int
    text: str
    category: str


@dataclass(frozen=True, slots=True)
class TermCode:
    """One code that a term of the vocabulary stands for, and where the term comes from."""

    code: str
    source: str
    """`title`, `inclusion`, `note` (Tabular List) or the name of a curated file."""
    kind: str
    """`title`, `inclusion`, `note`, `synonym`, `lay`, `abbreviation`;
    `pattern` or `drug` for words that a rule read."""
    term: str
    """The term as it is written in its source."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names a condition, with its assertion and the cues that decided it."""

    start: int
    end: int
    text: str
    codes: tuple[TermCode, ...]
    assertion: Assertion
    cues: tuple[Cue, ...] = ()
    section: str | None = None
    """Category of the section, such as `assessment_plan`; None before the first heading."""
    sentence: tuple[int, int] = (0, 0)
    problem_heading: bool = False
    """The mention heads a problem: its line is a title or list item in an assessment or plan."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, list item or title of a note."""

    start: int
    end: int
    section: str | None = None
    """Category of the section; None before the first heading."""
    title: bool = False
    """Its words title a problem of an assessment or plan."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention together with a code that could stand for it, and how that code was reached."""

    mention: Mention
    code: str
    steps: tuple["ReasoningStep", ...]
    specific: bool = True
    """False when the code is an "unspecified" default reached without documented detail."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quotation of the note that stands behind a suggestion."""

    start: int
    end: int
    text: str
    section: str | None
    assertion: Assertion
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class ReasoningStep:
    """One step on the way to a code, in plain words."""

    step: str
    """`term`, `index`, `specificity`, `combination`, `rule` or `learned`."""
    text: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Guideline:
    """A section of the Official Guidelines, in our own words."""

    section: str
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class MissingDetail:
    """Detail that the note does not give, with the codes it would lead to."""

    axis: str
    options: tuple[tuple[str, str], ...]
    """Pairs of code and label."""


@dataclass(frozen=True, slots=True)
class Instructions:
    """The Tabular List's instructions for a code, its ancestors' included, as text."""

    code_first: tuple[str, ...] = ()
    use_additional: tuple[str, ...] = ()
    code_also: tuple[str, ...] = ()
    excludes1: tuple[str, ...] = ()
    excludes2: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flags:
    """Facts about a code that a coder scans for."""

    billable: bool
    unspecified: bool
    hcc_v28: str | None = None
    """Number of its CMS-HCC V28 group, such as `37`; two are written `2 + 6`."""
    cc_mcc: str | None = None
    """`CC` or `MCC`, when it is one as a secondary diagnosis."""
    hcc_v24: str | None = None
    rxhcc: str | None = None
    ccsr: str | None = None
    hcc_v28_label: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code offered to the coder."""

    code: str
    description: str
    tier: Tier
    confidence: float
    evidence: tuple[Evidence, ...]
    reasoning: tuple[ReasoningStep, ...]
    guidelines: tuple[Guideline, ...]
    instructions: Instructions
    flags: Flags
    missing: tuple[MissingDetail, ...] = ()
    query: str = ""
    """A question to the provider about the missing detail, ready to copy; empty when nothing is open."""
    poa: str | None = None
    """Inpatient: the proposed present-on-admission indicator, `Y`, `N`, `U`, `W` or `exempt`."""
    basis: tuple[str, float] | None = None
    """Kind of place in the note and probability before anything learned: what learning starts from."""


@dataclass(frozen=True, slots=True)
class NotCoded:
    """A condition that the note names and that is not to be coded, and why."""

    code: str
    description: str
    reason: str
    """An assertion other than `present`, or a rule's reason: `integral_symptom`, `superseded`,
    `secondary_only`, `no_diagnosis`, `no_problem`, `diagnostic`."""
    evidence: tuple[Evidence, ...]
    guideline: Guideline | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Codes or statements that do not go together."""

    codes: tuple[str, ...]
    kind: str
    """`excludes1`, `contradiction` or `code_first` (a manifestation without its cause)."""
    text: str


@dataclass(frozen=True, slots=True)
class Grouping:
    """The MS-DRG of an inpatient list in the order in which it stands, without procedures."""

    drg: str
    title: str
    version: str
    """Of the grouper's definitions, such as `v43.1`."""
    principal: str
    """The code that stood first."""


@dataclass(frozen=True, slots=True)
class Result:
    """All that is said about one note."""

    id: str
    code_set: str
    setting: Setting
    suggestions: tuple[Suggestion, ...] = field(default=())
    not_coded: tuple[NotCoded, ...] = field(default=())
    conflicts: tuple[Conflict, ...] = field(default=())
    notices: tuple[str, ...] = field(default=())
    """Plain sentences about the note as a whole, such as that it is not in English."""
    ms_drg: Grouping | None = None
