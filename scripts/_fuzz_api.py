"""Target `api`: schemathesis on the service's own description, against a real service with its own folder."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import strategies as st

from _hammer import Property
from _service import free_port
from chartside.web.tokens import TokenStore

ROOT = Path(__file__).resolve().parent.parent
DESCRIPTION = ROOT / "backend" / "chartside" / "web" / "openapi.json"
ORIGIN = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
# Pairing needs the terminal's code, rests after five wrong ones, and is tried in tests of its own.
LEFT_OUT = ["/v1/pair"]
# Not held: that all that fits the schemas is taken (a date that is none, a system that is not installed),
# and that `GET /v1/encounters/find` is no known method (it is an encounter called "find").
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
    "response_schema_conformance,negative_data_rejection,missing_required_header,use_after_free,"
    "ensure_resource_availability,ignored_auth"
)
ROUND = 40.0
"""Seconds of one run of schemathesis, before one with other choices."""


class Api:
    """A running service and a paired browser's token for it."""

    def __init__(self, url: str, token: str, seconds: float, room: Path) -> None:
        # Schemathesis keeps notes of its own where it runs.
        self._url, self._token, self._seconds, self._room = url, token, seconds, room

    def attacked(self, seed: int) -> None:
        """One run of schemathesis; raises with what it found."""
        command = [
            *[sys.executable, "-m", "schemathesis.cli", "run", str(DESCRIPTION), "--url", self._url],
            *["--header", f"Authorization: Bearer {self._token}", "--header", f"Origin: {ORIGIN}"],
            *[
                "--checks",
                CHECKS,
                "--seed",
                str(seed),
                "--max-time",
                str(round(self._seconds)),
                "--no-color",
            ],
            *["--max-failures", "5", "--generation-database", "none", "--workers", "1", "--warnings", "off"],
            *[part for path in LEFT_OUT for part in ("--exclude-path", path)],
        ]
        done = subprocess.run(
            command,
            cwd=self._room,
            capture_output=True,
            text=True,
            timeout=self._seconds * 4 + 120,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-30000:] + done.stderr[-1500:]


@contextmanager
def served(home: Path) -> Iterator[str]:
    """A service on `home`; its address."""
    url = f"http://127.0.0.1:{free_port()}"
    env = os.environ | {"CHARTSIDE_HOME": str(home), "CHARTSIDE_KEYS": "file"}
    command = [sys.executable, "-m", "chartside.cli", "serve", "--port", url.rpartition(":")[2]]
    with (home / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=env)
    try:
        ends = time.monotonic() + 180
        while not _answers(url):
            assert process.poll() is None, (home / "serve.log").read_text("utf-8", "replace")[-2000:]
            assert time.monotonic() < ends, "the service did not start"
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)
    said = re.sub(r"\S*\.jsonl?", "", (home / "serve.log").read_text("utf-8", "replace"))
    assert "Traceback" not in said, said[-3000:]


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/v1/health", timeout=2) as answer:  # noqa: S310
            return bool(json.load(answer)["status"] == "ok")
    except (OSError, ValueError):
        return False


@contextmanager
def api(home: Path | None = None, seconds: float = ROUND) -> Iterator[list[Property]]:
    """One property: a seed of schemathesis, whose own examples are many more than ours."""
    with tempfile.TemporaryDirectory() as folder:
        place, room = home or Path(folder), Path(folder, "schemathesis")
        room.mkdir()
        token = TokenStore(place).create("a browser", ORIGIN, "Ana")
        with served(place) as url:
            tried = Api(url, token, seconds, room)
            yield [Property("runs of schemathesis", st.integers(0, 1 << 31), tried.attacked, costly=True)]
