"""How tests drive the quick lookup by keys alone."""

import json

from playwright.sync_api import Page

from .harness.chromium import Chromium
from .harness.pages import PageServer
from .harness.shadow import Shadow

FIELD = "function () { return this.activeElement?.getAttribute('role') === 'combobox'; }"
FOUND = "function (words) { return this.querySelector('#results')?.dataset.words === words; }"
SHOWN = "function () { return this.querySelector('[data-code-shown]')?.dataset.codeShown; }"
IN_TREE = """function (code) {
  const active = this.activeElement;
  return active?.getAttribute('role') === 'treeitem' && active.dataset.codeOf === code;
}"""


def focused(selector: str) -> str:
    """A function of the root that says whether the focus is on what a CSS selector means."""
    return f"function () {{ return this.activeElement?.matches({json.dumps(selector)}); }}"


def open_lookup(
    chromium: Chromium, pages: PageServer, name: str = "blank.html", focus: str = "#reason"
) -> Page:
    """A page with the lookup open over it, and the focus in the lookup's field; `focus` had it before."""
    page = chromium.page(pages.url(name))
    chromium.grant(page)
    page.locator(focus).click()
    chromium.command("quick-lookup", page)
    chromium.shadow(page).until(FIELD, what="the lookup's field with the focus")
    return page


def look_up(page: Page, shadow: Shadow, words: str) -> None:
    """Type words into the lookup and wait for what was found for just these."""
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(words)
    shadow.until(FOUND, words, what=f"results for {words}")


def until_shown(shadow: Shadow, code: str) -> None:
    """Wait until the code stands at the right with the focus in its tree."""
    shadow.until(IN_TREE, code, what=f"{code} with the focus in the tree")
    assert shadow.evaluate(SHOWN) == [code]
