"""Finds a Chromium or Firefox, and opens the demo page in it with the extension loaded and paired.

The browser gets a throw-away profile of its own; the user's own profile is never touched.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

CHROMIUMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "brave",
)
FIREFOXES = ("firefox", "firefox-esr")
_MAC = {
    "chromium": ("Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome"),
    "firefox": ("Firefox.app/Contents/MacOS/firefox",),
}


class BrowserError(Exception):
    """The browser did not start or did not do what it was told."""


class Browser(Protocol):
    """What the demo needs of a browser; `_cdp.Chromium` and `_marionette.Firefox` have it."""

    def load_extension(self, folder: Path) -> None: ...
    def open_own_page(self, path: str) -> str: ...
    def open(self, url: str) -> str: ...
    def run(self, target: str, script: str) -> Any: ...
    def close_others(self, keep: str) -> None: ...
    def let_go(self) -> None: ...
    @property
    def running(self) -> bool: ...
    def close(self) -> None: ...


def has_screen() -> bool:
    """Whether a window could be shown."""
    if os.name == "nt" or sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def find() -> tuple[str, str] | None:
    """Kind (`chromium` or `firefox`) and absolute path of a browser; CHARTSIDE_BROWSER names one."""
    named = shutil.which(os.environ.get("CHARTSIDE_BROWSER", ""))
    if named:
        return ("firefox" if "firefox" in Path(named).name.lower() else "chromium"), named
    # On Windows the debugging pipe cannot be handed over with the standard library: Firefox only.
    chromiums = CHROMIUMS if os.name == "posix" else ()
    for kind, names in (("chromium", chromiums), ("firefox", FIREFOXES)):
        for name in names:
            if found := shutil.which(name):
                return kind, found
        for place in _installed(kind):
            if place.is_file():
                return kind, str(place)
    return None


def _installed(kind: str) -> list[Path]:
    if sys.platform == "darwin":
        return [Path("/Applications") / name for name in _MAC[kind]]
    roots = [os.environ.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA")]
    if kind == "firefox" and os.name == "nt":
        return [Path(root) / "Mozilla Firefox" / "firefox.exe" for root in roots if root]
    return []


class Demo:
    """A browser on the demo page, in a profile that is deleted at the end.

    Args:
        kind: `chromium` or `firefox`.
        executable: absolute path of the program.
        home: the data folder, where the profile goes.
        extension: folder of the unpacked extension.
        more: further switches of the browser, such as `--headless`.
    """

    def __init__(
        self, kind: str, executable: str, home: Path, extension: Path, more: tuple[str, ...] = ()
    ) -> None:
        parent = _profile_parent(executable, home)
        parent.mkdir(parents=True, exist_ok=True)
        self.name = "Firefox" if kind == "firefox" else "Chromium"
        self._profile = Path(tempfile.mkdtemp(prefix="demo-profile-", dir=parent))
        self._browser: Browser | None = None
        try:
            self._browser = _start(kind, executable, self._profile, extension, more)
            self._browser.load_extension(extension)
        except (OSError, BrowserError):
            self.close()
            raise

    def pair(self, code: Callable[[], str]) -> None:
        """Type the pairing code that `code` returns into the extension's options page."""
        assert self._browser is not None
        page = self._browser.open_own_page("options/options.html")
        said = self._browser.run(
            page, PAIR % (json.dumps(code()), json.dumps(f"{self.name} of the demo"), json.dumps(DEMO_CODER))
        )
        if said != "paired":
            raise BrowserError(f"the extension could not pair: {said}")

    def show(self, url: str) -> None:
        """Show the page alone and leave the browser to the person."""
        assert self._browser is not None
        self._browser.close_others(self._browser.open(url))
        self._browser.let_go()

    @property
    def running(self) -> bool:
        """Whether the browser still runs."""
        return self._browser is not None and self._browser.running

    def close(self) -> None:
        """End the browser and delete its profile."""
        if self._browser is not None:
            self._browser.close()
        shutil.rmtree(self._profile, ignore_errors=True)


def _start(kind: str, executable: str, profile: Path, extension: Path, more: tuple[str, ...]) -> Browser:
    if kind == "firefox":
        from _marionette import Firefox

        manifest = json.loads((extension / "manifest.json").read_text(encoding="utf-8"))
        return Firefox(executable, profile, manifest["browser_specific_settings"]["gecko"]["id"], more)
    from _cdp import Chromium

    return Chromium(executable, profile, more)


def _profile_parent(executable: str, home: Path) -> Path:
    """The data folder; a browser from a snap sees no hidden folders, only its own."""
    name = Path(executable).name
    if Path("/snap/bin", name).exists():
        return Path.home() / "snap" / name / "common"
    return home


# What the options page itself says to the background when the coder typed the code in.
PAIR = """(async (code, name, coder) => {
  const { runtime } = globalThis.browser ?? globalThis.chrome;
  const answer = await runtime.sendMessage({ type: 'pair', code, name, coder });
  return answer?.ok ? 'paired' : answer?.error?.message ?? 'the extension did not answer';
})(%s, %s, %s)"""
DEMO_CODER = "Demo coder"
