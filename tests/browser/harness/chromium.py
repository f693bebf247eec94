"""The system's Chromium with the extension loaded, driven by Playwright, without a screen."""

import base64
import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright, Worker

from .shadow import Shadow
from .target import Target
from .waiting import until

REPOSITORY = Path(__file__).resolve().parent.parent.parent.parent
EXTENSION = Path(os.environ.get("CHARTSIDE_EXTENSION") or REPOSITORY / "extension")
"""The unpacked extension under test; CHARTSIDE_EXTENSION names another, such as an unpacked package."""


def executable() -> str:
    """The browser to test with: CHARTSIDE_CHROMIUM, else the system's."""
    named = os.environ.get("CHARTSIDE_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not named:
        raise RuntimeError("No Chromium found: install the package chromium, or set CHARTSIDE_CHROMIUM.")
    return named


def extension_id(extension: Path) -> str:
    """The id that Chromium derives from the `key` in the manifest: its hash in the letters a to p."""
    key = json.loads((extension / "manifest.json").read_text(encoding="utf-8"))["key"]
    digest = hashlib.sha256(base64.b64decode(key)).hexdigest()[:32]
    return "".join(chr(ord("a") + int(digit, 16)) for digit in digest)


def prepare_profile(profile: Path, extension: Path, granted: tuple[str, ...]) -> None:
    """Write the preferences of a fresh profile.

    Developer mode is on, or Chromium would not take an unpacked extension again after a reload. The
    browser's question for a site's permission is a native window that tests cannot click; it is not
    asked again for what a person granted once and gave back, so `granted` says that this was so. The
    request itself, made in the click, runs as ever.
    """
    hosts = {"api": [], "explicit_host": list(granted), "manifest_permissions": [], "scriptable_host": []}
    known = {"granted_permissions": hosts, "runtime_granted_permissions": hosts} if granted else {}
    settings = {"path": str(extension), "location": 4, **known}
    preferences = {
        "extensions": {
            "ui": {"developer_mode": True},
            **({"settings": {extension_id(extension): settings}} if granted else {}),
        }
    }
    folder = profile / "Default"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Preferences").write_text(json.dumps(preferences), encoding="utf-8")


class Chromium:
    """One browser with a fresh profile and the extension.

    Args:
        playwright: a running Playwright.
        profile: an empty folder for the profile.
        extension: the unpacked extension.
        size: window in CSS pixels.
        dark: whether the browser says that the user prefers dark.
        granted: match patterns to which a person has said yes once before (see `prepare_profile`).
    """

    def __init__(
        self,
        playwright: Playwright,
        profile: Path,
        extension: Path = EXTENSION,
        size: tuple[int, int] = (1280, 800),
        dark: bool = False,
        granted: tuple[str, ...] = (),
    ) -> None:
        prepare_profile(profile, extension, granted)
        self.context: BrowserContext = playwright.chromium.launch_persistent_context(
            str(profile),
            executable_path=executable(),
            headless=False,  # Playwright's own headless flags would choose the shell without extensions
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            ignore_default_args=["--disable-extensions"],
            args=[
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--enable-unsafe-extension-debugging",
                f"--disable-extensions-except={extension}",
                f"--load-extension={extension}",
            ],
        )
        self.context.set_default_timeout(10_000)
        browser = self.context.browser
        assert browser is not None
        self._cdp: CDPSession = browser.new_browser_cdp_session()
        self.id = self.worker().url.split("/")[2]

    def worker(self) -> Worker:
        """The extension's service worker, woken if it sleeps."""
        if not self.context.service_workers:
            return self.context.wait_for_event("serviceworker", timeout=15_000)
        return self.context.service_workers[-1]

    def page(self, url: str | None = None) -> Page:
        """A new tab in front, at `url`."""
        page = self.context.new_page()
        if url:
            page.goto(url)
        return page

    def extension_page(self, path: str) -> Page:
        """A page of the extension in a tab, such as `extension_page("options/options.html")`."""
        return self.page(f"chrome-extension://{self.id}/{path}")

    def click_toolbar(self, page: Page) -> None:
        """Click the toolbar button on `page`, which grants activeTab as a person's click does."""
        page.bring_to_front()
        self._cdp.send("Extensions.triggerAction", {"id": self.id, "targetId": self._tab_of(page)})

    def _tab_of(self, page: Page) -> str:
        tabs = self._cdp.send("Target.getTargets", {"filter": [{"type": "tab"}]})["targetInfos"]
        here = [tab for tab in tabs if tab["url"] == page.url]
        if not here:
            raise AssertionError(f"no tab at {page.url}; there are {[tab['url'] for tab in tabs]}")
        here.sort(key=lambda tab: not tab.get("embedderData", {}).get("tabActive"))
        return str(here[0]["targetId"])

    def popup(self, page: Page) -> Target:
        """Click the toolbar button on `page` and attach to the popup that it opens."""
        self.click_toolbar(page)

        def pause(seconds: float) -> None:
            page.wait_for_timeout(seconds * 1000)

        def look() -> str:
            every = self._cdp.send("Target.getTargets", {"filter": [{"type": "page"}]})["targetInfos"]
            own = f"chrome-extension://{self.id}/popup"
            return next((str(t["targetId"]) for t in every if t["url"].startswith(own)), "")

        target = Target(self._cdp, until(look, "the toolbar popup", pause=pause), pause)
        target.until("document.readyState === 'complete'")
        return target

    def grant(self, page: Page) -> None:
        """Give the extension `activeTab` on `page` as a click on its button does, and close the popup."""
        self.popup(page).close()

    def turn_on(self, page: Page) -> Shadow:
        """Switch suggestions on for `page`, by button and shortcut; eyes for the panel."""
        shadow = self.shadow(page)
        self.grant(page)
        self.command("toggle-page", page)
        return shadow

    def turn_off(self, page: Page) -> None:
        """Switch suggestions off for `page`."""
        self.command("toggle-page", page)

    def watch_requests(self) -> None:
        """Note the bodies of all requests that the background sends from now on."""
        self.worker().evaluate(
            """() => {
                if (!self.sentByTest) {
                    const real = self.fetch;
                    self.fetch = (where, init) => {
                        self.sentByTest.push(String(where) + ' ' + (init?.body ?? ''));
                        return real(where, init);
                    };
                }
                self.sentByTest = [];
            }"""
        )

    def requests(self) -> list[str]:
        """Address and body of every request of the background since `watch_requests`."""
        return list(self.worker().evaluate("self.sentByTest"))

    def command(self, name: str, page: Page) -> None:
        """Fire a keyboard command of the manifest on `page`.

        Keys that a test sends go to the page and never reach the browser's own shortcuts, so the
        event is given to the background's listeners the way the browser gives it.
        """
        self._dispatch("commands.onCommand", page, [name])

    def context_menu(self, item: str, page: Page, selection: str = "", frame_id: int = 0) -> None:
        """Choose an entry of the extension's context menu on `page` (a native menu cannot be clicked)."""
        info = {"menuItemId": item, "selectionText": selection, "editable": False, "frameId": frame_id}
        self._dispatch("contextMenus.onClicked", page, [{**info, "pageUrl": page.url}])

    def _dispatch(self, event: str, page: Page, before: list[Any]) -> None:
        page.bring_to_front()
        until(
            # While a popup closes, no window has the focus and no tab is the active one.
            lambda: self.worker().evaluate(
                """async ([event, before]) => {
                    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
                    if (!tab) return false;
                    const [space, name] = event.split('.');
                    chrome[space][name].dispatch(...before, tab);
                    return true;
                }""",
                [event, before],
            ),
            "an active tab",
            pause=lambda seconds: page.wait_for_timeout(seconds * 1000),
        )

    def reload(self) -> None:
        """Reload the extension under its pages, as an update does, and wait for the new background."""
        with self.context.expect_event("serviceworker", timeout=15_000):
            self.worker().evaluate("() => void setTimeout(() => chrome.runtime.reload())")

    def shadow(self, page: Page) -> Shadow:
        """Eyes for the panel and the lookup on `page`."""
        return Shadow(page)

    def close(self) -> None:
        """End the browser."""
        self.context.close()
