"""The browser tests' harness as a stage for measuring: a paired Chromium, the real service, pages of ours."""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from _overlay_pages import note, write_pages

ROOT = Path(__file__).resolve().parent.parent
EDITORS = ROOT / "tests" / "browser" / "pages" / "editors"
"""Pages of the browser tests, each with an editor as its real library is, and one note for all."""
ROWS = "function () { return this.querySelector('[aria-busy=false] .section [data-code]') ? 1 : 0; }"
IN_OUR_WORLD = """async ([tab]) => {
  const where = { target: { tabId: tab }, injectImmediately: true };
  const [{ result }] = await chrome.scripting.executeScript({ ...where, func: %s });
  return result ?? null;
}"""
THIS_TAB = "async () => (await chrome.tabs.query({ active: true, lastFocusedWindow: true }))[0]?.id ?? 0"


class Stage:
    """What measuring needs of browser and service.

    Args:
        browser: the harness's Chromium, paired.
        pages: the harness's server of pages.
        files: of our own pages on that server, by name.
    """

    def __init__(self, browser: Any, pages: Any, files: dict[str, str]) -> None:
        self.browser = browser
        self._pages, self._files = pages, files
        self._until = import_module("browser.harness.waiting").until
        self._target = import_module("browser.harness.target").Target

    def open(self, name: str) -> Any:
        """A page in a tab in front; Chartside is off in it."""
        return self.browser.page(self._pages.url(self._files[name]))

    def open_editor(self, name: str) -> Any:
        """The page of a rich editor, as the tests have it, with a note of 2,000 words in it."""
        page = self.browser.page()
        page.route("**/editors/note.txt", lambda route: route.fulfill(body="\n".join(note(2000))))
        page.goto(self._pages.url(f"editors/{name}.html"))
        page.wait_for_function("() => window.editor?.ready")
        return page

    def grant(self, page: Any) -> int:
        """Let the extension at the page, as the click on its button does; the number of the tab."""
        self.browser.grant(page)
        return int(self.until(page, lambda: self.browser.worker().evaluate(THIS_TAB), "the active tab"))

    def switch(self, page: Any) -> None:
        """On when it was off, off when it was on."""
        self.browser.command("toggle-page", page)

    def turn_on(self, page: Any, before: tuple[str, ...] = ()) -> tuple[Any, int]:
        """Switch on, with scripts run first in the extension's world; wait for rows. Panel and tab number."""
        tab = self.grant(page)
        for function in before:
            self.in_our_world(tab, function)
        panel = self.browser.shadow(page)
        self.switch(page)
        panel.until(ROWS, what="rows in the panel", timeout=60.0)
        return panel, tab

    def in_our_world(self, tab: int, function: str) -> Any:
        """Run a function where the content scripts of the extension run."""
        return self.browser.worker().evaluate(IN_OUR_WORLD % function, [tab])

    def until(self, page: Any, look: Any, what: str, timeout: float = 30.0) -> Any:
        """Wait for something true."""
        return self._until(
            look, what, timeout=timeout, pause=lambda seconds: page.wait_for_timeout(1000 * seconds)
        )

    def worker_target(self, page: Any) -> Any:
        """The extension's service worker as a DevTools target."""
        cdp = self.browser.context.browser.new_browser_cdp_session()
        every = cdp.send("Target.getTargets")["targetInfos"]
        worker = next(
            each for each in every if each["type"] == "service_worker" and self.browser.id in each["url"]
        )
        return self._target(cdp, worker["targetId"], lambda seconds: page.wait_for_timeout(1000 * seconds))

    @staticmethod
    def type(page: Any, text: str, seconds: float, per_second: float) -> int:
        """Press real keys at an even pace, the text again and again; how many."""
        begun = time.monotonic()
        count = int(seconds * per_second)
        for number in range(count):
            key = text[number % len(text)]
            page.keyboard.press("Space" if key == " " else key)
            rest = begun + (number + 1) / per_second - time.monotonic()
            if rest > 0:
                page.wait_for_timeout(1000 * rest)
        return count


def rich_editors() -> list[str]:
    """Names of the editors that the tests' pages hold; bundles them, for which node's packages are needed."""
    sys.path.insert(0, str(ROOT / "tests"))
    import_module("browser.harness.editors").build()
    plain = ("textarea", "contenteditable")
    return [
        file.stem
        for file in sorted(EDITORS.glob("*.html"))
        if file.stem not in plain and "-long" not in file.stem
    ]


@contextmanager
def stage() -> Iterator[Stage]:
    """Start service and browser, pair them, and end both."""
    from playwright.sync_api import sync_playwright

    sys.path.insert(0, str(ROOT / "tests"))
    chromium, local, pages_of, pairing = (
        import_module(f"browser.harness.{name}") for name in ("chromium", "service", "pages", "pairing")
    )
    with tempfile.TemporaryDirectory() as folder, local.PortLock(), sync_playwright() as playwright:
        files = write_pages(Path(folder))
        service = local.Service(Path(folder) / "home")
        pages = pages_of.PageServer(Path(folder))
        browser = None
        try:
            service.start()
            browser = chromium.Chromium(playwright, Path(folder) / "profile")
            pairing.pair(browser, service)
            yield Stage(browser, pages, files)
        finally:
            if browser:
                browser.close()
            pages.close()
            service.stop()
