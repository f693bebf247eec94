"""Runs the tests in `firefox/*.test.mjs` under node's test runner and reads what came of each."""

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psutil

FOLDER = Path(__file__).resolve().parent.parent / "firefox"
REPOSITORY = FOLDER.parent.parent.parent
NAME = re.compile(r"^test\(\s*\"([^\"]+)\"", re.M)
TIME_LIMIT = 400.0
"""Seconds for all tests together."""


@dataclass(frozen=True)
class Outcome:
    """What came of one test: whether it passed, else why not."""

    ok: bool
    error: str


def names() -> list[str]:
    """The names of all tests, as they are written in the files."""
    return [name for file in sorted(FOLDER.glob("*.test.mjs")) for name in NAME.findall(file.read_text())]


def run(chosen: list[str], **environment: str) -> tuple[dict[str, Outcome], list[str]]:
    """Run the tests of these names; their outcomes by name, and the notes that they left.

    Raises:
        RuntimeError: node or its packages are missing, or node ended without a result.
    """
    node = shutil.which("node")
    if not node or not (REPOSITORY / "node_modules" / "puppeteer-core").is_dir():
        raise RuntimeError(
            "The Firefox tests need node and its packages: run `npm ci` in the project folder."
        )
    files = [
        file
        for file in sorted(FOLDER.glob("*.test.mjs"))
        if set(chosen) & set(NAME.findall(file.read_text()))
    ]
    patterns = [f"--test-name-pattern=^{re.escape(name)}$" for name in chosen]
    process = subprocess.Popen(
        [
            node,
            "--test",
            "--test-concurrency=1",
            f"--test-reporter={FOLDER / 'reporter.mjs'}",
            *patterns,
            *map(str, files),
        ],
        cwd=REPOSITORY,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        output, _ = process.communicate(timeout=TIME_LIMIT)
    except subprocess.TimeoutExpired:
        for child in [*psutil.Process(process.pid).children(recursive=True), process]:
            child.kill()
        output, _ = process.communicate()
    outcomes, notes = {}, []
    for line in output.splitlines():
        try:
            found = json.loads(line)
        except ValueError:
            notes.append(line)
            continue
        if "note" in found:
            notes.append(found["note"])
        else:
            notes.append(f"{found['ms'] / 1000:6.1f} s  {found['name']}")
            outcomes[found["name"]] = Outcome(found["ok"], found["error"])
    if not outcomes:
        raise RuntimeError(f"node gave no test result:\n{output[-3000:]}")
    return outcomes, notes
