"""A Chromium of the system with an unpacked extension, over its debugging pipe, without a library.

The pipe (file descriptors 3 and 4, JSON ended by a zero byte) is the one way to load an extension
that every Chromium still takes; the `--load-extension` switch is gone from branded builds. No port is
opened, so no other program can steer this browser. When the pipe closes the browser ends.
"""

from __future__ import annotations

import fcntl
import json
import os
import select
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from _browser import BrowserError


class Chromium:
    """One running browser with a profile of its own.

    Args:
        executable: absolute path of the program.
        profile: folder of a throw-away profile.
        more: further switches.
    """

    def __init__(self, executable: str, profile: Path, more: tuple[str, ...] = ()) -> None:
        inward, self._write = _pipe()
        self._read, outward = _pipe()
        self._buffer, self._last, self._extension = b"", 0, ""
        command = [
            executable,
            f"--user-data-dir={profile}",
            "--remote-debugging-pipe",
            "--enable-unsafe-extension-debugging",
            "--no-first-run",
            "--no-default-browser-check",
            "--disable-sync",
            "--password-store=basic",
            # Chromium refuses to sandbox itself for root.
            *(["--no-sandbox"] if os.geteuid() == 0 else []),
            *more,
            "about:blank",
        ]
        null = os.open(os.devnull, os.O_RDWR)
        self.pid = os.posix_spawn(
            executable,
            command,
            os.environ,
            # A group of its own: Ctrl-C in the terminal reaches us, and we end it in good order.
            setpgroup=0,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, null, 0),
                (os.POSIX_SPAWN_DUP2, null, 1),
                (os.POSIX_SPAWN_DUP2, null, 2),
                (os.POSIX_SPAWN_DUP2, inward, 3),
                (os.POSIX_SPAWN_DUP2, outward, 4),
            ],
        )
        for descriptor in (inward, outward, null):
            os.close(descriptor)

    def call(
        self, method: str, parameters: dict[str, Any] | None = None, session: str = "", timeout: float = 30.0
    ) -> dict[str, Any]:
        """Send one command and return its result; `timeout` in seconds.

        Raises:
            BrowserError: refused, no answer in time, or the browser is gone.
        """
        self._last += 1
        message: dict[str, Any] = {"id": self._last, "method": method, "params": parameters or {}}
        if session:
            message["sessionId"] = session
        try:
            os.write(self._write, json.dumps(message).encode() + b"\0")
        except OSError as gone:
            raise BrowserError("the browser has ended") from gone
        end = time.monotonic() + timeout
        while True:
            answer = self._message(end)
            if answer.get("id") == self._last:
                break
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error'].get('message', 'refused')}")
        result: dict[str, Any] = answer["result"]
        return result

    def _message(self, end: float) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._read], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                raise BrowserError("the browser did not answer in time")
            data = os.read(self._read, 65536)
            if not data:
                raise BrowserError("the browser has ended")
            self._buffer += data
        line, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        return message

    def load_extension(self, folder: Path) -> None:
        """Load the unpacked extension; it stays until the browser ends."""
        self._extension = str(self.call("Extensions.loadUnpacked", {"path": str(folder)})["id"])

    def open(self, url: str) -> str:
        """Open a tab and return its target id."""
        return str(self.call("Target.createTarget", {"url": url})["targetId"])

    def open_own_page(self, path: str) -> str:
        """Open a page of the extension loaded last and return its target id once it is there."""
        url = f"chrome-extension://{self._extension}/{path}"
        target = self.open(url)
        end = time.monotonic() + 15
        # A tab answers as about:blank until its page is there, and then asks of it start anew.
        while self.run(target, "document.readyState === 'complete' && location.href") != url:
            if time.monotonic() > end:
                raise BrowserError(f"the extension's {path} did not open")
            select.select([], [], [], 0.05)
        return target

    def run(self, target: str, script: str, timeout: float = 30.0) -> Any:
        """Run an expression in a tab, wait for its promise and return its value."""
        session = str(self.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"])
        asked = {"expression": script, "awaitPromise": True, "returnByValue": True}
        answer = self.call("Runtime.evaluate", asked, session, timeout)
        self.call("Target.detachFromTarget", {"sessionId": session})
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise BrowserError(details.get("exception", {}).get("description") or details["text"])
        return answer["result"].get("value")

    def close_others(self, keep: str) -> None:
        """Close every tab but `keep`."""
        for target in self.call("Target.getTargets")["targetInfos"]:
            if target["type"] == "page" and target["targetId"] != keep:
                self.call("Target.closeTarget", {"targetId": target["targetId"]})

    def let_go(self) -> None:
        """Nothing: the browser would end with the pipe."""

    @property
    def running(self) -> bool:
        """Whether the browser still runs; what it says meanwhile is read and dropped."""
        if not self.pid:
            return False
        while select.select([self._read], [], [], 0)[0] and os.read(self._read, 65536):
            pass
        if os.waitpid(self.pid, os.WNOHANG)[0]:
            self.pid = 0
        return bool(self.pid)

    def close(self) -> None:
        """End the browser: by asking, then by closing the pipe, then by force."""
        with suppress(BrowserError):
            if self.running:
                self.call("Browser.close", timeout=5)
        os.close(self._write)
        for how in (None, signal.SIGTERM, signal.SIGKILL):
            if self.running and how:
                os.killpg(self.pid, how)
            end = time.monotonic() + 5
            while self.running and time.monotonic() < end:
                select.select([], [], [], 0.05)
        os.close(self._read)


def _pipe() -> tuple[int, int]:
    """Both ends above 9, so that neither can be one of the numbers they are moved to."""
    ends = os.pipe()
    high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends]
    for end in ends:
        os.close(end)
    return high[0], high[1]
