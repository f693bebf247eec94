"""Wrong use of `chartside batch` is one sentence, before any worker is started."""

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from chartside.batch.driver import Progress
from chartside.batch.rows import MISSING
from chartside.batch_commands import progress
from chartside.cli import main


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["IN", "out.txt"], "must end in .jsonl or .parquet"),
        (["IN", "none/out.jsonl"], "There is no folder"),
        (["none.jsonl", "out.jsonl"], "There is no file"),
        (["IN", "out.jsonl", "--job", "check"], "--claims"),
        (["IN", "out.jsonl", "--claims", "c.csv"], "goes with --job check"),
        (["IN", "out.jsonl", "--job", "release", "--before", "2026-04-01"], "--after"),
        (["IN", "out.jsonl", "--after", "2026-04-01"], "no other job"),
    ],
)
def test_wrong_use_is_one_sentence(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("chartside.quiet.hush", lambda: None)
    (tmp_path / "notes.jsonl").write_text('{"id": "1", "text": "Gout."}\n')
    assert main(["batch", *("notes.jsonl" if each == "IN" else each for each in arguments)]) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 1)
    assert said in shown.err


def test_without_dask_the_sentence_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("chartside.quiet.hush", lambda: None)
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    (tmp_path / "notes.jsonl").write_text('{"id": "1", "text": "Gout."}\n')
    assert main(["batch", "notes.jsonl", "out.jsonl"]) == 2
    assert MISSING in capsys.readouterr().err


@pytest.mark.parametrize("width", [40, 80])
def test_progress_on_a_terminal_says_how_far_it_is_whatever_its_width(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    monkeypatch.setattr("chartside.batch_commands.console_on", lambda _: console)
    with progress() as told:
        told(Progress(100, weight=10, parts=1, found=1))
        told(Progress(100, weight=60, notes=1234, failures=3, parts=6, found=1))
    drawn = re.split(r"[\r\n]|\x1b\[[0-9;?]*[A-Za-z]", console.file.getvalue())  # type: ignore[attr-defined]
    lines = [line for line in drawn if line.strip()]
    assert all(len(line) <= width for line in lines)
    assert "%" not in lines[0]
    assert lines[0].startswith("Starting the workers")
    assert lines[-1].startswith("1,234 notes, ")
    assert re.search(r" 60 % -:--:--| 60 % \d:\d\d:\d\d", lines[-1])
    assert ("━" in lines[-1]) == (width == 80)
