#!/usr/bin/env python3
"""Puts a department's service under the load of many coders, and looks whether it lost anything.

    .venv/bin/python scripts/load.py [--coders 50] [--minutes 10] [--kill-every SECONDS]

Starts a PostgreSQL server of its own, `chartside serve --department`, and locust with so many coders
(`_load_coder.py` says what they do and how fast). Prints one JSON object: requests, failures, milliseconds,
memory and processor time of the service, and whether every acknowledged decision is in the record exactly
once. With `--kill-every`, a worker drawn by chance is killed that often; requests that were cut are sent
again and counted apart. Exit code 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import psutil

from _load_record import held_against
from _load_service import Department
from chartside.settings import default_home
from chartside.web.tokens import TokenStore

ROOT = Path(__file__).resolve().parent.parent
ORIGIN = "chrome-extension://" + "abcdefghijklmnop" * 2
NOTES = ROOT.parent / "shared" / "bench" / "encounters-dev.jsonl"
TARGETS = {"suggest": 150.0, "lookup": 30.0}
"""Milliseconds at the 95th percentile."""
MOST_GROWTH = 1.1
"""Of the memory from the middle to the end: it is level by then."""
SHARES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}


def main(arguments: list[str] | None = None) -> int:
    """Run it and print what came out; 1 when a target is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--coders", type=int, default=50, help="at once (default 50)")
    parser.add_argument("--minutes", type=float, default=10, help="how long (default 10)")
    parser.add_argument(
        "--kill-every", type=float, default=0, help="seconds between two kills (default: none)"
    )
    parser.add_argument("--workers", type=int, default=2, help="processes of the service (default 2)")
    parser.add_argument("--haste", type=float, default=1.0, help="multiplies the pauses (default 1)")
    parser.add_argument("--home", type=Path, help="data folder whose compiled code set is used")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other coders (default 1)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="chartside-load-") as folder:
        told = measure(Path(folder), options)
    print(json.dumps(told, indent=1))
    return 1 if told["missed"] else 0


def measure(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """All of it, in `folder`."""
    sys.path.insert(0, str(ROOT / "tests"))
    postgres = import_module("review.postgres").Server()
    try:
        service = Department(folder, options.home or default_home(), postgres.url(), options.workers)
        try:
            tokens = [
                TokenStore(service.home).create("Chromium", ORIGIN, f"Coder {number}")
                for number in range(options.coders)
            ]
            told = under_load(folder, service, tokens, options)
        finally:
            service.stop()
        said = json.loads((folder / "said.json").read_text(encoding="utf-8"))
        told |= numbers(said, options.minutes * 60) | held_against(service.home, service.url, said)
    finally:
        postgres.stop()
    told["missed"] = missed(told)
    return told


def under_load(
    folder: Path, service: Department, tokens: list[str], options: argparse.Namespace
) -> dict[str, Any]:
    """Run locust to its end, kill workers meanwhile, and measure the service."""
    asked = {
        "tokens": tokens, "notes": notes(), "queries": queries(), "origin": ORIGIN, "seed": options.seed,
        "haste": options.haste, "out": str(folder / "said.json"),
    }  # fmt: skip
    (folder / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
    seconds = options.minutes * 60
    command = [
        sys.executable, "-m", "locust", "-f", str(Path(__file__).with_name("_load_coder.py")), "--headless",
        "-u", str(options.coders), "-r", str(options.coders), "-t", f"{seconds:.0f}s",
        "-H", f"http://127.0.0.1:{service.port}", "--only-summary", "--exit-code-on-error", "0",
    ]  # fmt: skip
    env = os.environ | {"CHARTSIDE_LOAD": str(folder / "asked.json")}
    chance, kills = random.Random(options.seed), 0  # noqa: S311
    with (folder / "locust.log").open("wb") as log:
        locust = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        crowd = psutil.Process(locust.pid)
        begun = last_kill = time.monotonic()
        memory: list[float] = []
        marks = [min(20.0, seconds / 4), seconds / 2, seconds * 0.95]
        before, spent = service.processor_seconds(), 0.0
        while locust.poll() is None:
            passed = time.monotonic() - begun
            if len(memory) < len(marks) and passed >= marks[len(memory)]:
                memory.append(service.memory_mb())
                spent = crowd.cpu_times().user + crowd.cpu_times().system
            if options.kill_every and time.monotonic() - last_kill >= options.kill_every and passed < seconds:
                os.kill(chance.choice(sorted(service.workers())), signal.SIGKILL)
                kills, last_kill = kills + 1, time.monotonic()
            time.sleep(0.1)
        cpu = service.processor_seconds() - before
    if locust.returncode or not (folder / "said.json").exists():
        raise SystemExit((folder / "locust.log").read_text(encoding="utf-8")[-3000:])
    return {
        "coders": options.coders, "minutes": options.minutes, "workers": options.workers, "kills": kills,
        "memory_mb": dict(zip(("start", "middle", "end"), memory, strict=False)),
        "processor_share": round(cpu / seconds, 2), "locust_processor_share": round(spent / seconds, 2),
    }  # fmt: skip


def numbers(said: dict[str, Any], seconds: float) -> dict[str, Any]:
    """Counts and times of what the coders were told."""
    spent: dict[str, list[float]] = {kind: sorted(times) for kind, times in said["spent"].items()}
    count = sum(map(len, spent.values()))
    return {
        "requests": count,
        "requests_per_second": round(count / seconds, 1),
        "failed": len(said["failed"]),
        "failures": sorted(set(said["failed"]))[:10],
        "cut_and_sent_again": said["counts"].get("sent again", 0),
        "ms": {
            kind: {"requests": len(times), "most": round(times[-1], 1)}
            | {name: round(times[int(share * len(times))], 1) for name, share in SHARES.items()}
            for kind, times in sorted(spent.items())
        },
    }


def missed(told: dict[str, Any]) -> list[str]:
    """The names of the targets that were not reached."""
    found = [name for name, most in TARGETS.items() if told["ms"].get(name, {"p95": 0})["p95"] > most]
    memory = told["memory_mb"]
    wrong = {
        "failed": told["failed"],
        "lost": told["lost"],
        "twice": told["twice"],
        "chain": not told["chain_verifies"],
        "memory": memory.get("end", 0) > MOST_GROWTH * memory.get("middle", 1),
    }
    return found + [name for name, is_wrong in wrong.items() if is_wrong]


def notes() -> list[str]:
    """The shared notes when they are there, else our own."""
    if NOTES.exists():
        lines = NOTES.read_text(encoding="utf-8").splitlines()
        return [json.loads(line)["text"] for line in lines]
    from bench import SYNTHETIC

    return [SYNTHETIC]


def queries() -> list[str]:
    """What coders type into lookup."""
    from _typing_clients import read_queries

    return [query.text for query in read_queries() if query.text.replace(" ", "").isalnum()]


if __name__ == "__main__":
    raise SystemExit(main())
