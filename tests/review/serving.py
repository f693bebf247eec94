"""A real `chartside serve` of a process of its own, started in a moment, to be killed."""

import http.client
import json
import os
import re
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from chartside.web.tokens import TokenStore

CHROMIUM = "chrome-extension://" + "abcdefghijklmnop" * 2
WAIT = 60


class Nursery:
    """The process that forks services; see nursery.py."""

    def __init__(self, compiled: Path) -> None:
        self.compiled = compiled
        self._made = 0
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("nursery.py")), str(compiled)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            text=True,
        )
        assert self._process.stdout.readline() == "ready\n"

    def furnish(self, home: Path) -> dict[str, str]:
        """Make a data folder with the compiled code set; the headers of Ana's browser."""
        home.mkdir()
        for folder in ("codesets", "vocabulary"):
            (home / folder).symlink_to(self.compiled / folder, target_is_directory=True)
        token = TokenStore(home).create("Chromium on laptop", CHROMIUM, "Ana")
        return {"Authorization": f"Bearer {token}", "Origin": CHROMIUM, "Content-Type": "application/json"}

    def start(self, home: Path, url: str | None = None) -> "Served":
        """A service of a data folder, which answers."""
        self._made += 1
        out = home.parent / f"out{self._made}"
        os.mkfifo(out)
        env = {"CHARTSIDE_HOME": str(home)} | ({"CHARTSIDE_DATABASE_URL": url} if url else {})
        self._process.stdin.write(json.dumps({"env": env, "out": str(out)}) + "\n")
        self._process.stdin.flush()
        served = Served(int(self._process.stdout.readline()), out)
        out.unlink()
        return served

    def close(self) -> None:
        """End it, and with it what it has started."""
        self._process.stdin.close()
        self._process.wait(timeout=WAIT)
        self._process.stdout.close()


class Served:
    """A running service."""

    def __init__(self, pid: int, out: Path) -> None:
        self._handle = os.pidfd_open(pid)
        self.pid = pid
        self.printed = ""
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read, args=(out,), daemon=True)
        self._reader.start()
        self.port = int(self.wait_for(r"answers on http://127\.0\.0\.1:(\d+)"))
        self._mine = threading.local()

    def wait_for(self, pattern: str) -> str:
        """The first group of what it prints, as soon as it is there."""
        with self._news:
            assert self._news.wait_for(lambda: re.search(pattern, self.printed), WAIT), self.printed
            return re.search(pattern, self.printed)[1]

    def send(self, method: str, path: str, headers: dict[str, str], body: object = None) -> tuple[int, Any]:
        """Status and answer of a request, on a connection that this thread keeps."""
        kept = getattr(self._mine, "connection", None)
        if kept is None:
            kept = self._mine.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        try:
            kept.request(method, path, None if body is None else json.dumps(body), headers)
            answer = kept.getresponse()
            content = answer.read()
        except BaseException:
            self.hang_up()
            raise
        if answer.headers.get_content_type() == "application/json":
            return answer.status, json.loads(content)
        return answer.status, content

    def hang_up(self) -> None:
        """End this thread's connection."""
        if connection := getattr(self._mine, "connection", None):
            connection.close()
            del self._mine.connection

    def end(self, with_signal: int = signal.SIGKILL) -> None:
        """Kill it, and wait until it is gone."""
        signal.pidfd_send_signal(self._handle, with_signal)
        assert select.select([self._handle], [], [], WAIT)[0], "it does not end"
        os.close(self._handle)
        self._reader.join(timeout=WAIT)
        self.hang_up()  # others, who may be reading just now, hang up themselves

    def _read(self, out: Path) -> None:
        with out.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                with self._news:
                    self.printed += line
                    self._news.notify_all()
