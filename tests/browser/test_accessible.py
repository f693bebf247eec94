"""By keyboard and by name: what a screen reader is told, and that the panel never takes the focus itself."""

from .harness.chromium import Chromium
from .harness.pages import PageServer
from .harness.panel import until_ready

# Interactive elements of the panel without a name, and names that are only a symbol.
NAMELESS = """function () {
  return [...this.querySelectorAll('button, a, input, select, textarea, summary, [role=button]')]
    .filter((e) => e.checkVisibility())
    .filter((e) => ![e.getAttribute('aria-label'), e.innerText, e.labels?.[0]?.innerText].some(
      (name) => /\\w{2}/.test(name ?? '')))
    .map((e) => e.outerHTML.slice(0, 120));
}"""

FOCUSED = "function () { return this.activeElement?.closest('[data-code]')?.dataset.code ?? ''; }"


def test_everything_has_a_role_and_a_name(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("plain.html"))
    shadow = chromium.turn_on(page)
    until_ready(shadow)
    told = shadow.accessible()
    assert any(role == "complementary" and "Chartside" in name for role, name in told)
    assert any(role == "heading" and "Chartside" in name for role, name in told)
    for section in ("Suggested", "Not coded, and why"):
        assert any(section in name for _, name in told), section
    assert shadow.evaluate(NAMELESS) == [[]]


def test_arrival_is_announced_and_the_focus_stays_in_the_page(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("editable.html"))
    shadow = chromium.shadow(page)
    chromium.grant(page)
    page.locator("#editor").click()
    chromium.command("toggle-page", page)
    until_ready(shadow)
    shadow.until(
        "function () { return /suggested/i.test(this.querySelector('[aria-live]')?.textContent ?? ''); }",
        what="the announcement",
    )
    assert page.evaluate("document.activeElement.id") == "editor"


def test_rows_are_walked_and_opened_by_keyboard(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("plain.html"))
    shadow = chromium.turn_on(page)
    until_ready(shadow)
    chromium.command("focus-panel", page)
    first = shadow.until(FOCUSED, what="a row with the focus")
    page.keyboard.press("j")
    shadow.until(
        f"function () {{ const c = ({FOCUSED}).call(this); return c && c !== '{first}'; }}", what="the next"
    )
    page.keyboard.press("k")
    shadow.until(
        f"function () {{ return ({FOCUSED}).call(this) === '{first}'; }}", what="the first row again"
    )
    page.keyboard.press("Enter")
    shadow.until(
        f"function () {{ return !!this.querySelector('[data-code=\"{first}\"] .more'); }}",
        what="the opened row",
    )
    page.keyboard.press("Escape")
    shadow.until("function () { return !this.activeElement; }", what="the focus to be back in the page")
