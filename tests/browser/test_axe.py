"""axe-core finds no violation on any surface, wide and narrow, light and dark."""

import pytest

from .harness.axe import AS_IT_IS, Axe, axe
from .harness.chromium import Chromium
from .harness.pages import PageServer
from .harness.pairing import OPTIONS
from .harness.panel import until_ready
from .harness.review import focus_row, until_said
from .harness.service import Service
from .lookup_keys import FIELD, look_up, open_lookup

SHOWN = "function (code) { return this.querySelector('[data-code-shown]')?.dataset.codeShown === code; }"
FIRST_ROW = "details[data-fold=suggested] [data-code]"

# What can have the focus and does not show it: by an outline, a mark of its own, or a caret.
WITHOUT_FOCUS_MARK = """function () {
  const can = 'button, summary, input, select, textarea, a[href], [tabindex="0"]';
  const before = this.activeElement;
  const found = [...this.querySelectorAll(can)].filter((each) => each.checkVisibility()).filter((each) => {
    each.focus({ focusVisible: true, preventScroll: true });
    if (this.activeElement !== each) return !each.disabled;
    const seen = each.matches('[type=radio]') ? each.nextElementSibling : each;
    const { outlineStyle, outlineWidth, backgroundImage } = getComputedStyle(seen);
    const outlined = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
    return !(outlined || backgroundImage !== 'none' || each.matches('[type=text]'));
  });
  before?.focus();
  return found.map((each) => each.outerHTML.slice(0, 120));
}"""

# In forced colours no shadow and no ground is drawn: what has no line and no mark of the system is not seen.
UNSEEN = """function () {
  const style = (each) => getComputedStyle(each);
  const lines = '.frame, .box-lookup, .plain, .solid, .field, .card, .tree, .builder, .choice';
  const found = [...this.querySelectorAll(lines)].filter((each) => each.checkVisibility())
    .filter((each) => style(each).borderTopStyle === 'none');
  const chosen = this.querySelector('[role=option][aria-selected=true], .segments :checked + span');
  const other = this.querySelector(
    '[role=option][aria-selected=false], .segments input:not(:checked) + span');
  if (chosen && style(chosen).backgroundColor === style(other).backgroundColor) found.push(chosen);
  const rings = ['.ring.full', '.ring:not(.full, [hidden])'].map((each) => this.querySelector(each));
  if (rings.every(Boolean) && style(rings[0]).backgroundColor === style(rings[1]).backgroundColor) {
    found.push(...rings);
  }
  // Text in the colour of the plate that the system lays behind it.
  const plate = style(this.querySelector('.frame, .box-lookup, body')).backgroundColor;
  found.push(...[...this.querySelectorAll('button, p, span, b')].filter((each) => each.checkVisibility()
    && style(each).forcedColorAdjust === 'auto' && style(each).color === plate));
  return found.map((each) => each.outerHTML.slice(0, 120));
}"""


def test_panel_with_suggestions_and_an_opened_row(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("encounter.html"))
    shadow = chromium.turn_on(page)
    until_ready(shadow)
    shadow.click(f"{FIRST_ROW} [data-main]")
    shadow.until("function () { return !!this.querySelector('.more'); }", what="an opened row")
    shadow.evaluate("function () { this.querySelectorAll('details').forEach((each) => (each.open = true)); }")
    shadow.evaluate("function () { this.querySelector('.quote').classList.add('gone'); }")
    assert axe(page).problems() == []
    assert shadow.evaluate(WITHOUT_FOCUS_MARK) == [[]]


def test_panel_with_decisions_the_question_why_and_the_keys(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("plain.html"))
    shadow = chromium.turn_on(page)
    until_ready(shadow)
    chromium.command("focus-panel", page)
    first = focus_row(shadow)
    page.keyboard.press("a")
    until_said(shadow, f"Accepted {first}")
    for key in ("End", "k", "Enter"):
        page.keyboard.press(key)
    shadow.until("function () { return !!this.querySelector('.mine-list:not([hidden])'); }", what="the list")
    for key in ("Home", "j", "j", "r"):
        page.keyboard.press(key)
    shadow.until_text("rejected?", "Not documented in the note")
    assert axe(page).problems() == []
    assert shadow.evaluate(WITHOUT_FOCUS_MARK) == [[]]
    page.emulate_media(forced_colors="active")
    assert shadow.evaluate(UNSEEN) == [[]]
    page.keyboard.press("1")
    page.keyboard.press("f")
    shadow.until_text("Finalize these codes")
    assert axe(page).problems() == []
    assert shadow.evaluate(UNSEEN) == [[]]
    page.keyboard.press("Enter")
    shadow.until_text("Open again")
    assert axe(page).problems() == []
    page.emulate_media(forced_colors="none")
    assert shadow.evaluate(WITHOUT_FOCUS_MARK) == [[]]
    page.keyboard.press("?")
    shadow.until_text("Keys of the panel")
    assert axe(page).problems() == []


