"""Points of bench_growth.py that other programs make: `chartside batch`, and `load.py` with a department."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

from _review_record import PROBLEMS

Point = dict[str, float]
CHARACTERS = 2500
"""Of a note of the batch."""
MINUTES = 0.5
"""Under the load of coders."""
DRIVER = """
import sys
from chartside.cli import main
from _growth_points import peak_mb
status = main(["batch", *sys.argv[1:]])
print(peak_mb())
sys.exit(status)
"""


def batch(size: int) -> Point:
    """Seconds of a batch of `size` notes, and the peaks of its driver and its largest worker in MB."""
    chance = random.Random(size)  # noqa: S311
    with tempfile.TemporaryDirectory(prefix="chartside-growth-") as folder:
        notes, out = Path(folder) / "notes.jsonl", Path(folder) / "out.jsonl"
        with notes.open("w", encoding="utf-8") as file:
            for number in range(size):
                file.write(json.dumps({"id": str(number), "text": _note(chance)}) + "\n")
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-c", DRIVER, str(notes), str(out)], stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
        workers = _Peak(process.pid)
        said, _ = process.communicate()
        taken = time.perf_counter() - start
        if process.returncode:
            raise SystemExit(f"The batch ended with {process.returncode}.")
        done = sum(1 for _ in out.open(encoding="utf-8"))
        assert done == size, (done, size)
    return {
        "size": size, "s": round(taken, 2), "driver_mb": float(said.splitlines()[-1]),
        "worker_mb": workers.stop(),
    }  # fmt: skip


def department(size: int) -> Point:
    """What `size` coders wait for at the 95th percentile, in milliseconds, and the workers' memory in MB."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("load.py")), "--coders", str(size),
         "--minutes", str(MINUTES)],
        stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    told = json.loads(done.stdout)
    point: Point = {"size": size, "service_mb": told["memory_mb"]["end"], "failed": told["failed"]}
    for kind in ("suggest", "lookup", "decide"):
        point[f"{kind}_p95_ms"] = told["ms"][kind]["p95"]
    return point


class _Peak(threading.Thread):
    """Watches the children of a process; the most that one of them had."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process, self._most, self._ended = process, 0.0, threading.Event()
        self.start()

    def run(self) -> None:
        while not self._ended.wait(0.5):
            try:
                children = psutil.Process(self._process).children(recursive=True)
                sizes = [child.memory_info().rss / 2**20 for child in children]
            except psutil.Error:
                continue
            self._most = max([self._most, *sizes])

    def stop(self) -> float:
        """Watch no longer; the most, in MB."""
        self._ended.set()
        self.join()
        return round(self._most, 1)


def _note(chance: random.Random) -> str:
    lines = ["HISTORY\n\nSeen for follow-up. Denies chest pain.\n\nASSESSMENT AND PLAN\n\n"]
    left = CHARACTERS
    while left > 0:
        lines.append(f"{chance.randint(1, 28)} days ago seen by the nurse. {chance.choice(PROBLEMS)}\n")
        left -= len(lines[-1])
    return "".join(lines)
