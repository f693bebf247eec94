"""A Firefox of the system with a temporary extension, over its Marionette socket, without a library.

A message is its length in bytes, a colon, and JSON: ``[0, id, command, parameters]`` out,
``[1, id, error, result]`` in. The profile is written before the start, so that the port and the
address of the extension's own pages are known.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import uuid
from pathlib import Path
from typing import Any

from _browser import BrowserError

PREFERENCES: dict[str, object] = {
    "marionette.port": 0,
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "trailhead.firstrun.didSeeAboutWelcome": True,
}


class Firefox:
    """One running browser with a profile of its own.

    Args:
        executable: path of the program.
        profile: empty folder of a throw-away profile.
        extension_id: the id in the manifest, under which its address is fixed beforehand.
        more: further switches.
    """

    def __init__(self, executable: str, profile: Path, extension_id: str, more: tuple[str, ...] = ()) -> None:
        address = str(uuid.uuid4())
        self.extension_address = f"moz-extension://{address}"
        wanted = {**PREFERENCES, "extensions.webextensions.uuids": json.dumps({extension_id: address})}
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in wanted.items()]
        (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
        self._last, self._buffer = 0, b""
        self._socket: socket.socket | None = None
        self._process = subprocess.Popen(
            [
                executable,
                *("--new-instance", "--profile", str(profile)),
                *("--marionette", "--remote-allow-system-access"),
                *more,
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=os.name == "posix",
        )
        try:
            self._connect(profile / "MarionetteActivePort")
        except BaseException:
            self.close()
            raise

    def _connect(self, port_file: Path, timeout: float = 60.0) -> None:
        end = time.monotonic() + timeout
        while True:
            text = port_file.read_text(encoding="utf-8").strip() if port_file.exists() else ""
            if text.isdigit():
                break
            if self._process.poll() is not None or time.monotonic() > end:
                raise BrowserError("Firefox did not start")
            time.sleep(0.05)
        self._socket = socket.create_connection(("127.0.0.1", int(text)), timeout=30)
        self._message()
        self.call("WebDriver:NewSession", {})

    def call(self, command: str, parameters: dict[str, Any] | None = None) -> Any:
        """Send one command and return its result.

        Raises:
            BrowserError: refused, no answer within 30 s, or the browser is gone.
        """
        if self._socket is None:
            raise BrowserError("the browser has ended")
        self._last += 1
        data = json.dumps([0, self._last, command, parameters or {}]).encode()
        try:
            self._socket.sendall(str(len(data)).encode() + b":" + data)
            answer = self._message()
            while answer[1] != self._last:
                answer = self._message()
        except OSError as gone:
            raise BrowserError("the browser did not answer") from gone
        if answer[2]:
            raise BrowserError(f"{command}: {answer[2].get('message', 'refused')}")
        return answer[3]

    def _message(self) -> Any:
        while b":" not in self._buffer:
            self._receive()
        length, _, self._buffer = self._buffer.partition(b":")
        while len(self._buffer) < int(length):
            self._receive()
        data, self._buffer = self._buffer[: int(length)], self._buffer[int(length) :]
        return json.loads(data)

    def _receive(self) -> None:
        data = self._socket.recv(65536) if self._socket else b""
        if not data:
            raise BrowserError("the browser has ended")
        self._buffer += data

    def load_extension(self, folder: Path) -> None:
        """Load the unpacked extension until the browser ends."""
        self.call("Addon:Install", {"path": str(folder), "temporary": True})

    def open(self, url: str) -> str:
        """Open a tab, go to `url` and return the tab's handle."""
        handle = str(self.call("WebDriver:NewWindow", {"type": "tab", "focus": True})["handle"])
        self.call("WebDriver:SwitchToWindow", {"handle": handle})
        self.call("WebDriver:Navigate", {"url": url})
        return handle

    def open_own_page(self, path: str) -> str:
        """Open a page of the extension and return its tab's handle once it is there."""
        url = f"{self.extension_address}/{path}"
        before = set(self.call("WebDriver:GetWindowHandles"))
        # WebDriver may not navigate to an extension's page; the browser's own script may open it.
        self.call("Marionette:SetContext", {"value": "chrome"})
        script = "gBrowser.selectedTab = gBrowser.addTrustedTab(arguments[0]);"
        self.call("WebDriver:ExecuteScript", {"script": script, "args": [url]})
        self.call("Marionette:SetContext", {"value": "content"})
        end = time.monotonic() + 15
        while time.monotonic() < end:
            for handle in set(self.call("WebDriver:GetWindowHandles")) - before:
                self.call("WebDriver:SwitchToWindow", {"handle": handle})
                if self.run(handle, "document.readyState === 'complete' && location.href") == url:
                    return str(handle)
            time.sleep(0.05)
        raise BrowserError(f"the extension's {path} did not open")

    def close_others(self, keep: str) -> None:
        """Close every tab but `keep`."""
        for handle in self.call("WebDriver:GetWindowHandles"):
            if handle != keep:
                self.call("WebDriver:SwitchToWindow", {"handle": handle})
                self.call("WebDriver:CloseWindow")
        self.call("WebDriver:SwitchToWindow", {"handle": keep})

    def run(self, target: str, script: str) -> Any:
        """Run an expression in a tab, wait for its promise and return its value."""
        self.call("WebDriver:SwitchToWindow", {"handle": target})
        body = f"const done = arguments[0]; Promise.resolve({script}).then(done, (e) => done('' + e));"
        return self.call("WebDriver:ExecuteAsyncScript", {"script": body, "args": []})["value"]

    def let_go(self) -> None:
        """End the remote control; the browser stays, for the person."""
        self.call("WebDriver:DeleteSession")
        if self._socket:
            self._socket.close()
        self._socket = None

    @property
    def running(self) -> bool:
        """Whether the browser still runs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the browser: by asking, then by force."""
        if self._socket:
            self._socket.close()
        for end in (self._process.terminate, self._process.kill):
            if self.running:
                end()
                try:
                    self._process.wait(timeout=10)
                except subprocess.TimeoutExpired:
                    continue
