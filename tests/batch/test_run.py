"""A whole run on processes of this machine, as the command does it."""

import json
from pathlib import Path

from cli_process import Run

from .notes import note, write_notes

SECRET = "Zanthoxylum colloquy"
"""Words that no file but the input and the output may hold."""


def test_the_same_lines_as_suggest_in_the_same_order_and_failures_beside(run: Run, tmp_path: Path) -> None:
    notes = write_notes(tmp_path / "notes.jsonl", 230)
    with notes.open("a", encoding="utf-8") as more:
        more.write('{"id": "7", "text": "  "}\n\n{"id": "8", "text": \n')
        more.write(json.dumps({"id": "7", "text": f"{SECRET}. {note(3)}", "setting": "inpatient"}) + "\n")
        more.write(json.dumps({"id": "late", "text": SECRET, "date": "2026-13-01"}))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    out = tmp_path / "out.jsonl"
    done = run("batch", str(notes), str(out), "--workers", "2", env={"TMPDIR": str(scratch)})
    assert done.returncode == 1
    begun, ended = done.stderr.decode().splitlines()
    assert "reading" in begun
    assert "231 notes read" in ended
    assert "3 failed" in ended
    expected = run("suggest", "--format", "jsonl", "--input", str(notes)).stdout.splitlines()
    # The command for one note after another says of a blank note that there is nothing to suggest.
    blank = [line for line in expected if json.loads(line)["suggestions"] or json.loads(line)["not_coded"]]
    assert out.read_bytes().splitlines() == blank
    assert out.stat().st_mode & 0o077 == 0
    failed = [json.loads(line) for line in (tmp_path / "out.jsonl.failed.jsonl").read_bytes().splitlines()]
    assert [(each["id"], each["place"]) for each in failed] == [("7", 231), ("", 233), ("late", 235)]
    assert "no text" in failed[0]["reason"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "notes.jsonl", "out.jsonl", "out.jsonl.failed.jsonl", "scratch",
    ]  # fmt: skip
    assert list(scratch.rglob("*")) == []
    assert SECRET.encode() not in done.stdout + done.stderr
