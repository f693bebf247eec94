"""One point of bench_growth.py, measured in this process: KIND SIZE. Prints one JSON object."""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, redirect_stdout
from functools import partial
from pathlib import Path

Point = dict[str, float]
ORIGIN = "chrome-extension://" + "abcdefghijklmnop" * 2
LINES = 6
"""Of a paragraph."""
NOBODYS = "/v1/statistics?coder=all&from=2100-01-01"
"""Statistics of no encounter: what they say of learning costs nothing else."""
RECORDS = "CHARTSIDE_GROWN_RECORDS"
"""A folder where records are kept and taken from."""


def length(size: int) -> Point:
    """A note of `size` characters: milliseconds when it is new, and after an edit; MB that it adds."""
    from chartside.coding.suggester import build_suggester
    from chartside.collector import settle
    from chartside.model import Note
    from chartside.settings import default_home

    text = _note(size)
    count = 9 if size < 100_000 else 3
    with closing(build_suggester(default_home())) as suggester:
        settle()
        suggester.suggest(Note("Hypertension. Gout."))
        before = peak_mb()

        def new() -> None:
            suggester.reader.forget()
            suggester.suggest(Note(text))

        taken = timed(new, count)
        more = round(peak_mb() - before, 1)
        edits = iter([text[: size // 2] + f" Day {day}." + text[size // 2 :] for day in range(count)])
        edited = timed(lambda: suggester.suggest(Note(next(edits))), count)
    return {"size": size, "ms": taken, "edit_ms": edited, "more_mb": more}


def _note(size: int) -> str:
    """A note of `size` characters in paragraphs."""
    from _review_record import PROBLEMS

    chance = random.Random(size)  # noqa: S311
    told, written = ["HISTORY\n\nSeen for follow-up.\n\nASSESSMENT AND PLAN\n"], 0
    while written < size:
        lines = [
            f"{chance.randint(1, 28)} days ago: {chance.choice(PROBLEMS)} Denies chest pain."
            for _ in range(LINES)
        ]
        told.append("\n".join(lines) + "\n")
        written += len(told[-1])
    return "\n".join(told)[:size]


def encounters(size: int) -> Point:
    """A record of `size` encounters, ten events each, and the service on it."""
    from _service import Service, free_port
    from bench_review import Client
    from chartside.review.opening import open_reviews
    from chartside.settings import default_home

    compiled = default_home()
    os.environ["CHARTSIDE_KEYS"] = "file"
    with tempfile.TemporaryDirectory(prefix="chartside-growth-") as folder, redirect_stdout(sys.stderr):
        home, name, token = made_record(Path(os.environ.get(RECORDS) or folder), compiled, size)
        told: Point = {
            "size": size,
            "size_mb": round(sum(f.stat().st_size for f in (home / "review").iterdir()) / 2**20, 1),
        }
        told["open_ms"] = timed(lambda: open_reviews(home).database.close(), 5)
        told |= verified(home)
        for part in ("codesets", "vocabulary"):
            if not (home / part).is_symlink():
                (home / part).symlink_to((compiled / part).absolute(), target_is_directory=True)
        os.environ["CHARTSIDE_HOME"] = str(home)
        port = free_port()
        service = Service([sys.executable, "-m", "chartside.cli", "serve", "--port", str(port)], port)
        try:
            service.wait_until_ready()
            with closing(Client(port, token)) as client:
                told |= asked(client, name)
            told["service_mb"] = memory_mb(service._process.pid)
        finally:
            service.close()
    return told


def made_record(folder: Path, compiled: Path, size: int) -> tuple[Path, str, str]:
    """A record of `size` encounters below `folder`, made when it is missing: home, an encounter, a token."""
    import _grown_record
    from chartside.review.records import Coder
    from chartside.web.tokens import TokenStore

    home, made = folder / str(size), folder / f"{size}.json"
    if not made.exists():
        tokens = TokenStore(home)
        token = tokens.create("Chromium on laptop", ORIGIN, "Ana")
        coders = (Coder(tokens.clients()[0].coder_id, "Ana"), Coder("ben", "Ben"))
        names = _grown_record.make(home, compiled, size, coders)
        made.write_text(json.dumps([names[0], token]), encoding="utf-8")
    name, token = json.loads(made.read_text(encoding="utf-8"))
    return home, name, token


VERIFY = """
import sys, time
from pathlib import Path
from chartside.review.opening import reviews_of
from chartside.review.verify import verify
from _growth_points import peak_mb
start = time.perf_counter()
with reviews_of(Path(sys.argv[1])) as reviews, reviews.database.read() as connection:
    verdict = verify(connection, reviews.vault)
assert verdict.ok, verdict.problems
print(round(time.perf_counter() - start, 2), peak_mb())
"""


def verified(home: Path) -> Point:
    """Seconds and the peak of a process that verifies, in MB."""
    done = subprocess.run(
        [sys.executable, "-c", VERIFY, str(home)], check=True, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([*sys.path])},
    )  # fmt: skip
    seconds, peak = done.stdout.split()
    return {"verify_s": float(seconds), "verify_mb": float(peak)}


def asked(client: object, name: str) -> Point:
    """What a coder and an auditor wait for, in milliseconds."""
    get, post = client.get, client.post  # type: ignore[attr-defined]
    begun = time.perf_counter()
    told: Point = {"statistics_first_ms": timed(partial(get, "/review/statistics?coder=all"), 1)}
    while json.loads(get(NOBODYS))["learned"] is None:
        time.sleep(0.25)
    told["learned_s"] = round(time.perf_counter() - begun, 1)
    told["statistics_ms"] = timed(partial(get, "/review/statistics?coder=all"), 5)
    told["list_ms"] = timed(partial(get, "/review"), 5)
    told["report_ms"] = timed(partial(get, f"/v1/encounters/{name}/report.json"), 5)
    note = {"text": "Assessment:\n1. Hypertension. Continue lisinopril.\n"}
    opened, decided, after = [], [], []
    for _ in range(9):
        start = time.perf_counter()
        here = f"/v1/encounters/{post('/v1/encounters', {'note': note, 'page': 'ehr.example'})['encounter']}"
        opened.append((time.perf_counter() - start) * 1000)
        decided.append(timed(partial(post, f"{here}/decisions", {"kind": "accept", "code": "I10"}), 1))
        post(f"{here}/finalize", {})
        after.append(timed(partial(get, "/review/statistics?coder=all"), 1))
    told["encounter_ms"] = round(statistics.median(opened), 1)
    told["decision_ms"] = round(statistics.median(decided), 1)
    told["statistics_after_ms"] = round(statistics.median(after), 1)
    return told


def notes(size: int) -> Point:
    """A batch of `size` notes on all cores: seconds and the driver's peak in MB."""
    from _growth_children import batch

    return batch(size)


def coders(size: int) -> Point:
    """So many coders at a department's service: milliseconds at the 95th percentile."""
    from _growth_children import department

    return department(size)


def timed(work: Callable[[], object], count: int) -> float:
    """The median of `count` runs, in milliseconds."""
    taken = []
    for _ in range(count):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return round(statistics.median(taken), 1)


def peak_mb() -> float:
    """The most memory that this process had since it was started, in MB; of Linux."""
    # Not getrusage: that also counts what the parent held before this program took its place.
    return memory_mb("self", "VmHWM")


def memory_mb(process: int | str, what: str = "VmRSS") -> float:
    """What a process has now, in MB; of Linux."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{what}:"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0


POINTS: dict[str, Callable[[int], Point]] = {
    "length": length, "encounters": encounters, "notes": notes, "coders": coders,
}  # fmt: skip

if __name__ == "__main__":
    kind, number = sys.argv[1], int(sys.argv[2])
    print(json.dumps(POINTS[kind](number)))
