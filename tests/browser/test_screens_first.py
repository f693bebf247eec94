"""Pictures of a first pass: own codes, then both lists; into docs/screens/ when CHARTSIDE_SCREENS is set."""

from collections.abc import Callable
from pathlib import Path

import pytest

from .harness.chromium import Chromium
from .harness.pages import PageServer
from .harness.panel import focus_panel, until_ready
from .harness.review import until_said
from .lookup_keys import FIELD, look_up
from .test_screens import SIZE, View

READ = """function () {
  const words = Number(/(\\d+) words read/.exec(this.querySelector('.titles')?.innerText)?.[1]);
  return words > 300 && !!this.querySelector('[aria-busy=false]');
}"""


@pytest.mark.parametrize(("name", "size"), [("light", SIZE), ("dark", SIZE), ("narrow", (320, 640))])
def test_first_pass(
    name: str,
    size: tuple[int, int],
    launch: Callable[..., Chromium],
    demo: PageServer,
    picture: Callable[[str], Path],
) -> None:
    browser = launch(size, name == "dark")
    browser.worker().evaluate("() => chrome.storage.local.set({ prefs: { mode: 'first_pass' } })")
    page = browser.page(demo.url("index.html"))
    shadow = browser.turn_on(page)
    view = View(name, size, browser, page, shadow)
    shadow.until_text("First pass: your codes first")
    shadow.until(READ, what="the note and not only the vitals beside it")
    if name != "dark":
        view.keep(picture("first-pass" if name == "light" else "first-pass-narrow"))
    focus_panel(browser, page, shadow)
    for code in ("E11.22", "N18.32", "J45.909"):
        page.keyboard.press("n")
        shadow.until(FIELD, what="the lookup's field")
        look_up(page, shadow, code)
        page.keyboard.press("Control+Enter")
        until_said(shadow, f"Added {code}")
    shadow.click("button", "Show suggestions")
    until_ready(shadow)
    shadow.until_text("same category")
    if name != "narrow":
        view.keep(picture("first-pass-compared" if name == "light" else "first-pass-dark"))
