"""Wrong use of `chartside batch` is one sentence, before any worker is started."""

from pathlib import Path

import pytest

from chartside.batch.rows import MISSING
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
