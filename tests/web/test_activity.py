from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chartside.model import Setting
from chartside.review.records import EncounterState, EncounterView, Mode, Versions
from chartside.review.shelf import MemoryShelf
from chartside.web.activity import Activity


@pytest.fixture
def view() -> EncounterView:
    """An encounter that was opened five minutes ago."""
    opened = (datetime.now(UTC) - timedelta(minutes=5)).isoformat(timespec="microseconds")
    return EncounterView(
        "an-id", "ana", "ehr.example", Setting.OUTPATIENT, None, Mode.ASSISTED, EncounterState.OPEN,
        "ICD-10-CM 2026-04-01", Versions("", "", ""), "", 10, 1, opened, None, None, None, 0.0,
    )  # fmt: skip


def test_beats_add_up_whoever_takes_them(view: EncounterView) -> None:
    shelf = MemoryShelf()
    one, other = Activity(shelf), Activity(shelf)
    assert one.beat(view, 30) == 30
    assert other.beat(view, 45.5) == 75.5
    assert one.total(view) == other.total(view) == 75.5
    assert one.total(replace(view, id="another")) == 0


def test_never_more_than_has_passed_and_never_less_than_the_record_says(view: EncounterView) -> None:
    activity = Activity()
    for _ in range(10):
        total = activity.beat(view, 60)
    assert 300 <= total < 360
    known = replace(view, id="later", active_seconds=100.0)
    assert activity.total(known) == 100
    assert activity.beat(known, 20) == 120
    assert activity.beat(replace(known, active_seconds=1000.0), 20) == 1000
