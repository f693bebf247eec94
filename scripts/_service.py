"""`chartside serve` as a child, and a small server for the demo page beside it."""

from __future__ import annotations

import functools
import os
import re
import socket
import subprocess
import threading
import urllib.request
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from _setup import Stop

_CODE = re.compile(r"\b\d{3}-\d{3}\b")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Service:
    """The running service; what it prints is printed on, and its pairing code is remembered.

    Args:
        command: the program and its arguments.
        port: where it listens on 127.0.0.1.
    """

    def __init__(self, command: list[str], port: int) -> None:
        self._health = f"http://127.0.0.1:{port}/v1/health"
        self._code = ""
        self._heard = threading.Condition()
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            print(line, end="", flush=True)
            found = _CODE.search(line)
            if found:
                with self._heard:
                    self._code = found.group()
                    self._heard.notify_all()
        with self._heard:
            self._heard.notify_all()

    def wait_until_ready(self, seconds: float = 120.0) -> None:
        """Return when the health check answers.

        Raises:
            Stop: the service ended, having printed why, or did not answer in time.
        """
        waited = threading.Event()
        for _ in range(int(seconds / 0.1)):
            if not self.running:
                raise Stop("The service did not start; the lines above say why.")
            try:
                with urllib.request.urlopen(self._health, timeout=2):  # noqa: S310 - our own address
                    # Another service may answer while ours finds the port taken; only ours shows a code.
                    if self._code:
                        return
                waited.wait(0.1)
            except OSError:
                waited.wait(0.1)
        raise Stop(f"The service did not answer within {seconds:.0f} s: end it with Ctrl-C and try again.")

    def pairing_code(self, seconds: float = 15.0) -> str:
        """The code that the service showed last.

        Raises:
            Stop: it showed none in time.
        """
        with self._heard:
            if (
                not self._heard.wait_for(lambda: bool(self._code) or not self.running, seconds)
                or not self._code
            ):
                raise Stop("The service showed no pairing code: pair by hand in the extension's options.")
            return self._code

    @property
    def running(self) -> bool:
        """Whether the service still runs."""
        return self._process.poll() is None

    def wait(self, seconds: float) -> bool:
        """Wait for its end, at most `seconds`; whether it has ended."""
        try:
            self._process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def close(self) -> None:
        """End it, if Ctrl-C in the terminal has not done so already."""
        if not self.wait(0.5):
            self._process.terminate()
        if not self.wait(10):
            self._process.kill()
        self._process.wait()
        self._listener.join(timeout=5)
        if self._process.stdout is not None:
            self._process.stdout.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Stay silent: the terminal belongs to the service."""


class Pages:
    """Serves the files of one folder on a free port of 127.0.0.1."""

    def __init__(self, folder: Path) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
