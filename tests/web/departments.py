"""A real `chartside serve --department` in processes of its own, with what it logs."""

import http.client
import json
import os
import re
import signal
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from chartside.web.tokens import TokenStore

from . import CHROMIUM

WAIT = 90
NOTE = (
    "Assessment and Plan:\n1. Hypertension. Continue lisinopril.\n2. Type 2 diabetes mellitus, on insulin.\n"
)


class Serving:
    """The master with its workers.

    `told` are variables of the environment beside the usual ones; `listening` is the descriptor of a
    socket that it gets as systemd hands it over.
    """

    def __init__(
        self, home: Path, url: str, told: dict[str, str] | None = None, *, listening: int = 0
    ) -> None:
        self.home, self.printed = home, ""
        self._news = threading.Condition()
        usual = {"CHARTSIDE_BIND": "127.0.0.1:0", "CHARTSIDE_WORKERS": "2", "CHARTSIDE_THREADS": "4"}
        env = os.environ | usual | {"CHARTSIDE_HOME": str(home), "CHARTSIDE_DATABASE_URL": url} | (told or {})
        command = [sys.executable, "-m", "chartside.cli", "serve", "--department"]
        if listening:
            activated = str(Path(__file__).with_name("activated.py"))
            command = [sys.executable, activated, str(listening), *command]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=env,
            text=True,
            pass_fds=[listening] if listening else [],
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.scheme, self.port = "http", 0

    def ready(self) -> "Serving":
        """Itself, when it answers."""
        found = self.wait_for(r"answers on (https?)://\S+?:(\d+) ")
        self.scheme, self.port = found[1], int(found[2])
        return self

    def _read(self) -> None:
        for line in self.process.stdout:
            with self._news:
                self.printed += line
                self._news.notify_all()
        with self._news:
            self._news.notify_all()

    def wait_for(self, pattern: str, after: int = 0) -> re.Match[str]:
        """What matches in its log, as soon as it is there."""
        with self._news:
            assert self._news.wait_for(lambda: re.search(pattern, self.printed[after:]), WAIT), self.printed
            return re.search(pattern, self.printed[after:])

    def workers(self) -> set[int]:
        """The processes that answer."""
        with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children", encoding="ascii") as file:
            return {int(pid) for pid in file.read().split()}

    def logged(self) -> list[dict[str, Any]]:
        """The lines of its log."""
        return [json.loads(line) for line in self.printed.splitlines()]

    def connection(self, trusted: Path | None = None) -> http.client.HTTPConnection:
        """A new connection; over TLS, certificates of `trusted` are believed."""
        if self.scheme == "https":
            context = ssl.create_default_context(cafile=str(trusted))
            return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=WAIT, context=context)
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)

    def send(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: dict[str, str] | None = None,
        trusted: Path | None = None,
    ) -> tuple[int, Any, dict[str, str]]:
        """Status, decoded body and headers of one request on a connection of its own."""
        return ask(self.connection(trusted), method, path, body, headers)

    def coder(self, name: str = "Ana") -> dict[str, str]:
        """The headers of a new coder's browser."""
        token = TokenStore(self.home).create("Chromium on laptop", CHROMIUM, name)
        return {"Authorization": f"Bearer {token}", "Origin": CHROMIUM}

    def stop(self, with_signal: int = signal.SIGTERM) -> int:
        """End it; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(with_signal)
        code = self.process.wait(timeout=WAIT)
        self._reader.join(timeout=WAIT)
        self.process.stdout.close()
        return code


Start = Callable[..., Serving]


def ask(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: object = None,
    headers: dict[str, str] | None = None,
) -> tuple[int, Any, dict[str, str]]:
    """Status, decoded body and headers; the connection is closed."""
    try:
        kind = {"Content-Type": "application/json"} if body is not None else {}
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        connection.request(method, path, body, kind | (headers or {}))
        answer = connection.getresponse()
        content = answer.read().decode()
        told = json.loads(content) if answer.headers.get_content_type() == "application/json" else content
        return answer.status, told, {name.lower(): value for name, value in answer.getheaders()}
    finally:
        connection.close()


def make_certificate(folder: Path, name: str) -> Path:
    """A certificate for `name` and this computer, with its key beside it as key.pem."""
    command = [
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
        "-days", "1", "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name},IP:127.0.0.1",
        "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem"),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return folder / "cert.pem"
