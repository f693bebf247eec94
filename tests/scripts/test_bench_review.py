"""The figures of a small record; the large one is measured by hand."""

import json
from pathlib import Path

import pytest

import bench_review
from chartside.coding.suggester import Suggester


def test_a_small_record_is_made_verified_and_asked(
    home: Path, suggester: Suggester, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHARTSIDE_HOME", str(home))  # restored afterwards
    bench_review.main(["--quick", "--home", str(home), "--port", "8797"])
    told = json.loads(capsys.readouterr().out)
    assert (told["encounters"], told["events"]) == (200, 2004)
    assert all(told[name] > 0 for name in bench_review.TARGETS)
