"""The rich editors of the test pages: their bundles, and what a test does in one and asks of it.

Each page has `window.editor` (see `editors/page.js`), which is the page's own eye, the same in every browser.
"""

import base64
import shutil
import subprocess
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from .pages import BUNDLES
from .waiting import until

BUILD = Path(__file__).resolve().parent.parent / "editors" / "build.mjs"
UNDO_LIMIT = 12
"""Presses of Ctrl+Z after which an editor should be where it was."""


def build() -> Path:
    """Bundle the editors if their sources have changed; the folder that holds `editors/`.

    Raises:
        RuntimeError: node or the packages are missing.
    """
    node = shutil.which("node")
    if node is None:
        raise RuntimeError(
            "The editors' tests need node and its packages: run `npm ci` in the project folder."
        )
    done = subprocess.run([node, str(BUILD)], capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        raise RuntimeError(
            f"The editors could not be bundled (run `npm ci` in the project folder):\n{done.stderr[-2000:]}"
        )
    return BUNDLES


def same(before: str, now: str) -> None:
    """Fail where two texts begin to differ, with what stands around it."""
    if before == now:
        return
    at = next((i for i, pair in enumerate(zip(before, now, strict=False)) if pair[0] != pair[1]), -1)
    at = min(len(before), len(now)) if at < 0 else at
    start = max(0, at - 80)
    raise AssertionError(f"{before[start : at + 160]!r} became {now[start : at + 160]!r}")


class Editor:
    """The editor on a page with an editor."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.wait_for_function("() => window.editor?.ready")

    def ask(self, method: str, *arguments: Any) -> Any:
        """What one of `window.editor`'s methods answers; promises are awaited."""
        return self.page.evaluate(
            "([name, given]) => window.editor[name](...given)", [method, list(arguments)]
        )

    def content(self) -> str:
        """What the editor itself would save."""
        return str(self.ask("content"))

    def markup(self) -> str:
        """The page as it is, our one element aside, when nothing changes it any more."""
        seen = ""

        def still() -> bool:
            nonlocal seen
            before, seen = seen, str(self.ask("markup"))
            return seen == before

        until(still, "a page that stays as it is", pause=self.pause)
        return seen

    def type_word(self, word: str) -> None:
        """Type a word before the second line, with the real keyboard."""
        at = self.ask("firstLine")
        self.page.mouse.click(at["x"], at["y"])
        for key in ("Control+Home", "ArrowDown", "Home"):
            self.page.keyboard.press(key)
        self.page.keyboard.type(word)

    def undo_to(self, content: str) -> None:
        """Press Ctrl+Z until the content is this again.

        Raises:
            AssertionError: it never is.
        """
        for _ in range(UNDO_LIMIT):
            self.page.keyboard.press("Control+z")
            if self.content() == content:
                return
        assert self.content() == content

    def scroll_through(self) -> None:
        """Scroll to the end and back, with what the editor does of it (such as toolbars that stick)."""
        for share in (1, 0):
            self.ask("scroll", share)
            self.markup()

    def leave(self) -> None:
        """Take the focus out of the editor."""
        self.page.evaluate(
            "() => { const active = document.activeElement; active.contentDocument?.activeElement.blur();"
            " active.blur(); }"
        )

    def underlined(self, boxes: list[dict[str, float]]) -> list[float]:
        """The share of each box's width that has an underline of ours beneath it in a picture."""
        return list(self.ask("underlined", self.picture(), boxes))

    def picture(self) -> str:
        """A picture of the viewport, as base64; Playwright must not touch the caret's style."""
        return base64.b64encode(self.page.screenshot(caret="initial")).decode()

    def pause(self, seconds: float) -> None:
        """Let the browser work for a while."""
        self.page.wait_for_timeout(seconds * 1000)
