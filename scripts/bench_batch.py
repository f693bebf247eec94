"""Many notes: how much faster two workers are than one, the memory, and whether killing changes anything.

    python scripts/bench_batch.py NOTES.jsonl                 3,000 notes: one worker, two, three kills
    python scripts/bench_batch.py NOTES.jsonl --long 100000   that many notes to the end, with memory

The notes are repeated with changed ids until there are enough. Prints one JSON object. `whole` counts
from the start of the command to its end, `steady` only while all workers read.
"""

import argparse
import contextlib
import hashlib
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

POLL = 0.02


def main() -> int:
    """Run what is asked for and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("notes", type=Path, help="JSON lines with id and text")
    parser.add_argument("--count", type=int, default=3000, help="notes of each run (default 3000)")
    parser.add_argument("--workers", type=int, default=2, help="beside one (default 2)")
    parser.add_argument("--kills", type=int, default=3, help="random kills of the resumed run (default 3)")
    parser.add_argument("--seed", type=int, default=7, help="of the moments")
    parser.add_argument("--long", type=int, help="one run of so many notes instead")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        source, out, workers = options.child
        print(json.dumps(_measured(Path(source), Path(out), int(workers))))
        return 0
    with tempfile.TemporaryDirectory(prefix="bench-batch-") as name:
        folder = Path(name)
        source = _repeated(options.notes, options.long or options.count, folder / "notes.jsonl")
        if options.long:
            report: dict[str, object] = {"notes": options.long}
            report["run"] = _child(options.notes, source, folder / "long.jsonl", options.workers)
            report["output_mb"] = round((folder / "long.jsonl").stat().st_size / 1e6)
        else:
            report = _compared(options, source, folder)
    print(json.dumps(report, indent=1))
    return 0


def _compared(options: argparse.Namespace, source: Path, folder: Path) -> dict[str, object]:
    one = _child(options.notes, source, folder / "one.jsonl", 1)
    more = _child(options.notes, source, folder / "more.jsonl", options.workers)
    expected = _digest(folder / "one.jsonl")
    moments = _killed(source, folder / "killed.jsonl", options)
    return {
        "notes": options.count,
        "one_worker": one,
        f"{options.workers}_workers": more,
        "times_faster_whole": round(one["whole_s"] / more["whole_s"], 2),
        "times_faster_steady": round(more["steady_notes_per_s"] / one["steady_notes_per_s"], 2),
        "same_output": _digest(folder / "more.jsonl") == expected,
        "killed_at_parts": moments,
        "same_output_after_kills": _digest(folder / "killed.jsonl") == expected,
        "sha256": expected,
    }


def _repeated(notes: Path, count: int, out: Path) -> Path:
    """The notes again and again, each time with other ids."""
    lines = [json.loads(line) for line in notes.read_text(encoding="utf-8").splitlines() if line.strip()]
    with out.open("w", encoding="utf-8") as stream:
        for number in range(count):
            row = lines[number % len(lines)]
            again = {"id": f"{row['id']}-{number // len(lines)}", "text": row["text"]}
            stream.write(json.dumps(again, ensure_ascii=False) + "\n")
    return out


def _child(notes: Path, source: Path, out: Path, workers: int) -> dict[str, float]:
    """A run in a process of its own, so that the driver's memory is its own."""
    command = [sys.executable, __file__, str(notes), "--child", str(source), str(out), str(workers)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return found


def _measured(source: Path, out: Path, workers: int) -> dict[str, float]:
    """In the child: seconds, notes a second, and the most memory of the driver and of a worker."""
    start = time.monotonic()
    from chartside.batch.cluster import local_workers
    from chartside.batch.driver import Progress
    from chartside.batch.rows import Setup
    from chartside.batch.run import Order, run
    from chartside.quiet import hush
    from chartside.settings import Settings

    hush()
    seen: list[tuple[float, int, float]] = []

    def told(progress: Progress) -> None:
        seen.append((time.monotonic(), progress.notes, time.process_time()))

    order = Order(source, out, Setup(home=str(Settings().home), ours=True))
    done = run(order, lambda: local_workers(workers), told)
    whole = time.monotonic() - start
    # By now every worker has read something; at the end some wait for the last one.
    (begun, before, idle), (ended, after, busy) = seen[2 * workers], seen[-1 - workers]
    peak = {
        name: round(resource.getrusage(who).ru_maxrss / 1024)
        for name, who in (("driver", resource.RUSAGE_SELF), ("worker", resource.RUSAGE_CHILDREN))
    }
    return {
        "whole_s": round(whole, 1),
        "whole_notes_per_s": round(done.notes / whole, 1),
        "steady_notes_per_s": round((after - before) / (ended - begun), 1),
        "failed": done.failures,
        "driver_ms_per_note": round(1000 * (busy - idle) / (after - before), 2),
        "driver_peak_mb": peak["driver"],
        "worker_peak_mb": peak["worker"],
    }


def _killed(source: Path, out: Path, options: argparse.Namespace) -> list[int]:
    """Kill the command at random numbers of finished parts, then let it end; the numbers."""
    chance = random.Random(options.seed)  # noqa: S311
    parts = out.with_name(out.name + ".parts")
    command = [sys.executable, "-m", "chartside.cli", "batch", str(source), str(out), "--workers"]
    command.append(str(options.workers))
    whole, moments = options.count // 100, []
    for wanted in sorted(chance.sample(range(1, max(whole - 1, options.kills + 1)), options.kills)):
        running = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        while running.poll() is None and len(list(parts.glob("part-*"))) < wanted:
            time.sleep(POLL)
        time.sleep(chance.uniform(0, 0.5))
        with contextlib.suppress(ProcessLookupError):
            os.kill(running.pid, signal.SIGKILL)
        running.wait()
        moments.append(len(list(parts.glob("part-*"))))
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return moments


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


if __name__ == "__main__":
    sys.exit(main())
