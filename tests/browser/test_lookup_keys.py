"""A whole lookup by keys alone: search, walk the tree, complete the code, copy or insert it, and back."""

import re
from typing import Any

import pytest

from .harness.chromium import Chromium
from .harness.pages import PageServer
from .harness.shadow import Shadow
from .harness.waiting import until
from .lookup_keys import FIELD, focused, look_up, open_lookup, until_shown

BUILDER = """function () {
  return [...this.querySelectorAll('.builder .axis')].map((axis) => [
    axis.getAttribute('aria-label'),
    [...axis.querySelectorAll('[data-step]')].map((each) => each.innerText.replace(/\\s+/g, ' ').trim()),
    axis.querySelector('[aria-pressed=true]')?.innerText ?? null]);
}"""


def builder(shadow: Shadow) -> dict[str, Any]:
    """Every axis of the builder: its options as they are read, and which one is chosen."""
    return {name: (options, chosen) for name, options, chosen in shadow.evaluate(BUILDER)[0]}


def test_a_fracture_is_completed_in_four_keys_and_inserted(chromium: Chromium, pages: PageServer) -> None:
    page = open_lookup(chromium, pages)
    shadow = chromium.shadow(page)
    look_up(page, shadow, "S52.5")
    page.keyboard.press("Enter")
    until_shown(shadow, "S52.5")
    for key, code in (("1", "S52.50"), ("1", "S52.501"), ("a", "S52.501A")):
        page.keyboard.press(key)
        until_shown(shadow, code)
    page.keyboard.press("ControlOrMeta+Enter")
    shadow.until_gone()
    assert page.locator("#reason").input_value() == "S52.501A"
    assert page.evaluate("document.activeElement.id") == "reason"


def test_keys_that_come_faster_than_answers_are_obeyed(chromium: Chromium, pages: PageServer) -> None:
    page = open_lookup(chromium, pages)
    shadow = chromium.shadow(page)
    look_up(page, shadow, "S52.5")
    for key in ("Enter", "1", "ArrowDown", "ArrowUp", "1", "a"):
        page.keyboard.press(key)
    until_shown(shadow, "S52.501A")


def test_the_tree_is_walked_with_the_arrow_keys(chromium: Chromium, pages: PageServer) -> None:
    page = open_lookup(chromium, pages)
    shadow = chromium.shadow(page)
    look_up(page, shadow, "E11.22")
    page.keyboard.press("Enter")
    until_shown(shadow, "E11.22")
    steps = (
        ("ArrowUp", "E11.21"), ("ArrowUp", "E11.21"), ("End", "E11.29"), ("ArrowLeft", "E11.2"),
        ("ArrowDown", "E11.3"), ("ArrowRight", "E11.31"), ("ArrowRight", "E11.311"), ("Home", "E11.311"),
        ("ArrowLeft", "E11.31"), ("ArrowLeft", "E11.3"), ("ArrowLeft", "E11"), ("ArrowLeft", "E11"),
    )  # fmt: skip
    for key, code in steps:
        page.keyboard.press(key)
        until_shown(shadow, code)
    # Keys that come faster than the answers are all obeyed.
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    until_shown(shadow, "E11.22")


