"""People who type into lookup: the labelled queries, key by key, over HTTP to the real service."""

import os
import random
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
QUERIES = ROOT / "tests" / "codesets" / "queries.tsv"
COLUMNS = ["query", "wanted", "kind", "note"]
SHARES = {"median_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99}


@dataclass(frozen=True)
class Query:
    """One row of the label set; any of `wanted` is right."""

    text: str
    wanted: frozenset[str]
    kind: str


def read_queries(path: Path = QUERIES) -> list[Query]:
    """The label set."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    if lines[0].split("\t") != COLUMNS:
        raise SystemExit(f"{path.name}: the header must be {', '.join(COLUMNS)}.")
    rows = [line.split("\t") for line in lines[1:]]
    return [Query(text, frozenset(wanted.split("|")), kind) for text, wanted, kind, *_ in rows]


def prefixes(queries: Sequence[Query]) -> Iterator[str]:
    """What the box holds after each key of each query."""
    for query in queries:
        yield from (
            query.text[:length] for length in range(1, len(query.text) + 1) if query.text[length - 1] != " "
        )


def shuffled(queries: list[Query], seed: int = 0) -> list[Query]:
    """The queries in an order that `seed` chooses."""
    random.Random(seed).shuffle(queries)  # noqa: S311 - the same order in every run
    return queries


def measure_http(home: Path, clients: int, pause: float, keys: int) -> dict[str, float]:
    """Milliseconds from a key to the whole answer while `clients` type, each on its own connection."""
    import psutil

    from chartside.web.tokens import TokenStore

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    token = TokenStore(home).create("search bench")
    os.environ["CHARTSIDE_HOME"] = str(home)
    program = [sys.executable, "-m", "chartside.cli", "serve", "--port", str(port)]
    # What the service prints for each request would be read by the process that measures.
    service = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    spent: list[list[float]] = [[] for _ in range(clients)]
    try:
        _wait(service, port)
        threads = [
            threading.Thread(target=_type, args=(port, token, seed, pause, keys // clients, spent[seed]))
            for seed in range(clients)
        ]
        process = psutil.Process(service.pid)
        before = process.cpu_times()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        after = process.cpu_times()
        idle = _ask_nothing(port, token, pause, 400)
    finally:
        service.terminate()
        service.wait()
    times = sorted(took for each in spent for took in each)
    if len(times) < keys // clients * clients:
        raise SystemExit("Some clients were not answered; the lines above say why.")
    return {
        "clients": clients,
        "pause_s": pause,
        "keys": len(times),
        **_shares(times),
        "most_ms": round(times[-1], 2),
        "processor_ms_per_key": round(
            1000 * (after.user - before.user + after.system - before.system) / len(times), 2
        ),
        **{f"no_search_{name}": took for name, took in _shares(idle).items()},
    }


def _shares(times: Sequence[float]) -> dict[str, float]:
    return {name: round(times[int(share * len(times))], 2) for name, share in SHARES.items()}


def _wait(service: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(1200):
        if service.poll() is not None:
            raise SystemExit("The service did not start; run `chartside serve` to see why.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/health", timeout=60):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The service did not answer within two minutes.")


def _ask_nothing(port: int, token: str, pause: float, times: int) -> list[float]:
    """Milliseconds of the bare health check: what the machine takes without any search."""
    spent: list[float] = []
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(times):
            start = time.perf_counter()
            line.sendall(f"GET /v1/health HTTP/1.1\r\n{_head(port, token)}".encode())
            if _answered(line):
                spent.append(1000 * (time.perf_counter() - start))
            time.sleep(pause / 4)
    return sorted(spent)


def _head(port: int, token: str) -> str:
    return f"Host: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n\r\n"


def _type(port: int, token: str, seed: int, pause: float, keys: int, spent: list[float]) -> None:
    """Type queries key by key and note the milliseconds of every answer, the first one too."""
    chance = random.Random(seed)  # noqa: S311 - only to type differently
    texts = prefixes(shuffled(read_queries(), seed))
    head = _head(port, token)
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # People do not begin in the same millisecond.
        time.sleep(pause * chance.uniform(0, 2))
        for _ in range(keys):
            text = next(texts, None)
            if text is None:
                texts = prefixes(shuffled(read_queries(), seed + keys))
                text = next(texts)
            asked = f"GET /v1/codes?q={quote(text)}&limit=20 HTTP/1.1\r\n{head}".encode()
            start = time.perf_counter()
            line.sendall(asked)
            if not _answered(line):
                return
            spent.append(1000 * (time.perf_counter() - start))
            time.sleep(pause * chance.uniform(0.5, 1.5))


def _answered(line: socket.socket) -> bool:
    """Read one answer to its end; whether it was a good one."""
    got = b""
    while b"\r\n\r\n" not in got:
        part = line.recv(65536)
        if not part:
            return False
        got += part
    head, _, body = got.partition(b"\r\n\r\n")
    length = int(re.search(rb"(?i)content-length: (\d+)", head)[1])  # type: ignore[index]
    left = length - len(body)
    while left > 0:
        left -= len(line.recv(65536))
    return head.startswith(b"HTTP/1.1 200")
