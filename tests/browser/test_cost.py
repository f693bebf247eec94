"""What the extension costs a page stays within its bounds: little script, nothing kept, nothing left.

The measures are those of `scripts/bench_overlay.py`, on less of each. Processor time, shares and counts are
held to their bounds; what the clock says of a busy computer has room.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .harness import editors
from .harness.chromium import Chromium
from .harness.pages import PageServer

sys.path.append(str(Path(__file__).resolve().parents[2] / "scripts"))
import _overlay_costs as costs
from _overlay_pages import write_pages
from _overlay_stage import Stage

SHARE = 5.0
"""Percent of the time that our script may take while somebody types."""
PIECE = 50.0
"""Milliseconds of the processor that our script may take in one task."""
LOOKS = 3
"""Most looks at a page."""
GROWTH = 5.0
"""Megabytes by which script memory may grow."""


@pytest.fixture
def stage(chromium: Chromium, tmp_path: Path) -> Iterator[Stage]:
    """Where to measure: the paired browser and our own pages."""
    files = write_pages(tmp_path)
    pages = PageServer(tmp_path)
    yield Stage(chromium, pages, files)
    pages.close()


@pytest.mark.parametrize("name", ["textarea", "contenteditable", "quill"])
def test_typing_is_not_felt(name: str, stage: Stage) -> None:
    rich = name == "quill"
    if rich:
        editors.build()
    seen = costs.typing(stage, name, 3.0, rich)
    assert seen["off"]["script_ms"] == 0
    assert 0 < seen["on"]["share_percent"] < SHARE, seen["on"]
    assert seen["on"]["long_tasks_of_ours"] == 0, seen["on"]
    # Half a second is felt by anybody; a busy computer keeps keys waiting for less.
    assert seen["on"]["input_delay"]["median_ms"] < 100


def test_edits_leave_nothing_behind(stage: Stage) -> None:
    seen = costs.memory(stage, "contenteditable", 400)
    grown = seen["grown"]
    assert grown["page_mb"] < GROWTH, seen
    assert grown["worker_mb"] < GROWTH, seen
    # The panel's rows follow the note, which has a few findings more or fewer by its last edit.
    assert grown["listeners"] < 0.1 * seen["after"]["listeners"], seen
    assert grown["nodes"] < 0.1 * seen["after"]["nodes"], seen
    assert grown["ranges"] < 0.1 * seen["after"]["ranges"], seen


@pytest.mark.parametrize("name", ["textarea", "contenteditable"])
def test_off_leaves_no_listener_observer_or_timer(name: str, stage: Stage) -> None:
    seen = costs.off(stage, name)
    assert all(seen["on"][kind] for kind in ("listeners", "observers", "timers")), "nothing was counted"
    assert seen["seen_by_devtools"]["on"]
    assert seen["seen_by_devtools"]["left"] == []
    left: dict[str, Any] = seen["left"]
    assert left == {kind: [] for kind in ("listeners", "observers", "timers", "highlights")} | {
        "sheets": 0,
        "elements": 0,
    }


def test_an_answer_is_painted_soon(stage: Stage) -> None:
    seen = costs.answers(stage, "textarea", 5)
    assert seen["answers"] >= 5
    # Of a computer that does nothing else it takes a third of this.
    assert seen["to_highlights"]["median_ms"] < 150 * 2
    assert seen["to_panel"]["median_ms"] < 50 * 6


@pytest.mark.parametrize("name", ["5,000 elements", "50,000 words"])
def test_a_look_at_a_big_page_is_taken_in_pieces(name: str, stage: Stage) -> None:
    # A computer that was held up for a moment adds to a piece; what is too long by itself is so each time.
    seen: list[dict[str, Any]] = []
    for _ in range(LOOKS):
        seen.append(costs.first_look(stage, name, edit=name != "50,000 words"))
        pieces = [look["longest_piece_ms"] for kind, look in seen[-1].items() if kind != "elements"]
        assert all(pieces), seen
        if max(pieces) < PIECE:
            return
    raise AssertionError(seen)
