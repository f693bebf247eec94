"""The end of a review: shown first, said by a person, told to the record; locked then, and opened again."""

from typing import Any

from playwright.sync_api import Page

from chartside.review.records import EncounterState, EncounterView

from .harness.chromium import Chromium
from .harness.pages import PageServer
from .harness.pairing import CODER, pair
from .harness.panel import until_ready
from .harness.record import encounters
from .harness.review import decided, focus_row, list_codes, until_said, walk_to
from .harness.service import Service
from .harness.shadow import Shadow
from .harness.waiting import until
from .test_decisions import CAN, review, until_decided

CONFIRM = "function () { return this.activeElement?.dataset.do === 'confirm'; }"
SCRIPTED = "function () { this.querySelector('[data-do=confirm]').click(); return true; }"
BUTTON = "function (name) { return this.activeElement?.dataset.do === name; }"
TABS = "async () => (await chrome.tabs.query({})).map((each) => each.url ?? each.pendingUrl ?? '')"


def record_of(service: Service, page: Page, state: EncounterState, least: int = 1) -> list[EncounterView]:
    """Wait until so many encounters of the newest page stand so in the record."""

    def look() -> list[EncounterView]:
        found = [view for view in encounters(service.home) if view.state is state]
        return found if len(found) >= least else []

    return until(look, f"{least} {state}", pause=lambda seconds: page.wait_for_timeout(seconds * 1000))


def press(page: Page, shadow: Shadow, key: str, button: str) -> None:
    """Press a key and wait until a button has the focus."""
    page.keyboard.press(key)
    shadow.until(BUTTON, button, what=f"the button {button} with the focus")


def test_a_whole_review_to_its_end_by_keyboard_alone(
    chromium: Chromium, service: Service, pages: PageServer
) -> None:
    page, shadow = review(chromium, pages, "plain.html")
    page.keyboard.press("f")
    until_said(shadow, "Nothing decided yet")
    walk_to(page, shadow, "E11.22")
    page.keyboard.press("a")
    until_decided(shadow, 1)
    walk_to(page, shadow, "I12.9")
    page.keyboard.press("r")
    page.keyboard.press("5")
    until_decided(shadow, 2)

    page.keyboard.press("f")
    shadow.until(CONFIRM, what="the question with the focus")
    until_said(shadow, "Finalize these codes (1)?. E11.22")
    assert "undecided" in shadow.text()
    assert shadow.evaluate(SCRIPTED) == [True]  # no script says yes for a person
    page.keyboard.press("f")
    page.keyboard.press("Escape")
    shadow.until(BUTTON, "finalize", what="the button that asks")
    (view,) = record_of(service, page, EncounterState.OPEN)
    assert view.codes == ("E11.22",)

    press(page, shadow, "Enter", "confirm")
    page.keyboard.press("Enter")
    shadow.until_text("Finalized", f"by {CODER}", "Open again")
    shadow.until(BUTTON, "reopen", what="the focus at what can be done next")
    (final,) = record_of(service, page, EncounterState.FINALIZED)
    assert (final.id, final.codes, final.finalized_by) == (view.id, ("E11.22",), final.coder)

    walk_to(page, shadow, "I12.9")
    for key in ("a", "e", "r", "Delete", "u", "n"):
        page.keyboard.press(key)
        until_said(shadow, "Nothing to undo" if key == "u" else "open it again to change codes")
        until_said(shadow, "")
    assert decided(shadow) == {"E11.22": "accept", "I12.9": "reject"}

    page.keyboard.press("End")
    shadow.until(BUTTON, "reopen", what="the button that opens again")
    page.keyboard.press("Enter")
    until_said(shadow, "Open again; codes can be changed")
    record_of(service, page, EncounterState.OPEN)
    walk_to(page, shadow, "I12.9")
    page.keyboard.press("a")
    until_said(shadow, "Accepted I12.9")
    assert list_codes(shadow) == ["E11.22", "I12.9"]


def test_two_notes_are_finalized_together_each_in_its_own_encounter(
    chromium: Chromium, service: Service, pages: PageServer
) -> None:
    page = chromium.page(pages.url("plain.html"))
    page.evaluate(
        "const f = document.createElement('iframe'); f.width = 700; f.height = 400; f.srcdoc ="
        "'<h1>Nursing note</h1><p>Chief complaint: follow-up. HPI: seen for gout and back pain.</p>'"
        "+ '<h2>Assessment and plan</h2><p>1. Gout. Continue allopurinol.</p>';"
        "document.body.prepend(f)"
    )
    shadow = chromium.turn_on(page)
    shadow.until("function () { return !!this.querySelector('.row[data-code=\"M10.9\"]'); }", what="the gout")
    until_ready(shadow)
    chromium.command("focus-panel", page)
    focus_row(shadow)
    for code in ("M10.9", "E11.22"):
        walk_to(page, shadow, code)
        page.keyboard.press("a")
        until_said(shadow, f"Accepted {code}")
    press(page, shadow, "f", "confirm")
    page.keyboard.press("Enter")
    shadow.until_text("Open again")
    both = record_of(service, page, EncounterState.FINALIZED, 2)[-2:]
    assert sorted(view.codes for view in both) == [("E11.22",), ("M10.9",)]


def test_what_cannot_be_finalized_is_told(chromium: Chromium, service: Service, pages: PageServer) -> None:
    page, shadow = review(chromium, pages, "plain.html")
    page.keyboard.press("a")
    until_decided(shadow, 1)
    record_of(service, page, EncounterState.OPEN)
    press(page, shadow, "f", "confirm")
    service.stop()
    page.keyboard.press("Enter")
    shadow.until("function () { return !!this.querySelector('.finish-trouble'); }", what="what went wrong")
    assert "Finalized" not in shadow.text()
    service.start()
    shadow.click("[data-do=confirm]")
    shadow.until_text("Finalized", "Open again")


def test_without_a_record_nothing_is_offered_and_it_says_why(
    fresh_chromium: Chromium, service: Service, pages: PageServer
) -> None:
    pair(fresh_chromium, service)
    fresh_chromium.worker().evaluate(CAN, None)
    page, shadow = review(fresh_chromium, pages, "plain.html")
    page.keyboard.press("a")
    shadow.until_text("keeps no record, so there is nothing to finalize")
    page.keyboard.press("f")
    until_said(shadow, "keeps no record")
    assert shadow.evaluate("function () { return this.querySelectorAll('.finish').length; }") == [0]


def test_the_record_opens_at_the_encounter(chromium: Chromium, service: Service, pages: PageServer) -> None:
    page, shadow = review(chromium, pages, "plain.html")
    page.keyboard.press("a")
    (view,) = record_of(service, page, EncounterState.OPEN)

    def opened() -> list[str]:
        tabs: list[Any] = chromium.worker().evaluate(TABS)
        return [url for url in tabs if str(url).endswith(f"/review/encounters/{view.id}")]

    shadow.click("button", "Open the record")
    until(opened, "the record in a tab", pause=lambda seconds: page.wait_for_timeout(seconds * 1000))
