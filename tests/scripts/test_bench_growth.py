"""Small points of every kind that needs no other program, kept and drawn; large ones are measured by hand."""

import json
from pathlib import Path

import pytest

import bench_growth
from chartside.coding.suggester import Suggester


@pytest.mark.parametrize(
    ("kind", "size", "figures"),
    [
        ("length", 1000, {"ms", "edit_ms", "more_mb"}),
        ("encounters", 150, {"verify_s", "verify_mb", "decision_ms"}),
    ],
)
def test_points_are_measured_kept_and_drawn(
    kind: str, size: int, figures: set[str], home: Path, suggester: Suggester, tmp_path: Path,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("CHARTSIDE_HOME", str(home))  # restored afterwards
    monkeypatch.setitem(bench_growth.SIZES, kind, (size,))
    kept = tmp_path / "growth.json"
    kept.write_text(json.dumps({"coders": [{"size": 1, "suggest_p95_ms": 30.0}]}))
    bench_growth.main(["--only", kind, "--into", str(kept), "--home", str(home)])
    (point,) = json.loads(capsys.readouterr().out)[kind]
    assert point["size"] == size
    assert figures <= point.keys()
    assert json.loads(kept.read_text()).keys() == {"coders", kind}
    assert "<svg" in kept.with_suffix(".svg").read_text()
