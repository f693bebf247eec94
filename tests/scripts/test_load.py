"""The load test in short: coders at work, a worker killed meanwhile; and that it would see what is lost."""

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from chartside.coding.suggester import Suggester


@pytest.fixture
def load(scripts: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setenv("CHARTSIDE_KEYS", "file")
    import load as made

    return made


def test_nothing_acknowledged_is_lost_when_a_worker_is_killed(
    load: ModuleType, home: Path, suggester: Suggester, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    kept: dict[str, Any] = {}
    real: Callable[..., dict[str, Any]] = load.held_against

    def held(folder: Path, url: str, said: dict[str, Any]) -> dict[str, Any]:
        told = real(folder, url, said)
        # The same again, with what was never written, and with a decision that was another one.
        encounter = next(name for name, each in said["written"].items() if each["decided"])
        said["written"][encounter]["decided"]["1"] = ["add", "S72.001A"]
        said["written"]["made-up"] = {"decided": {"1": ["add", "I10"]}, "undone": [1], "finalized": True}
        kept.update(real(folder, url, said))
        return told

    monkeypatch.setattr(load, "held_against", held)
    run = "--coders 5 --minutes 0.14 --kill-every 4 --haste 0.05 --home"
    load.main([*run.split(), str(home)])
    told = json.loads(capsys.readouterr().out)
    assert told["kills"] >= 1
    assert (told["failed"], told["failures"]) == (0, [])
    assert (told["lost"], told["twice"], told["nobody_was_told"], told["chain_verifies"]) == (0, 0, 0, True)
    assert told["acknowledged"] > 3
    assert {"suggest", "lookup", "decide"} <= set(told["ms"])
    assert told["memory_mb"]["start"] > 50
    assert kept["lost"] >= 4


def test_a_missed_target_is_named(load: ModuleType) -> None:
    good = {
        "ms": {"suggest": {"p95": 149.0}, "lookup": {"p95": 29.0}}, "failed": 0, "lost": 0, "twice": 0,
        "chain_verifies": True, "memory_mb": {"start": 300, "middle": 400, "end": 410},
    }  # fmt: skip
    assert load.missed(good) == []
    bad = good | {"ms": {"suggest": {"p95": 151.0}}, "lost": 1, "memory_mb": {"middle": 400, "end": 500}}
    assert load.missed(bad) == ["suggest", "lost", "memory"]
    assert load.missed(good | {"failed": 2, "twice": 1, "chain_verifies": False}) == [
        "failed",
        "twice",
        "chain",
    ]
