"""A whole run on processes of this machine, as the command does it: killed once, then run to its end."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from cli_process import Run

from .notes import note, write_notes

SECRET = "Zanthoxylum colloquy"
"""Words that no file but the input and the output may hold."""
PATIENCE = 180


def test_killed_and_run_again_it_writes_the_lines_of_suggest_in_order_with_failures_beside(
    run: Run, home: Path, tmp_path: Path
) -> None:
    notes = write_notes(tmp_path / "notes.jsonl", 430)
    with notes.open("a", encoding="utf-8") as more:
        more.write('{"id": "7", "text": "  "}\n\n{"id": "8", "text": \n')
        more.write(json.dumps({"id": "7", "text": f"{SECRET}. {note(3)}", "setting": "inpatient"}) + "\n")
        more.write(json.dumps({"id": "late", "text": SECRET, "date": "2026-13-01"}))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    out = tmp_path / "out.jsonl"
    arguments = ("batch", str(notes), str(out), "--workers", "1")
    killed_at_the_first_part(arguments, home, scratch, out)
    left = b"".join(path.read_bytes() for path in scratch.rglob("*") if path.is_file())
    assert SECRET.encode() not in left
    done = run(*arguments, env={"TMPDIR": str(scratch)})
    assert done.returncode == 1
    begun, ended = done.stderr.decode().splitlines()
    assert "reading" in begun
    assert "finished before" in ended
    assert "3 failed" in ended
    expected = run("suggest", "--format", "jsonl", "--input", str(notes)).stdout.splitlines()
    # The command for one note after another says of a blank note that there is nothing to suggest.
    filled = [line for line in expected if json.loads(line)["suggestions"] or json.loads(line)["not_coded"]]
    assert len(filled) == 431
    assert out.read_bytes().splitlines() == filled
    assert out.stat().st_mode & 0o077 == 0
    failed = [json.loads(line) for line in (tmp_path / "out.jsonl.failed.jsonl").read_bytes().splitlines()]
    assert [(each["id"], each["place"]) for each in failed] == [("7", 431), ("", 433), ("late", 435)]
    assert "no text" in failed[0]["reason"]
    assert sorted(path.name for path in tmp_path.iterdir() if path != home) == [
        "notes.jsonl", "out.jsonl", "out.jsonl.failed.jsonl", "scratch",
    ]  # fmt: skip
    assert SECRET.encode() not in done.stdout + done.stderr


def killed_at_the_first_part(arguments: tuple[str, ...], home: Path, scratch: Path, out: Path) -> None:
    """Kill the driver when a part is finished; its workers must end with it."""
    env = os.environ | {"CHARTSIDE_HOME": str(home), "TMPDIR": str(scratch)}
    command = [sys.executable, "-m", "chartside.cli", *arguments]
    driver = subprocess.Popen(command, env=env, stderr=subprocess.PIPE)
    until = time.monotonic() + PATIENCE
    while not list(out.with_name("out.jsonl.parts").glob("part-*")):
        assert driver.poll() is None
        assert time.monotonic() < until
    children = psutil.Process(driver.pid).children(recursive=True)
    driver.send_signal(signal.SIGKILL)
    said = driver.communicate(timeout=PATIENCE)[1]
    assert SECRET.encode() not in said
    assert b"Traceback" not in said
    assert children
    assert psutil.wait_procs(children, timeout=PATIENCE)[1] == []