AXES = {
    "M25.56": ("Laterality", "1 M25.561 Right", "2 M25.562 Left", "3 M25.569 Unspecified"),
    "H40.11": (
        "Laterality", "1 H40.111 Right", "2 H40.112 Left", "3 H40.113 Bilateral", "4 H40.119 Unspecified",
    ),
    "W19": (
        "7th character",
        "A W19.XXXA Initial encounter", "D W19.XXXD Subsequent encounter", "S W19.XXXS Sequela",
    ),
    "O30.00": (
        "Codes below",
        "1 O30.001 First trimester", "2 O30.002 Second trimester", "3 O30.003 Third trimester",
        "4 O30.009 Unspecified trimester",
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", AXES)
def test_the_builder_names_what_tells_codes_apart(code: str, chromium: Chromium, pages: PageServer) -> None:
    page = open_lookup(chromium, pages)
    shadow = chromium.shadow(page)
    look_up(page, shadow, code)
    page.keyboard.press("Enter")
    until_shown(shadow, code)
    ((name, (options, chosen)),) = builder(shadow).items()
    assert (name, *(re.sub(r" (Not b|B)illable$", "", each) for each in options)) == AXES[code]
    assert chosen is None, "nothing is preselected"


def test_another_side_keeps_the_seventh_character(chromium: Chromium, pages: PageServer) -> None:
    page = open_lookup(chromium, pages)
    shadow = chromium.shadow(page)
    look_up(page, shadow, "S52.501D")
    page.keyboard.press("Enter")
    until_shown(shadow, "S52.501D")
    chosen = {name: chosen for name, (_, chosen) in builder(shadow).items()}
    assert chosen == {"Laterality": "Right", "7th character": "D"}
    page.keyboard.press("2")
    until_shown(shadow, "S52.502D")
    page.keyboard.press("s")
    until_shown(shadow, "S52.502S")


def test_a_header_is_not_inserted_and_the_lookup_says_why(chromium: Chromium, pages: PageServer) -> None:
    page = open_lookup(chromium, pages)
    shadow = chromium.shadow(page)
    look_up(page, shadow, "S52.5")
    page.keyboard.press("ControlOrMeta+Enter")
    shadow.until_text("S52.5 is not billable")
    page.keyboard.press("Escape")
    shadow.until_gone()
    assert page.locator("#reason").input_value() == ""


def test_a_code_named_in_an_instruction_is_opened_and_left(chromium: Chromium, pages: PageServer) -> None:
    page = open_lookup(chromium, pages)
    shadow = chromium.shadow(page)
    look_up(page, shadow, "E11.22")
    page.keyboard.press("Enter")
    until_shown(shadow, "E11.22")
    text = shadow.until_text("Use additional code", "stage of chronic kidney disease", "from E11")
    assert "from chapter 4" in text
    link = "function () { return this.activeElement?.innerText === 'N18.1'; }"
    for _ in range(30):
        page.keyboard.press("Tab")
        if True in shadow.evaluate(link):
            break
    page.keyboard.press("Enter")
    until_shown(shadow, "N18.1")
    page.keyboard.press("Escape")
    until_shown(shadow, "E11.22")
    page.keyboard.press("Escape")
    shadow.until(FIELD, what="the focus back in the field")


def test_insert_into_an_editor_at_its_caret(chromium: Chromium, pages: PageServer) -> None:
    page = open_lookup(chromium, pages, "editable.html", "#editor li >> nth=1")
    shadow = chromium.shadow(page)
    page.keyboard.press("Escape")
    shadow.until_gone()
    page.keyboard.press("End")
    chromium.command("quick-lookup", page)
    shadow.until(FIELD, what="the lookup's field")
    look_up(page, shadow, "E03.9")
    page.keyboard.press("ControlOrMeta+Enter")
    shadow.until_gone()
    assert page.locator("#editor li").nth(1).inner_text() == "Hypothyroidism. Continue levothyroxine.E03.9"


def test_insert_into_a_field_of_a_frame(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("blank.html"))
    page.evaluate(
        "() => { const frame = document.createElement('iframe'); frame.src = 'blank.html';"
        " frame.id = 'inner'; document.body.append(frame);"
        " return new Promise((loaded) => { frame.onload = loaded; }); }"
    )
    field = page.frame_locator("#inner").locator("#reason")
    chromium.grant(page)
    field.click()
    chromium.command("quick-lookup", page)
    shadow = chromium.shadow(page)
    shadow.until(FIELD, what="the lookup's field")
    look_up(page, shadow, "I10")
    page.keyboard.press("ControlOrMeta+Enter")
    shadow.until_gone()
    until(lambda: field.input_value() == "I10", "the code in the frame's field")
    page.keyboard.type("!")
    assert field.input_value() == "I10!"


def test_no_listener_of_the_page_below_the_window_sees_a_key(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("blank.html"))
    page.evaluate(
        """() => { window.seen = [];
          for (const type of ['keydown', 'keypress', 'keyup', 'beforeinput', 'input'])
            for (const where of [document, document.documentElement, document.body])
              for (const capture of [true, false])
                where.addEventListener(type, (event) => window.seen.push(event.type), capture); }"""
    )
    shadow = chromium.shadow(page)
    chromium.grant(page)
    chromium.command("quick-lookup", page)
    shadow.until(FIELD, what="the lookup's field")
    look_up(page, shadow, "gout")
    page.keyboard.press("Enter")
    shadow.until(focused("[role=treeitem]"), what="the tree with the focus")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("window.seen") == []


def test_a_dialog_of_the_page_that_holds_the_focus_does_not_take_it(
    chromium: Chromium, pages: PageServer
) -> None:
    page = chromium.page(pages.url("blank.html"))
    page.evaluate(
        """() => { const field = document.querySelector('#reason');
          for (const type of ['focus', 'focusin'])
            document.addEventListener(type, ({ target }) => target === field || field.focus(), true); }"""
    )
    chromium.grant(page)
    page.locator("#reason").click()
    chromium.command("quick-lookup", page)
    shadow = chromium.shadow(page)
    shadow.until(FIELD, what="the lookup's field")
    look_up(page, shadow, "gout")
    page.keyboard.press("ControlOrMeta+Enter")
    shadow.until_gone()
    assert page.locator("#reason").input_value() == "M10.9"


def test_copy_by_key(chromium: Chromium, pages: PageServer) -> None:
    page = open_lookup(chromium, pages)
    shadow = chromium.shadow(page)
    look_up(page, shadow, "M10.9")
    page.keyboard.press("ControlOrMeta+c")
    shadow.until_text("Copied M10.9")
    page.keyboard.press("Escape")
    shadow.until_gone()
    page.keyboard.press("ControlOrMeta+v")
    assert page.locator("#reason").input_value() == "M10.9"
