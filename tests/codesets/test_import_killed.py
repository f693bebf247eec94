"""An import killed at any moment leaves the old release or the new one, whole, and the next one works."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import small_release as small

from chartside.codesets.imports import import_release
from chartside.codesets.opening import open_state
from chartside.codesets.release import ICD10CM, Release
from chartside.codesets.states import current_state

OCTOBER = Release(ICD10CM, date(2026, 10, 1))
KILLED = 6
SCRIPT = """
import sys
from pathlib import Path
from chartside.codesets.imports import import_release
print("ready", flush=True)
import_release(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def begin(home: Path, path: Path) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen([sys.executable, "-c", SCRIPT, home, path], stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"ready\n"
    return process


def end(process: "subprocess.Popen[bytes]") -> None:
    process.stdout.close()
    process.wait(60)


def title(home: Path) -> str:
    with open_state(home, current_state(home, OCTOBER)) as code_set:
        assert len(code_set.resolve("A00-U07")) == 69
        assert code_set.index.counts["main"] == 4
        return code_set.get("A00.1").description


def release(folder: Path, name: str) -> Path:
    files = small.whole() | {"icd10cm_tabular_2027.xml": small.tabular(instead={"A00.1": name})}
    return small.write(folder, files)


def test_an_import_killed_at_any_moment_is_all_or_nothing(tmp_path):
    home = tmp_path / "home"
    import_release(home, release(tmp_path / "0", "Title 0"))
    began = time.monotonic()
    end(begin(home, release(tmp_path / "warm", "Title warm")))
    # Ready is said after the start of Python; from there on the whole import is within reach of the signal.
    longest = time.monotonic() - began
    dice = random.Random(20261128)
    before = title(home)
    for number in range(1, KILLED + 1):
        new = f"Title {number}"
        process = begin(home, release(tmp_path / str(number), new))
        time.sleep(dice.uniform(0, longest))
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
        end(process)
        found = title(home)
        assert found in (before, new)
        before = found
    import_release(home, release(tmp_path / "last", "Title last"))
    assert title(home) == "Title last"
    left = [path.name for path in (home / "codesets").rglob("*") if "tmp" in path.name]
    assert left == []
