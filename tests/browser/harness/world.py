"""Eyes in the extension's own world of a page (`world.js`), out of reach of the page's script."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from .chromium import Chromium

FUNCTION = (Path(__file__).parent / "world.js").read_text(encoding="utf-8")
RUN = f"""async (wish) => {{
  const [tab] = await chrome.tabs.query({{ active: true, lastFocusedWindow: true }});
  const target = {{ tabId: tab.id, allFrames: true }};
  const func = {FUNCTION.rstrip().rstrip(";")};
  const how = {{ target, func, args: [wish], injectImmediately: true }};
  const found = await chrome.scripting.executeScript(how);
  return found.sort((a, b) => a.frameId - b.frameId).map(({{ result }}) => result);
}}"""


@dataclass(frozen=True)
class Seen:
    """What there is in all frames: markup, highlights as (characters before, text), what of ours is alive."""

    markup: tuple[str, ...]
    highlights: frozenset[tuple[int, str]]
    alive: tuple[str, ...]


class World:
    """The extension's world in the tab that is in front.

    Args:
        browser: has the permission for the page, by a click or by the switch of its site.
        page: the tab.
    """

    def __init__(self, browser: Chromium, page: Page) -> None:
        self._browser, self._page = browser, page

    def count(self) -> None:
        """Note from now on what of ours is alive."""
        self._run("count")

    def hide(self, hidden: bool = True) -> None:
        """Let our scripts believe that the tab is behind another one, or in front again."""
        self._run("hide" if hidden else "show")

    def look(self) -> Seen:
        """What there is to see now."""
        frames = [frame for frame in self._run("look") if frame]
        return Seen(
            tuple(frame["markup"] for frame in frames),
            frozenset((each["at"], each["text"]) for frame in frames for each in frame["highlights"]),
            tuple(each for frame in frames for each in frame["alive"]),
        )

    def _run(self, wish: str) -> Any:
        self._page.bring_to_front()
        return self._browser.worker().evaluate(RUN, wish)
