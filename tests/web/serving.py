"""A real `chartside serve` for tests: its process, what it prints, and requests to it."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any


class Serving:
    """The process, all it printed, and requests to it."""

    def __init__(self, home: Path, *command: str) -> None:
        self.home = home
        self.printed = ""
        self._news = threading.Condition()
        env = os.environ | {"CHARTSIDE_HOME": str(home), "PYTHONUNBUFFERED": "1"}
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            # A run in the background of a shell ignores it, and so would the service.
            signal.signal(signal.SIGINT, signal.default_int_handler)
        self.process = subprocess.Popen(
            [sys.executable, *(command or ("-m", "chartside.cli")), "serve", "--port", "0"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=env,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.port = int(self.wait_for(r"answers on http://127\.0\.0\.1:(\d+)"))

    def _read(self) -> None:
        for line in self.process.stdout:
            with self._news:
                self.printed += line
                self._news.notify_all()

    def wait_for(self, pattern: str, after: int = 0) -> str:
        """The first group of what is printed, as soon as it is there."""

        def there() -> bool:
            return re.search(pattern, self.printed[after:]) is not None

        with self._news:
            assert self._news.wait_for(there, 90), self.printed
            return re.search(pattern, self.printed[after:])[1]

    def send(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> tuple[int, Any, dict[str, str]]:
        """Status, decoded body and headers of one request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            if body is not None and not isinstance(body, bytes) and not hasattr(body, "__next__"):
                body = json.dumps(body).encode()
            kind = {"Content-Type": "application/json"} if body is not None else {}
            chunked = hasattr(body, "__next__")
            connection.request(method, path, body, kind | (headers or {}), encode_chunked=chunked)
            answer = connection.getresponse()
            content = answer.read().decode()
            decoded = (
                json.loads(content) if answer.headers.get_content_type() == "application/json" else content
            )
            return answer.status, decoded, {k.lower(): v for k, v in answer.getheaders()}
        finally:
            connection.close()

    def stop(self, with_signal: int = signal.SIGTERM) -> int:
        """End it; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(with_signal)
        code = self.process.wait(timeout=60)
        self._reader.join(timeout=60)
        self.process.stdout.close()
        return code
