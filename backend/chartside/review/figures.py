"""The numbers of the statistics page, and the same by week."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from chartside.review.records import Mode

CHANGED = "changed"
"""Stands for the reason of a suggestion that was changed to another code."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Of whom and when; days are UTC, both included. None does not matter."""

    coder: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """Decisions of a day that still stand."""

    day: date
    accepted: int = 0
    changed: int = 0
    rejected: int = 0
    added: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """Codes of finalized encounters: suggested in the short list, finalized, and both.

    Attributes:
        listed: finalized codes that were offered at all, folded away or not.
    """

    suggested: int = 0
    final: int = 0
    both: int = 0
    listed: int = 0

    @property
    def precision(self) -> float | None:
        """The share of suggested codes that were finalized."""
        return self.both / self.suggested if self.suggested else None

    @property
    def recall(self) -> float | None:
        """The share of finalized codes that were suggested."""
        return self.both / self.final if self.final else None


@dataclass(frozen=True, slots=True)
class Pace:
    """How long notes took that were worked through in one mode; seconds of activity, the middle one."""

    mode: Mode
    notes: int
    median_seconds: float


@dataclass(frozen=True, slots=True)
class FirstPass:
    """Finalized first passes whose coders went on to see the suggestions.

    Attributes:
        own: codes that they had before.
        kept: those of them that were finalized.
        final: all that were finalized.
    """

    notes: int = 0
    own: int = 0
    kept: int = 0
    final: int = 0


@dataclass(frozen=True, slots=True)
class Statistics:
    """All numbers of the statistics page; `wrong_*` count suggestions that were rejected or changed."""

    encounters: int
    finalized: int
    days: tuple[Day, ...]
    match: Match
    match_by_day: tuple[tuple[date, Match], ...]
    wrong_by_chapter: tuple[tuple[str, int], ...]
    wrong_by_reason: tuple[tuple[str, int], ...]
    pace: tuple[Pace, ...]
    learned: int | None = 0
    first_pass: FirstPass = FirstPass()


def by_week(days: Iterable[Day]) -> list[Day]:
    """The same numbers by week, each under its Monday."""
    weeks: dict[date, Day] = {}
    for each in days:
        monday = each.day - timedelta(days=each.day.weekday())
        known = weeks.get(monday, Day(monday))
        weeks[monday] = Day(
            monday,
            known.accepted + each.accepted,
            known.changed + each.changed,
            known.rejected + each.rejected,
            known.added + each.added,
        )
    return [weeks[monday] for monday in sorted(weeks)]


def matches_by_week(matches: Iterable[tuple[date, Match]]) -> list[tuple[date, Match]]:
    """The same by week, each under its Monday."""
    weeks: dict[date, list[Match]] = defaultdict(list)
    for day, match in matches:
        weeks[day - timedelta(days=day.weekday())].append(match)
    return [(monday, total(weeks[monday])) for monday in sorted(weeks)]


def total(matches: Iterable[Match]) -> Match:
    """All counts together."""
    told = list(matches)
    return Match(
        sum(each.suggested for each in told),
        sum(each.final for each in told),
        sum(each.both for each in told),
        sum(each.listed for each in told),
    )