@pytest.mark.parametrize(("name", "says"), [("no-note.html", "No note found"), ("cross-site.html", "frame")])
def test_panel_without_rows(name: str, says: str, chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url(name))
    chromium.turn_on(page).until_text(says)
    assert axe(page).problems() == []


def test_panel_when_the_service_is_away(chromium: Chromium, service: Service, pages: PageServer) -> None:
    page = chromium.page(pages.url("plain.html"))
    service.stop()
    shadow = chromium.turn_on(page)
    shadow.until_text("chartside serve")
    assert axe(page).problems() == []
    shadow.click("button", "Fold")
    shadow.until("function () { return !!this.querySelector('.tab'); }", what="the panel's tab")
    assert axe(page).problems() == []
    shadow.click(".tab")
    shadow.until("function () { return !this.querySelector('.tab'); }", what="the panel again")


def test_lookup_with_results_tree_and_builder(chromium: Chromium, pages: PageServer) -> None:
    page = open_lookup(chromium, pages)
    shadow = chromium.shadow(page)
    checks = axe(page)
    assert checks.problems() == []
    look_up(page, shadow, "diabetes kidney")
    shadow.until_text("Excludes1")
    assert checks.problems() == []
    assert shadow.evaluate(WITHOUT_FOCUS_MARK) == [[]]
    for words in ("S52.5", "S52.501A", "E11.22"):
        look_up(page, shadow, words)
        page.keyboard.press("Enter")
        shadow.until(SHOWN, words, what=words)
        assert checks.problems() == []
        page.keyboard.press("Escape")
    look_up(page, shadow, "zzzzqq")
    assert checks.problems() == []


def test_popup(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("plain.html"))
    popup = chromium.popup(page)
    popup.until("document.querySelector('#lamp').classList.contains('good')")
    assert Axe(popup.send).problems(AS_IT_IS) == []
    popup.close()
    tab = chromium.extension_page("popup/popup.html")
    tab.locator("#lamp.good").wait_for()
    assert axe(tab).problems() == []
    assert tab.evaluate(f"({WITHOUT_FOCUS_MARK}).call(document)") == []
    tab.emulate_media(forced_colors="active")
    assert tab.evaluate(f"({UNSEEN}).call(document)") == []


def test_options(chromium: Chromium) -> None:
    page = chromium.extension_page(OPTIONS)
    page.locator("#lamp.good").wait_for()
    assert axe(page).problems() == []
    assert page.evaluate(f"({WITHOUT_FOCUS_MARK}).call(document)") == []
    page.emulate_media(forced_colors="active")
    assert page.evaluate(f"({UNSEEN}).call(document)") == []
    with chromium.context.expect_page() as opened:
        page.get_by_role("button", name="Change the keys").click()
    assert opened.value.url.endswith("/shortcuts")


def test_options_before_pairing(chromium: Chromium, service: Service) -> None:
    service.stop()
    page = chromium.extension_page(OPTIONS)
    page.locator("#lamp.bad").wait_for()
    assert axe(page).problems() == []


def test_nothing_is_lost_in_forced_colours(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("plain.html"))
    shadow = chromium.turn_on(page)
    until_ready(shadow)
    page.emulate_media(forced_colors="active")
    shadow.click(f"{FIRST_ROW} [data-main]")
    shadow.until("function () { return !!this.querySelector('.more'); }", what="an opened row")
    assert shadow.evaluate(UNSEEN) == [[]]
    chromium.command("quick-lookup", page)
    shadow.until(FIELD, what="the lookup's field")
    look_up(page, shadow, "S52.5")
    page.keyboard.press("Enter")
    shadow.until_text("7th character")
    assert shadow.evaluate(UNSEEN) == [[]]
