"""What the panel shows, read from its rows."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from .chromium import Chromium
from .shadow import Shadow

ROWS = """function () {
  return [...this.querySelectorAll('details.section')].flatMap((section) =>
    [...section.querySelectorAll('li[data-code], [data-key][data-code]')].map((row) => ({
      section: section.dataset.fold, code: row.dataset.code, text: row.innerText || row.textContent })));
}"""

READY = """function () {
  return this.querySelector('[aria-busy=false] details.section [data-code]') ? Date.now() : 0;
}"""

INSIDE = "function () { return !!this.activeElement?.closest('.frame'); }"


@dataclass(frozen=True)
class Row:
    """One row: the section it stands in (`suggested`, `possible`, `not`), its code, its text."""

    section: str
    code: str
    text: str


def rows(shadow: Shadow) -> list[Row]:
    """All rows of the panel, those of folded sections included."""
    return [Row(**row) for found in shadow.evaluate(ROWS) for row in found or ()]


def until_ready(shadow: Shadow, timeout: float = 15.0) -> int:
    """Wait for rows; the browser's clock when they were seen, in milliseconds."""
    seen: Any = shadow.until(READY, what="rows in the panel", timeout=timeout)
    return int(seen)


def codes(shadow: Shadow, section: str) -> set[str]:
    """The codes of one section."""
    return {row.code for row in rows(shadow) if row.section == section}


def focus_panel(chromium: Chromium, page: Page, shadow: Shadow) -> None:
    """Go into the panel by its shortcut; keys pressed sooner than the focus is there go to the page."""
    chromium.command("focus-panel", page)
    shadow.until(INSIDE, what="the focus in the panel")
