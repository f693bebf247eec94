"""A real `chartside serve` on port 8765, the one address the extension may talk to."""

import fcntl
import json
import os
import re
import shlex
import socket
import subprocess
import sysconfig
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from chartside.web.tokens import TokenStore

from .waiting import until

PORT = 8765
PATIENCE = 60.0
"""Seconds to wait for the port while somebody else uses it."""


class PortLock:
    """Only one test run on this computer uses the port at a time; others wait here."""

    def __init__(self) -> None:
        self._file: TextIO | None = None

    def __enter__(self) -> "PortLock":
        path = Path(tempfile.gettempdir()) / f"chartside-tests-{PORT}.lock"
        self._file = path.open("w")
        fcntl.flock(self._file, fcntl.LOCK_EX)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()


def port_taken(port: int = PORT) -> bool:
    """Whether somebody already listens on the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def serve_command() -> list[str]:
    """The installed command; CHARTSIDE_TEST_SERVE names another, for work on the extension alone."""
    other = os.environ.get("CHARTSIDE_TEST_SERVE")
    if other:
        return shlex.split(other)
    return [str(Path(sysconfig.get_path("scripts")) / "chartside"), "serve"]


class Service:
    """The service with a data folder of its own; it can be stopped and started again.

    Args:
        home: the data folder (`CHARTSIDE_HOME`); pairings and the compiled code set live there.
        port: where it listens; the extension only talks to the usual one.
    """

    def __init__(self, home: Path, port: int = PORT) -> None:
        self.home, self._port = home, port
        self._address = f"http://127.0.0.1:{port}"
        self.log = home.parent / f"{home.name}-serve.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._token = ""

    def start(self, timeout: float = 120.0) -> None:
        """Start and wait until the health check answers; the first start compiles the code set."""
        if self.running:
            return
        taken = (
            f"port {self._port} to be free; the extension can only talk to that port: stop the other program "
            "that uses it (perhaps your own `chartside serve`) and run the tests again"
        )
        until(lambda: not port_taken(self._port), taken, timeout=PATIENCE)
        shown = len(self._codes())
        self.home.mkdir(parents=True, exist_ok=True)
        env = os.environ | {"CHARTSIDE_HOME": str(self.home), "PYTHONUNBUFFERED": "1"}
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                [*serve_command(), "--port", str(self._port)],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=env,
            )
        until(lambda: self._answers(shown), "the service's health check", timeout=timeout)

    def _answers(self, shown: int) -> bool:
        if self._process is None or self._process.poll() is not None:
            raise RuntimeError(f"`chartside serve` ended early; it said:\n{self.output()[-3000:]}")
        if len(self._codes()) == shown:
            return False  # whoever answers on the port by now, it is not this one
        try:
            return bool(self.get("/v1/health")["status"] == "ok")
        except (OSError, ValueError):
            return False

    @property
    def running(self) -> bool:
        """Whether our process lives."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """End it and wait until the port is free."""
        process, self._process = self._process, None
        if process is not None:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(timeout=10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
            until(lambda: not port_taken(self._port), f"port {self._port} to be free")

    def output(self) -> str:
        """All that the service printed so far, over all its starts."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def pairing_code(self) -> str:
        """The newest pairing code shown in the terminal, such as "123-456"."""

        return until(self._codes, "a pairing code in the terminal")[-1]

    def _codes(self) -> list[str]:
        return re.findall(r"\b\d{3}-\d{3}\b", self.output())

    def token(self) -> str:
        """A script's token."""
        self._token = self._token or TokenStore(self.home).create("tests")
        return self._token

    def suggest(self, text: str) -> Any:
        """The answer to a note in the outpatient setting, as a script gets it."""
        headers = {"Authorization": f"Bearer {self.token()}", "Content-Type": "application/json"}
        body = json.dumps({"text": text, "setting": "outpatient"}).encode()
        request = urllib.request.Request(self._address + "/v1/suggest", body, headers)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def get(self, path: str, token: str | None = None) -> Any:
        """One GET as a script would do it; the decoded JSON."""
        request = urllib.request.Request(self._address + path)
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            refused.close()
            raise
