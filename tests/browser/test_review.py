"""The review of a note by keyboard alone: walk, accept, reject, change, add, undo, copy the list, leave."""

from playwright.sync_api import Page

from .harness.chromium import Chromium
from .harness.pages import PageServer
from .harness.panel import until_ready
from .harness.review import decided, focus_row, list_codes, until_said, walk_to
from .harness.shadow import Shadow
from .harness.waiting import until
from .lookup_keys import FIELD, IN_TREE, look_up

NOTE = "plain.html"


def open_panel(chromium: Chromium, pages: PageServer, name: str = NOTE) -> tuple[Page, Shadow]:
    """A note with the panel, and the focus in the panel by its shortcut."""
    page = chromium.page(pages.url(name))
    shadow = chromium.turn_on(page)
    until_ready(shadow)
    chromium.command("focus-panel", page)
    focus_row(shadow)
    return page, shadow


def clipboard(chromium: Chromium, page: Page) -> str:
    """What a person would paste now."""
    chromium.context.grant_permissions(
        ["clipboard-read", "clipboard-write"], origin=page.url.rsplit("/", 1)[0]
    )
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_whole_review_by_keyboard_alone(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url(NOTE))
    shadow = chromium.turn_on(page)
    until_ready(shadow)
    assert decided(shadow) == {}
    page.evaluate(
        "const text = document.querySelectorAll('p')[1].firstChild;"
        "const at = text.data.indexOf('breast cancer');"
        "getSelection().setBaseAndExtent(text, at, text, at + 'breast cancer'.length)"
    )
    chromium.command("focus-panel", page)
    first = focus_row(shadow)

    page.keyboard.press("a")
    until_said(shadow, f"Accepted {first}")
    assert decided(shadow) == {first: "accept"}
    assert focus_row(shadow) == first
    shadow.until_text("My codes")

    walk_to(page, shadow, "I12.9")
    page.keyboard.press("r")
    shadow.until_text("Why is I12.9 rejected?", "Not documented in the note")
    assert decided(shadow) == {first: "accept"}
    page.keyboard.press("6")
    until_said(shadow, "Rejected I12.9: Another code is more specific")
    assert focus_row(shadow) == "I12.9"

    walk_to(page, shadow, "N18.31")
    page.keyboard.press("r")
    for _ in range(9):
        page.keyboard.press("ArrowDown")
    page.keyboard.type("not staged by us")
    page.keyboard.press("Enter")
    until_said(shadow, "Rejected N18.31: not staged by us")

    page.keyboard.press("u")
    until_said(shadow, "Undone: Rejected N18.31: not staged by us")
    page.keyboard.press("e")
    shadow.until(IN_TREE, "N18.31", what="the code with the focus in the tree")
    page.keyboard.press("ArrowDown")
    shadow.until(IN_TREE, "N18.32", what="the code beside it")
    page.keyboard.press("Enter")
    until_said(shadow, "Changed N18.31 to N18.32")
    assert focus_row(shadow) == "N18.31"

    page.keyboard.press("n")
    shadow.until(FIELD, what="the lookup's field with the focus")
    shadow.until_text("breast")
    assert shadow.evaluate("function () { return this.querySelector('[role=combobox]').value; }") == [
        "breast cancer"
    ]
    look_up(page, shadow, "Z80.3")
    page.keyboard.press("Control+Enter")
    until_said(shadow, "Added Z80.3")
    assert list_codes(shadow) == [first, "N18.32", "Z80.3"]

    page.keyboard.press("Control+z")
    until_said(shadow, "Undone: Added Z80.3")
    page.keyboard.press("Shift+u")
    until_said(shadow, "Added Z80.3")

    page.keyboard.press("l")
    until_said(shadow, "List copied, codes: 3")
    lines = clipboard(chromium, page).split("\n")
    assert [line.split("\t")[0] for line in lines] == [first, "N18.32", "Z80.3"]
    assert lines[1] == "N18.32\tChronic kidney disease, stage 3b"
    page.keyboard.press("Shift+l")
    until(
        lambda: clipboard(chromium, page) == f"{first}\nN18.32\nZ80.3",
        "the codes alone",
        pause=lambda seconds: page.wait_for_timeout(seconds * 1000),
    )

    for text in ("Added Z80.3", "Changed N18.31 to N18.32", "Rejected I12.9", f"Accepted {first}"):
        page.keyboard.press("u")
        until_said(shadow, f"Undone: {text}")
    assert decided(shadow) == {}
    page.keyboard.press("u")
    until_said(shadow, "Nothing to undo")

    page.keyboard.press("Escape")
    shadow.until("function () { return !this.activeElement; }", what="the focus to be back in the page")
