"""Own codes first: nothing of what is suggested is seen, or even asked for, before the coder says so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from chartside.review.records import EncounterState, Mode

from .harness.axe import axe
from .harness.chromium import Chromium
from .harness.highlights import highlights
from .harness.pages import PageServer
from .harness.pairing import pair
from .harness.panel import codes, focus_panel, until_ready
from .harness.record import forget
from .harness.review import decided, list_codes, until_said
from .harness.service import Service
from .harness.shadow import Shadow
from .lookup_keys import FIELD, look_up
from .test_decisions import review, until_decided
from .test_finalize import press, record_of

UNSEEN = "(words) => [...document.querySelectorAll('p')].at(-1).append(words)"
MODE = "([mode]) => chrome.storage.local.set({ prefs: { mode } })"
DIFFERENCES = """function () {
  return [...this.querySelectorAll('.difference')].map((each) =>
    [each.dataset.code, each.querySelector('.chip').textContent, Boolean(each.querySelector('.ref'))]);
}"""


@pytest.fixture
def first(chromium: Chromium) -> Iterator[Chromium]:
    """The paired browser, set to a first pass."""
    chromium.worker().evaluate(MODE, [Mode.FIRST_PASS])
    yield chromium
    chromium.worker().evaluate(MODE, [Mode.ASSISTED])


def begin(chromium: Chromium, pages: PageServer, season: str, says: str) -> tuple[Page, Shadow]:
    """A note whose suggestions wait for the coder's own codes, with the focus in the panel."""
    page = chromium.page(pages.url("plain.html"))
    # Suggestions that another test has seen stay seen: this note is one that nobody saw.
    page.evaluate(UNSEEN, f" Next visit in {season}.")
    shadow = chromium.turn_on(page)
    shadow.until_text(says, "Suggestions and highlights are hidden", "N\nAdd a code")
    focus_panel(chromium, page, shadow)
    return page, shadow


def add(page: Page, shadow: Shadow, code: str) -> None:
    """Add a code by lookup."""
    page.keyboard.press("n")
    shadow.until(FIELD, what="the lookup's field with the focus")
    look_up(page, shadow, code)
    page.keyboard.press("Control+Enter")
    until_said(shadow, f"Added {code}")


def differences(shadow: Shadow) -> dict[str, tuple[str, bool]]:
    """What is said of each code on one list only, and whether its guideline is named."""
    found = shadow.until(DIFFERENCES, what="differences")
    return {code: (word, ruled) for code, word, ruled in found}


def test_own_codes_then_both_lists_side_by_side(first: Chromium, service: Service, pages: PageServer) -> None:
    first.watch_requests()
    page, shadow = begin(first, pages, "spring", "First pass: your codes first")
    assert codes(shadow, "suggested") == set()
    assert highlights(page) == []
    assert not [call for call in first.requests() if "/v1/suggest" in call]
    for code in ("E11.22", "N18.32", "Z80.3"):
        add(page, shadow, code)
    page.keyboard.press("f")
    until_said(shadow, "Show the suggestions before you finalize")
    assert codes(shadow, "suggested") == set()
    (view,) = record_of(service, page, EncounterState.OPEN)
    assert view.mode is Mode.FIRST_PASS

    shadow.click("button", "Show suggestions")
    until_ready(shadow)
    told = differences(shadow)
    assert told["N18.32"] == ("yours, same category", True)
    assert told["N18.31"] == ("suggested, same category", True)
    assert told["Z80.3"][0] == "only yours"
    assert "E11.22" not in told
    assert highlights(page)
    assert list_codes(shadow) == ["E11.22", "N18.32", "Z80.3"]
    assert decided(shadow)["E11.22"] == "add"
    (view,) = record_of(service, page, EncounterState.OPEN)
    assert view.revealed_at
    page.evaluate("document.querySelectorAll('p')[2].append(' Eye clinic in spring. Gout.')")
    shadow.until("function () { return !!this.querySelector('.row[data-code=\"M10.9\"]'); }", what="the gout")


def test_training_says_so_and_the_record_knows(first: Chromium, service: Service, pages: PageServer) -> None:
    first.worker().evaluate(MODE, [Mode.TRAINING])
    page, shadow = begin(first, pages, "autumn", "Training: your codes first")
    shadow.until_text("Nothing is learned from it")
    assert axe(page).problems() == []
    shadow.click("button", "Show suggestions")
    until_ready(shadow)
    assert {word for word, _ in differences(shadow).values()} == {"only suggested"}
    assert axe(page).problems() == []
    (view,) = record_of(service, page, EncounterState.OPEN)
    assert (view.mode, view.codes) == (Mode.TRAINING, ())


def test_suggestions_that_were_seen_stay_seen(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("plain.html"))
    shadow = chromium.turn_on(page)
    until_ready(shadow)
    popup = chromium.popup(page)
    popup.until("!document.querySelector('#page').disabled")
    popup.click("[name=mode][value=first_pass] + span")
    popup.until("!document.querySelector('#mode-hint').hidden")
    assert "from now on" in popup.text()
    popup.close()
    page.reload()
    chromium.turn_on(page)
    until_ready(shadow)
    chromium.worker().evaluate(MODE, [Mode.ASSISTED])


def test_decisions_stand_again_after_the_browser_was_closed(
    playwright: Playwright, service: Service, pages: PageServer, tmp_path: Path
) -> None:
    browser = Chromium(playwright, tmp_path / "profile")
    pair(browser, service)
    page, shadow = review(browser, pages, "plain.html")
    page.keyboard.press("a")
    until_decided(shadow, 1)
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.keyboard.press("1")
    until_decided(shadow, 2)
    before, listed = decided(shadow), list_codes(shadow)
    (view,) = record_of(service, page, EncounterState.OPEN)
    browser.close()

    again = Chromium(playwright, tmp_path / "profile")
    page, shadow = review(again, pages, "plain.html")
    until_decided(shadow, 2)
    assert (decided(shadow), list_codes(shadow)) == (before, listed)
    assert "Not documented in the note" in shadow.text()
    page.keyboard.press("u")
    until_decided(shadow, 1)
    press(page, shadow, "f", "confirm")
    page.keyboard.press("Enter")
    shadow.until_text("Open again")
    (final,) = [each for each in record_of(service, page, EncounterState.FINALIZED) if each.id == view.id]
    assert final.codes == tuple(listed)
    again.close()
    forget(service.home)
