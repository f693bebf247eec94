"""Where learning from decisions meets the ranking: it moves what the note offers, within bounds.

It adds no evidence, touches no assertion and hides nothing; the floor above decides by how much.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from chartside.coding.house_terms import Terms
from chartside.coding.ranking import Ranker, shifted, tier_of
from chartside.coding.worksheet import Worksheet, groups
from chartside.model import ReasoningStep, Tier

LEARNED = "learned"
"""The step of a reasoning, and the support of a code, that come from decisions."""
NARRATIVE = "narrative"
"""Stands before the place when no condition of the note is in an assessment."""
_CHOSEN_BY_CODER = frozenset({"type"})
"""Axes on which coders of one house settle alike; a side or a stage is in the note or it is not."""
_PLACES = {"problem_heading": "title", "assessment": "assessment"}


class Adjuster(Protocol):
    """What was learned, for one coder."""

    @property
    def terms(self) -> Terms:
        """The terms that were confirmed for this coder."""

    def adjust(self, code: str, features: frozenset[str]) -> tuple[float, ReasoningStep | None]:
        """By how much the log-odds of a code move, and why."""

    def preferred(self, code: str, options: Sequence[str]) -> tuple[str, ReasoningStep] | None:
        """The one of `options` that is chosen in place of `code`, and why; None when there is none."""


class Ranked(NamedTuple):
    """A code that is offered.

    `before` is its probability before anything learned, `step` says what was learned.
    """

    code: str
    tier: Tier
    probability: float
    before: float
    place: str
    step: ReasoningStep | None


def rank(
    features: Mapping[str, frozenset[str]], ranker: Ranker, adjuster: Adjuster | None = None
) -> Iterator[Ranked]:
    """The codes that are worth a coder's time, in no order, from the features of each."""
    for code, known in features.items():
        before = ranker.probability(known)
        moved, step = adjuster.adjust(code, known) if adjuster is not None else (0.0, None)
        probability = shifted(before, moved)
        # What was learned folds a code away; it never hides one.
        tier = tier_of(probability, known) or (tier_of(before, known) and Tier.POSSIBLE)
        if tier is not None:
            yield Ranked(code, tier, probability, before, place_of(known), step)


def place_of(features: Iterable[str]) -> str:
    """The kind of place where a code is stated: "title", "assessment", "hpi", "narrative/none"."""
    known = frozenset(features)
    place = next((word for name, word in _PLACES.items() if name in known), "")
    if not place:
        sections = sorted(name for name in known if name.startswith("section_"))
        place = sections[0].removeprefix("section_") if sections else "none"
    return f"{NARRATIVE}/{place}" if "narrative_only" in known else place


def prefer(sheet: Worksheet, adjuster: Adjuster) -> None:
    """Offer the sibling that is chosen in place of a code, when its detail was open anyway."""
    for code, group in groups(sheet):
        options = open_options(sheet, code)
        found = adjuster.preferred(code, options) if options else None
        if found is not None:
            option, step = found
            sheet.offer(option, group, step, support=LEARNED)


def open_options(sheet: Worksheet, code: str) -> list[str]:
    """The billable codes that a coder may choose in place of `code`, and that are not listed yet."""
    return [
        option
        for missing in sheet.missing.get(code, ())
        if missing.axis in _CHOSEN_BY_CODER
        for option, _ in missing.options
        if option not in sheet.coded and (found := sheet.code_set.find(option)) is not None and found.billable
    ]
