"""Quick lookup over any page, and suggestions for a selection."""

from .harness.chromium import Chromium
from .harness.highlights import highlights
from .harness.pages import PageServer
from .harness.panel import until_ready
from .harness.waiting import until
from .lookup_keys import look_up, open_lookup


def test_lookup_finds_by_words_and_gives_the_focus_back(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("blank.html"))
    before = page.evaluate("document.documentElement.outerHTML")
    page.locator("#reason").click()
    shadow = chromium.shadow(page)
    chromium.grant(page)
    page.locator("#reason").click()
    chromium.command("quick-lookup", page)
    shadow.until(
        "function () { const e = this.activeElement; return e && /INPUT/.test(e.tagName); }",
        what="the lookup's field with the focus",
    )
    page.keyboard.type("diabetes with kidney disease")
    shadow.until_text("E11.22", "Type 2 diabetes mellitus with diabetic chronic kidney disease")
    page.keyboard.press("Escape")
    shadow.until_gone()
    assert page.evaluate("document.activeElement.id") == "reason"
    assert page.locator("#reason").input_value() == ""
    assert page.evaluate("document.documentElement.outerHTML") == before


def test_keys_typed_into_the_lookup_do_not_reach_the_page(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("blank.html"))
    page.evaluate("window.keys = []; addEventListener('keydown', (e) => window.keys.push(e.key))")
    shadow = chromium.shadow(page)
    chromium.grant(page)
    chromium.command("quick-lookup", page)
    shadow.until("function () { return this.activeElement?.tagName === 'INPUT'; }", what="the lookup's field")
    page.keyboard.type("gout")
    shadow.until_text("M10.9")
    assert page.evaluate("window.keys") == []


def test_lookup_opens_over_a_page_with_a_panel(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("plain.html"))
    shadow = chromium.turn_on(page)
    until_ready(shadow)
    chromium.command("quick-lookup", page)
    shadow.until("function () { return this.activeElement?.tagName === 'INPUT'; }", what="the lookup's field")
    page.keyboard.type("E11.22")
    shadow.until_text("diabetic chronic kidney disease")
    page.keyboard.press("Escape")
    shadow.until("function () { return !this.querySelector('.part.lookup'); }", what="the lookup to be gone")
    until_ready(shadow)


def test_lookup_goes_on_when_the_background_was_ended(chromium: Chromium, pages: PageServer) -> None:
    page = open_lookup(chromium, pages)
    shadow = chromium.shadow(page)
    look_up(page, shadow, "gout")
    browser = chromium.context.browser
    assert browser is not None
    session = browser.new_browser_cdp_session()
    workers = session.send("Target.getTargets", {"filter": [{"type": "service_worker"}]})["targetInfos"]
    (ended,) = [each["targetId"] for each in workers if chromium.id in each["url"]]
    session.send("Target.closeTarget", {"targetId": ended})
    until(
        lambda: all(each["targetId"] != ended for each in session.send("Target.getTargets")["targetInfos"]),
        "the background to end",
        pause=lambda seconds: page.wait_for_timeout(seconds * 1000),
    )
    look_up(page, shadow, "asthma")
    shadow.until_text("J45.909")


def test_suggestions_for_the_selection_from_the_context_menu(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("no-note.html"))
    page.evaluate("document.querySelector('p').textContent = 'Assessment: hypertension. No gout.'")
    shadow = chromium.shadow(page)
    chromium.grant(page)
    page.evaluate("getSelection().selectAllChildren(document.querySelector('p'))")
    chromium.context_menu("suggest-selection", page, "Assessment: hypertension. No gout.")
    until_ready(shadow)
    assert {("I10", "suggested"), ("M10.9", "not")} <= {
        (code, section)
        for found in shadow.evaluate(
            "function () { return [...this.querySelectorAll('[data-code]')]"
            ".map((e) => [e.dataset.code, e.closest('details')?.dataset.fold]); }"
        )
        for code, section in found
    }
    assert "hypertension" in {text.lower() for _, text in highlights(page)}
