"""Draws the points of bench_growth.py; its axes grow by factors, so that even growth is a straight line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")
from matplotlib import pyplot
from matplotlib.axes import Axes

INK, QUIET, GRID = "#1c2430", "#5b6675", "#d9dee6"
COLOURS = ("#0b6e4f", "#b3541e", "#4b5fa5", "#8a3f7a", "#6b6b00")
STYLE: Any = {
    "svg.hashsalt": "chartside", "svg.fonttype": "path", "font.size": 9.0, "text.color": INK,
    "axes.edgecolor": GRID, "axes.labelcolor": QUIET, "xtick.color": QUIET, "ytick.color": QUIET,
    "axes.titleweight": "bold", "axes.titlesize": 10.0, "axes.titlelocation": "left",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture: a kind of points, what stands on its axes, and a line each of these figures."""

    kind: str
    title: str
    across: str
    up: str
    lines: tuple[tuple[str, str], ...]
    even: bool = False
    """Whether the axes grow evenly instead of by factors."""


PANELS = (
    Panel("length", "One note: time", "characters", "milliseconds", (
        ("ms", "a new note"), ("edit_ms", "after an edit"),
    )),
    Panel("length", "One note: memory", "characters", "MB", (("more_mb", "more than before"),)),
    Panel("notes", "A batch: time", "notes", "seconds", (("s", "two workers"),)),
    Panel("notes", "A batch: memory", "notes", "MB", (("driver_mb", "driver"), ("worker_mb", "a worker"))),
    Panel("encounters", "A record: waiting", "encounters", "milliseconds", (
        ("decision_ms", "a decision"), ("encounter_ms", "a new encounter"), ("list_ms", "list"),
        ("statistics_after_ms", "statistics, changed"), ("statistics_first_ms", "statistics, first"),
    )),
    Panel("encounters", "A record: whole", "encounters", "seconds, MB", (
        ("verify_s", "verify, s"), ("verify_mb", "verify, MB"), ("service_mb", "service, MB"),
        ("size_mb", "on disk, MB"),
    )),
    Panel("coders", "A department: 95 of 100 within", "coders", "milliseconds", (
        ("suggest_p95_ms", "suggestions"), ("lookup_p95_ms", "lookup"), ("decide_p95_ms", "decision"),
    ), even=True),
    Panel("coders", "A department: memory", "coders", "MB", (("service_mb", "all workers"),), even=True),
)  # fmt: skip


def draw(told: dict[str, list[dict[str, Any]]], path: Path) -> None:
    """Draw every panel that has points into an SVG file."""
    shown = [
        panel
        for panel in PANELS
        if any(point.get(name) for point in told.get(panel.kind, ()) for name, _ in panel.lines)
    ]
    with mpl.rc_context(STYLE):
        rows = -(-len(shown) // 2)
        figure, all_axes = pyplot.subplots(rows, 2, figsize=(11.0, 2.9 * rows), squeeze=False)
        for axes, panel in zip(all_axes.flat, shown, strict=False):
            _panel(axes, panel, told[panel.kind])
        for axes in all_axes.flat[len(shown) :]:
            axes.set_axis_off()
        figure.tight_layout(h_pad=2.0, w_pad=2.5)
        figure.savefig(path, metadata={"Date": None, "Creator": "scripts/bench_growth.py"})
        pyplot.close(figure)


def _panel(axes: Axes, panel: Panel, points: Sequence[dict[str, Any]]) -> None:
    axes.set_title(panel.title, pad=10)
    axes.set_xlabel(panel.across)
    axes.set_ylabel(panel.up)
    if not panel.even:
        axes.set_xscale("log")
        axes.set_yscale("log")
    for (name, label), colour in zip(panel.lines, COLOURS, strict=False):
        # What rounds to nothing has no place on an axis that grows by factors.
        known = [(point["size"], point[name]) for point in points if point.get(name)]
        if known:
            across, up = zip(*known, strict=True)
            axes.plot(across, up, color=colour, marker="o", markersize=3.5, linewidth=1.6, label=label)
    if panel.even:
        axes.set_ylim(0, axes.get_ylim()[1] * 1.1)
    axes.grid(True, color=GRID, linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, fontsize=8, labelcolor=INK, loc="upper left", bbox_to_anchor=(1.0, 1.04))
