"""The statistics as JSON, and as figures: traces and layouts for the plotting library, with their tables.

Colours are names of the page's; its script puts the values of light or dark in.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from chartside.review.figures import Day, Match, Statistics, by_week, matches_by_week
from chartside.review.report_words import reason_words

Json = dict[str, Any]
KINDS = (
    ("accepted", "bar-accept"),
    ("changed", "bar-change"),
    ("rejected", "bar-reject"),
    ("added", "bar-add"),
)
MODES = {"assisted": "with suggestions", "first_pass": "first pass without", "training": "training"}
MOST_CHAPTERS = 12
LONGEST_LABEL = 42


@dataclass(frozen=True, slots=True)
class Figure:
    """One plot, and the same numbers as a table for those who do not see it."""

    id: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    data: tuple[Json, ...]
    layout: Json

    def plot(self) -> Json:
        """What the page's script draws."""
        return {"id": self.id, "data": list(self.data), "layout": self.layout}


def write_statistics(told: Statistics) -> Json:
    """The answer of `GET /v1/statistics`."""
    return {
        "encounters": told.encounters,
        "finalized": told.finalized,
        "days": [asdict(each) | {"day": each.day.isoformat()} for each in told.days],
        "weeks": [asdict(each) | {"day": each.day.isoformat()} for each in by_week(told.days)],
        "match": _match(told.match),
        "match_by_day": [{"day": day.isoformat()} | _match(match) for day, match in told.match_by_day],
        "wrong_by_chapter": [{"chapter": name, "count": count} for name, count in told.wrong_by_chapter],
        "wrong_by_reason": [{"reason": name, "count": count} for name, count in told.wrong_by_reason],
        "pace": [
            {"mode": each.mode.value, "notes": each.notes, "median_seconds": round(each.median_seconds, 1)}
            for each in told.pace
        ],
        "first_pass": asdict(told.first_pass),
        "learned": told.learned,
    }


def figures_of(told: Statistics, step: str) -> list[Figure]:
    """The plots of the statistics page, by `day` or `week`."""
    weekly = step == "week"
    days = by_week(told.days) if weekly else told.days
    matches = matches_by_week(told.match_by_day) if weekly else told.match_by_day
    reasons = [(reason_words(name), count) for name, count in told.wrong_by_reason]
    return [
        _decisions(days, step),
        _shares(matches, step),
        _wrong("chapters", "Wrong suggestions by chapter", "Chapter", told.wrong_by_chapter),
        _wrong("reasons", "Wrong suggestions by reason", "Reason", reasons),
        _pace(told),
    ]


def _decisions(days: Sequence[Day], step: str) -> Figure:
    when = [each.day.isoformat() for each in days]
    traces = tuple(
        {"type": "bar", "name": name, "x": when, "y": [getattr(each, name) for each in days],
         "marker": {"color": colour}}
        for name, colour in KINDS
    )  # fmt: skip
    rows = tuple((each.day.isoformat(), *(getattr(each, name) for name, _ in KINDS)) for each in days)
    heads = (step.capitalize(), *(name.capitalize() for name, _ in KINDS))
    layout = {"barmode": "stack", "xaxis": _dates(when)}
    return Figure("decisions", f"Decisions by {step}", heads, rows, traces, layout)


def _shares(matches: Sequence[tuple[date, Match]], step: str) -> Figure:
    when = [day.isoformat() for day, _ in matches]
    lines = (("precision", "accent", "solid", "circle"), ("recall", "violet", "dash", "square"))
    traces = tuple(
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": name,
            "x": when,
            "y": [getattr(match, name) for _, match in matches],
            "line": {"color": colour, "dash": dash, "width": 2},
            "marker": {"color": colour, "symbol": symbol, "size": 7},
        }
        for name, colour, dash, symbol in lines
    )
    rows = tuple(
        (day.isoformat(), *(_percent(getattr(match, name)) for name in ("precision", "recall")))
        for day, match in matches
    )
    layout = {"yaxis": {"tickformat": ".0%", "range": [0, 1.04]}, "xaxis": _dates(when)}
    title = "Precision and recall of the short list"
    return Figure("shares", title, (step.capitalize(), "Precision", "Recall"), rows, traces, layout)


def _wrong(name: str, title: str, head: str, counted: Sequence[tuple[str, int]]) -> Figure:
    most = list(reversed(counted[:MOST_CHAPTERS]))
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [count for _, count in most],
        "y": [_short(label) for label, _ in most],
        "marker": {"color": "bar-reject"},
    }
    rows = tuple(counted)
    return Figure(name, title, (head, "Suggestions"), rows, (bars,), {"xaxis": {"rangemode": "tozero"}})


def _pace(told: Statistics) -> Figure:
    names = [MODES[each.mode.value] for each in told.pace]
    seconds = [round(each.median_seconds, 1) for each in told.pace]
    bars = {"type": "bar", "x": names, "y": seconds, "width": 0.4, "marker": {"color": "bar-accept"}}
    rows = tuple(
        (name, each.notes, value) for name, each, value in zip(names, told.pace, seconds, strict=True)
    )
    layout = {"yaxis": {"title": {"text": "seconds"}, "rangemode": "tozero"}}
    heads = ("Mode", "Notes", "Median seconds")
    return Figure("pace", "Active seconds for a note", heads, rows, (bars,), layout)


def _dates(when: Sequence[str]) -> Json:
    # A few days as words: a time axis would fill the hours between them with ticks.
    return {"type": "category"} if len(when) <= 8 else {"type": "date"}


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"


def _match(match: Match) -> Json:
    return asdict(match) | {"precision": _rounded(match.precision), "recall": _rounded(match.recall)}


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.0f} %"
