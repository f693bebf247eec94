"""Pictures of every surface on the demo page; into docs/screens/ when CHARTSIDE_SCREENS is set."""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from .harness.chromium import Chromium
from .harness.pages import PageServer
from .harness.pairing import OPTIONS
from .harness.panel import codes, until_ready
from .harness.review import focus_row, until_said, walk_to
from .harness.shadow import Shadow
from .lookup_keys import FIELD, IN_TREE, look_up

SIZE = (1440, 900)
AT_REST = """async function () {
  // What is folded away does not move on.
  const seen = [...this.querySelectorAll('*')].filter((element) => element.checkVisibility());
  const all = seen.flatMap((element) => element.getAnimations());
  await Promise.all(all.map((each) => each.effect.getComputedTiming().endTime < 1e6 && each.finished));
  // A busy computer draws what was just unfolded a frame later.
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
}"""
CLAIMED = "function (number) { return this.querySelectorAll('.check-code').length === number; }"
SIZE_OF_PNG = struct.Struct(">II")


def size_of(path: Path) -> tuple[int, int]:
    """Width and height of a PNG in pixels."""
    width, height = SIZE_OF_PNG.unpack(path.read_bytes()[16:24])
    return width, height


def open_demo(browser: Chromium, demo: PageServer) -> Page:
    """The demo chart with Chartside on and its plan in view."""
    page = browser.page(demo.url("index.html"))
    shadow = browser.turn_on(page)
    until_ready(shadow)
    assert {"E11.22", "N18.31", "I10"} & codes(shadow, "suggested")
    note = page.frame_locator("#chart-1 iframe").frame_locator("iframe")
    note.get_by_text("Return in two weeks").scroll_into_view_if_needed()
    page.mouse.move(0, 0)
    return page


@dataclass(frozen=True)
class View:
    """The demo chart with Chartside on, in a browser of a size (CSS pixels) and colour scheme."""

    name: str
    size: tuple[int, int]
    browser: Chromium
    page: Page
    shadow: Shadow

    def keep(self, path: Path) -> None:
        """A picture of the page as it comes to rest, the mouse aside."""
        self.page.mouse.move(0, 0)
        self.shadow.evaluate(AT_REST)
        self.page.screenshot(path=path)
        assert size_of(path) == self.size


@pytest.fixture(params=[("light", SIZE), ("dark", SIZE), ("narrow", (320, 640))], ids=lambda view: view[0])
def view(request: pytest.FixtureRequest, launch: Callable[..., Chromium], demo: PageServer) -> View:
    """The demo chart light, dark and narrow."""
    name, size = request.param
    browser = launch(size, name == "dark")
    page = open_demo(browser, demo)
    return View(name, size, browser, page, browser.shadow(page))


def test_panel(view: View, picture: Callable[[str], Path]) -> None:
    if view.name == "dark":
        view.shadow.click("[data-code] [data-main]")
        view.shadow.until("function () { return !!this.querySelector('.more'); }", what="an opened row")
    view.keep(picture(f"panel-{view.name}"))
    if view.name != "dark":  # there the click has the focus in the panel already
        view.browser.command("focus-panel", view.page)
    focus_row(view.shadow)
    view.page.keyboard.press("v")
    if view.name == "narrow":  # there the page hides the draft of its claim
        view.shadow.box(".check-empty")
        view.page.keyboard.insert_text("E11.9, I10, J44.9, J18.9, E78.5")
    else:
        view.shadow.until(CLAIMED, 5, what="the codes of the claim's draft")
        view.page.keyboard.press("Space")
    view.page.keyboard.press("Enter")
    view.shadow.until_text("less specific", "missing", "supported")
    if view.name == "dark":
        view.page.keyboard.press("Enter")
        view.shadow.until("function () { return !!this.querySelector('.finding.open'); }", what="a finding")
    view.keep(picture("check" if view.name == "light" else f"check-{view.name}"))


def test_review(view: View, picture: Callable[[str], Path]) -> None:
    page, shadow = view.page, view.shadow
    view.browser.command("focus-panel", page)
    focus_row(shadow)
    page.keyboard.press("a")
    walk_to(page, shadow, "N18.31")
    page.keyboard.press("e")
    shadow.until(IN_TREE, "N18.31", what="the code in the lookup")
    page.keyboard.press("ArrowDown")
    shadow.until(IN_TREE, "N18.32", what="the code beside it")
    page.keyboard.press("Enter")
    until_said(shadow, "Changed N18.31 to N18.32")
    walk_to(page, shadow, "I12.9")
    page.keyboard.press("r")
    shadow.until_text("Why is I12.9 rejected?")
    if view.name == "light":
        page.keyboard.press("6")
        until_said(shadow, "Rejected I12.9")
        for key in ("End", "k", "Enter"):
            page.keyboard.press(key)
        walk_to(page, shadow, "I12.9")
    view.keep(picture("review" if view.name == "light" else f"review-{view.name}"))
    if view.name == "dark":
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        shadow.until_text("Keys of the panel", "undo the last decision")
        view.keep(picture("review-keys"))


@pytest.mark.parametrize(
    ("name", "words", "keys", "says", "size", "dark"),
    [
        ("lookup", "diabetes kidney", ["ArrowDown", "ArrowUp"], "Excludes1", SIZE, False),
        ("lookup-build", "S52.5", ["Enter", "1", "1"], "7th character", SIZE, False),
        ("lookup-dark", "S52.5", ["Enter", "1", "1", "a"], "S52.501A", SIZE, True),
        ("lookup-narrow", "E11.22", ["Enter"], "Use additional code", (320, 640), False),
    ],
)
def test_lookup(
    name: str,
    words: str,
    keys: list[str],
    says: str,
    size: tuple[int, int],
    dark: bool,
    launch: Callable[..., Chromium],
    demo: PageServer,
    picture: Callable[[str], Path],
) -> None:
    browser = launch(size, dark)
    page = browser.page(demo.url("index.html"))
    browser.grant(page)
    browser.command("quick-lookup", page)
    shadow = browser.shadow(page)
    shadow.until(FIELD, what="the lookup's field")
    look_up(page, shadow, words)
    for key in keys:
        page.keyboard.press(key)
    shadow.until_text(says)
    shadow.evaluate(AT_REST)
    path = picture(name)
    page.screenshot(path=path)
    assert size_of(path) == size


def test_popup_and_options(
    launch: Callable[..., Chromium], demo: PageServer, picture: Callable[[str], Path]
) -> None:
    browser = launch()
    page = browser.page(demo.url("index.html"))
    popup = browser.popup(page)
    popup.until("document.querySelector('#lamp').classList.contains('good')")
    popup.screenshot(picture("popup"))
    assert size_of(picture("popup"))[0] > 200
    popup.close()
    options = browser.extension_page(OPTIONS)
    options.locator("#lamp.good").wait_for()
    options.screenshot(path=picture("options"))
    assert size_of(picture("options")) == SIZE


def test_finalize(view: View, picture: Callable[[str], Path]) -> None:
    page, shadow = view.page, view.shadow
    view.browser.command("focus-panel", page)
    focus_row(shadow)
    for code in ("E11.22", "N18.31", "I12.9"):
        walk_to(page, shadow, code)
        page.keyboard.press("a")
        until_said(shadow, f"Accepted {code}")
    page.keyboard.press("f")
    shadow.until_text("Finalize these codes")
    view.keep(picture("finalize" if view.name == "light" else f"finalize-{view.name}"))
    page.keyboard.press("Enter")
    shadow.until_text("Finalized", "Open again")
    if view.name == "light":
        view.keep(picture("finalized"))
