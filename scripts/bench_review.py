#!/usr/bin/env python3
"""Says what a large record costs: opening and verifying it, its pages and its reports.

    .venv/bin/python scripts/bench_review.py [--encounters N] [--quick] [--home FOLDER]

Makes a record in a folder of its own, by the code that the service writes with: real suggestions for notes
of our own, decisions with sealed quotations, ten events an encounter. Two things differ from a year of work:
many events share a transaction, and the clock runs minutes an event. Then it verifies the record, starts the
real `chartside serve` on it and asks over HTTP. Prints one JSON object; times are medians.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, redirect_stdout
from functools import partial
from pathlib import Path

import _review_record
from _service import Service
from chartside.review.opening import open_reviews
from chartside.review.records import Coder, Json
from chartside.review.reviews import Reviews
from chartside.review.verify import verify
from chartside.settings import default_home
from chartside.web.tokens import TokenStore

ORIGIN = "chrome-extension://" + "abcdefghijklmnop" * 2
PORT = 8799
TIMES = 9
TARGETS = {
    "verify_s": 5.0, "statistics_page_decided_ms": 300.0, "statistics_page_finalized_ms": 300.0,
    "report_json_ms": 100.0, "report_html_ms": 100.0,
}  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 when a target is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--encounters", type=int, default=10_000, help="ten events each (default 10,000)")
    parser.add_argument("--quick", action="store_true", help="only 200 encounters")
    parser.add_argument("--home", type=Path, help="data folder whose compiled code set is used")
    parser.add_argument("--port", type=int, default=PORT, help=f"for the service (default {PORT})")
    options = parser.parse_args(arguments)
    os.environ["CHARTSIDE_KEYS"] = "file"
    count = 200 if options.quick else options.encounters
    with tempfile.TemporaryDirectory(prefix="chartside-bench-") as folder:
        told = measure(Path(folder) / "home", options.home or default_home(), count, options.port)
    missed = [name for name, most in TARGETS.items() if told[name] > most]
    print(json.dumps({**told, "missed": missed}, indent=1))
    return int(bool(missed))


def measure(home: Path, compiled: Path, encounters: int, port: int) -> dict[str, float]:
    """Make a record of so many encounters in `home`, and all figures."""
    start = time.perf_counter()
    tokens = TokenStore(home)
    token = tokens.create("Chromium on laptop", ORIGIN, "Ana")
    ana = tokens.clients()[0]
    coders = (Coder(ana.coder_id, "Ana"), Coder("ben", "Ben"), Coder("chi", "Chi"), Coder("dee", "Dee"))
    names = _review_record.make(home, compiled, encounters, coders)
    told: dict[str, float] = {
        "encounters": encounters,
        "made_s": round(time.perf_counter() - start, 1),
        "size_mb": round(sum(p.stat().st_size for p in (home / "review").iterdir()) / 2**20, 1),
    }
    told |= of_the_record(home)
    for name in ("codesets", "vocabulary"):
        (home / name).symlink_to((compiled / name).absolute(), target_is_directory=True)
    command = [sys.executable, "-m", "chartside.cli", "serve", "--port", str(port)]
    os.environ["CHARTSIDE_HOME"] = str(home)
    with redirect_stdout(sys.stderr):
        service = Service(command, port)
        try:
            service.wait_until_ready()
            with closing(Client(port, token)) as client:
                told |= over_http(client, names[:: len(coders)])
        finally:
            service.close()
    return told


def of_the_record(home: Path) -> dict[str, float]:
    """Opening and verifying, in this process."""

    def opened() -> None:
        open_reviews(home).database.close()

    def verified(reviews: Reviews) -> int:
        with reviews.database.read() as connection:
            verdict = verify(connection, reviews.vault)
        assert verdict.ok, verdict.problems
        return verdict.events

    told: dict[str, float] = {"open_ms": timed_ms(opened, TIMES)["median"]}
    reviews = open_reviews(home)
    told["events"] = verified(reviews)
    told["verify_s"] = round(timed_ms(lambda: verified(reviews), 3)["median"] / 1000, 2)
    reviews.database.close()
    return told


class Client:
    """Ana's browser, on one connection."""

    def __init__(self, port: int, token: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        self._paired = {"Authorization": f"Bearer {token}", "Origin": ORIGIN}
        _, answer = self._send("POST", "/v1/review-link", self._paired, "{}")
        link = json.loads(answer)["url"]
        headers, _ = self._send("GET", link[link.index("/review") :], {})
        self._session = {"Cookie": (headers["Set-Cookie"] or "").partition(";")[0]}

    def get(self, path: str) -> bytes:
        """An answer, by token or by the session of the review page."""
        page = path.startswith("/review")
        return self._send("GET", path, self._session if page else self._paired)[1]

    def post(self, path: str, body: object) -> Json:
        """The answer to what is sent."""
        told: Json = json.loads(self._send("POST", path, self._paired, json.dumps(body))[1])
        return told

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _send(
        self, method: str, path: str, headers: dict[str, str], body: str | None = None
    ) -> tuple[http.client.HTTPMessage, bytes]:
        more = {"Content-Type": "application/json"} if body else {}
        self._connection.request(method, path, body, headers | more)
        answer = self._connection.getresponse()
        content = answer.read()
        assert answer.status < 400, (path, answer.status)
        return answer.headers, content


def over_http(client: Client, names: list[str]) -> dict[str, float]:
    """Pages and reports of the running service; the first answers, which learn and load, are told apart."""
    told: dict[str, float] = {}
    for name, path in {
        "statistics_page": "/review/statistics?coder=all",
        "statistics_own": "/review/statistics",
        "statistics_json": "/v1/statistics?coder=all",
        "list_page": "/review",
        "list_json": "/v1/encounters?limit=100",
    }.items():
        told[f"{name}_first_ms"] = timed_ms(partial(client.get, path), 1)["median"]
        times = timed_ms(partial(client.get, path), TIMES)
        told[f"{name}_ms"], told[f"{name}_slowest_ms"] = times["median"], times["slowest"]
    some = iter(names[:: max(1, len(names) // (5 * TIMES))] * 5)

    def report(path: str) -> None:
        client.get(path.format(next(some)))

    for form in ("json", "html", "csv", "fhir", "pdf"):
        path = f"/v1/encounters/{{}}/report.{form}"
        report(path)
        told[f"report_{form}_ms"] = timed_ms(partial(report, path), TIMES)["median"]
    told |= grown(client)
    told["encounter_page_ms"] = timed_ms(partial(report, "/review/encounters/{}"), TIMES)["median"]
    return told


def grown(client: Client) -> dict[str, float]:
    """The statistics page when something was written since: a decision, and an encounter's end."""
    taken: dict[str, list[float]] = {"decided": [], "finalized": []}
    for _ in range(TIMES):
        asked = {
            "note": {"text": "Assessment:\n1. Hypertension. Continue lisinopril.\n"},
            "page": "ehr.example",
        }
        here = f"/v1/encounters/{client.post('/v1/encounters', asked)['encounter']}"
        for name, act, body in (
            ("decided", "decisions", {"kind": "accept", "code": "I10"}),
            ("finalized", "finalize", {}),
        ):
            client.post(f"{here}/{act}", body)
            taken[name].append(timed_ms(partial(client.get, "/review/statistics?coder=all"), 1)["median"])
    return {f"statistics_page_{name}_ms": statistics.median(times) for name, times in taken.items()}


def timed_ms(work: Callable[[], object], count: int) -> dict[str, float]:
    """Median and slowest of `count` runs, in milliseconds."""
    taken = []
    for _ in range(count):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return {"median": round(statistics.median(taken), 1), "slowest": round(max(taken), 1)}


if __name__ == "__main__":
    raise SystemExit(main())
