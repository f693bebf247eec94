"""The same note in every kind of page: the same suggestions, in the right places, without a trace."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright

from .harness.chromium import Chromium
from .harness.pages import PAGES, PageServer
from .harness.pairing import pair
from .harness.panel import rows
from .harness.service import Service
from .harness.shadow import Shadow
from .harness.waiting import until
from .harness.world import World

BATTERY = PAGES / "battery"
TABLE: list[dict[str, Any]] = json.loads((BATTERY / "battery.json").read_text(encoding="utf-8"))
BY_PAGE = [pytest.param(row, id=row["page"]) for row in TABLE if row.get("reach") != "site"]
BY_SITE = [pytest.param(row, id=row["page"]) for row in TABLE if row.get("reach") == "site"]
SITES = ("http://127.0.0.2/*", "http://localhost/*")
SECTIONS = {"suggested", "possible", "not"}


@dataclass(frozen=True)
class Plain:
    """The service's answer to the plain note: (section, code), and (characters before, words) of evidence."""

    codes: frozenset[tuple[str, str]]
    quotes: frozenset[tuple[int, str]]


@pytest.fixture(scope="module")
def plain(whole_service: Service) -> Plain:
    """The service's answer to the plain note."""
    whole_service.start()
    text = (BATTERY / "note.txt").read_text(encoding="utf-8").strip()
    answer = whole_service.suggest(text)
    offered = [(each["tier"], each["code"]) for each in answer["suggestions"]]
    declined = [("not", each["code"]) for each in answer["not_coded"]]
    evidence = [e for each in answer["suggestions"] + answer["not_coded"] for e in each["evidence"]]
    places = [(len("".join(text[: e["start"]].split())), " ".join(e["text"].split())) for e in evidence]
    return Plain(frozenset(offered + declined), frozenset(places))


@pytest.fixture(scope="module")
def browser(
    playwright: Playwright, whole_service: Service, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chromium]:
    """One browser for the whole battery, in which the person says yes to the two test sites."""
    whole_service.start()
    opened = Chromium(playwright, tmp_path_factory.mktemp("battery"), granted=SITES)
    pair(opened, whole_service)
    yield opened
    opened.close()


def shown(shadow: Shadow) -> set[tuple[str, str]]:
    """(section, code) of every row of the panel."""
    return {(row.section, row.code) for row in rows(shadow) if row.section in SECTIONS}


def pausing(page: Page) -> dict[str, Any]:
    """How to wait on a page."""
    return {"pause": lambda seconds: page.wait_for_timeout(seconds * 1000), "timeout": 15}


def until_found(row: dict[str, Any], plain: Plain, shadow: Shadow, world: World) -> None:
    """Wait for the suggestions of the plain note, and for its highlights on its words."""
    page = shadow.page
    codes = plain.codes | {tuple(each) for each in row.get("codes", ())}

    def right() -> bool:
        there = shown(shadow)
        return codes <= there if row.get("more") else codes == there

    def marked() -> bool:
        there = world.look().highlights
        return plain.quotes <= there if row.get("more") else plain.quotes == there

    try:
        until(right, "the suggestions of the plain note", **pausing(page))
    except AssertionError as vain:
        raise AssertionError(f"{vain}; differs: {sorted(codes ^ shown(shadow))}") from None
    try:
        until(marked, "the highlights of the plain note", **pausing(page))
    except AssertionError as vain:
        raise AssertionError(f"{vain}; differs: {sorted(plain.quotes ^ world.look().highlights)}") from None


def nothing_of(words: list[str], sent: list[str], shadow: Shadow) -> None:
    """Nothing of another patient was sent or is shown."""
    said = " ".join([*sent, shadow.text(), *(each.text for each in rows(shadow))]).lower()
    for word in words:
        assert word.lower() not in said


def notes_sent(browser: Chromium) -> list[str]:
    """The notes that went to the service since `watch_requests`."""
    return [sent for sent in browser.requests() if "/v1/suggest" in sent]


@dataclass(frozen=True)
class Opened:
    """A page of the battery that is on, and how it was before."""

    page: Page
    shadow: Shadow
    world: World
    before: tuple[str, ...]


@pytest.fixture
def turn_on(browser: Chromium, pages: PageServer) -> Iterator[Callable[[str], Opened]]:
    """Opens a page of the battery and switches it on; what of ours is alive and what is sent is noted."""
    opened: list[Page] = []

    def switch(name: str) -> Opened:
        page = browser.page(pages.url(f"battery/{name}"))
        opened.append(page)
        shadow, world = Shadow(page, apart=True), World(browser, page)
        browser.grant(page)
        world.count()
        before = world.look().markup
        browser.watch_requests()
        browser.command("toggle-page", page)
        return Opened(page, shadow, world, before)

    yield switch
    for page in opened:
        page.close()


def turn_off(browser: Chromium, on: Opened) -> tuple[str, ...]:
    """Switch off, and wait until nothing of ours is alive; the page's markup."""
    assert on.world.look().alive
    browser.turn_off(on.page)
    on.shadow.until_gone()
    until(lambda: not on.world.look().alive, "nothing of ours to be alive", **pausing(on.page))
    after = on.world.look()
    assert not after.highlights
    return after.markup


@pytest.mark.parametrize("row", BY_PAGE)
def test_page_switched_on(
    row: dict[str, Any], browser: Chromium, plain: Plain, turn_on: Callable[[str], Opened]
) -> None:
    on = turn_on(row["page"])
    until_found(row, plain, on.shadow, on.world)
    nothing_of(row.get("never", []), browser.requests(), on.shadow)
    after = turn_off(browser, on)
    before = on.before
    if "when" in row:  # the page changes by itself: as it is without us
        on.page.reload()
        on.page.wait_for_function(row["when"])
        before = on.world.look().markup
    assert after == before


def test_another_patient_of_an_application(browser: Chromium, turn_on: Callable[[str], Opened]) -> None:
    """The old DOM stays for half a second after the address has changed: it is not read again."""
    on = turn_on("spa.html")
    codes = until(lambda: shown(on.shadow), "the first patient", **pausing(on.page))
    assert ("suggested", "M10.9") in codes
    browser.watch_requests()
    on.page.click("#next")
    until(lambda: not shown(on.shadow), "the first patient to be cleared", **pausing(on.page))
    assert on.page.locator("text=Gout").count()
    seen: set[str] = set()

    def second() -> bool:
        codes = {code for _, code in shown(on.shadow)}
        seen.update(codes)
        return "F20.9" in codes

    until(second, "the second patient", **pausing(on.page))
    assert "M10.9" not in seen
    nothing_of(["metformin", "gout", "kidney"], notes_sent(browser), on.shadow)
    assert len(notes_sent(browser)) == 1


def test_only_the_note_that_changed_is_sent_again(
    browser: Chromium, turn_on: Callable[[str], Opened]
) -> None:
    on = turn_on("two-notes.html")
    until(lambda: {c for _, c in shown(on.shadow)} >= {"J45.909", "M10.9"}, "both notes", **pausing(on.page))
    assert len(notes_sent(browser)) == 2
    browser.watch_requests()
    on.page.evaluate("document.querySelector('#second p').append(' Migraine, stable.')")
    until(lambda: "G43.909" in {c for _, c in shown(on.shadow)}, "the new condition", **pausing(on.page))
    sent = notes_sent(browser)
    assert len(sent) == 1
    assert "albuterol" in sent[0]
    assert "Gout" not in sent[0]


def test_a_note_drawn_anew_is_not_sent_again(
    browser: Chromium, plain: Plain, turn_on: Callable[[str], Opened]
) -> None:
    on = turn_on("rerender.html")
    until_found({}, plain, on.shadow, on.world)
    drawn = on.page.evaluate("window.drawn")
    on.page.wait_for_function(f"window.drawn > {drawn + 1}")
    until_found({}, plain, on.shadow, on.world)
    assert len(notes_sent(browser)) == 1


def test_a_virtual_list_is_followed(
    browser: Chromium, plain: Plain, turn_on: Callable[[str], Opened]
) -> None:
    on = turn_on("virtual-list.html")
    until_found({}, plain, on.shadow, on.world)
    on.page.evaluate("document.getElementById('view').scrollTop = 900")
    until(
        lambda: {c for _, c in shown(on.shadow)} == {"J45.909", "R50.9", "R11.0"},
        "row two",
        **pausing(on.page),
    )
    on.page.evaluate("document.getElementById('view').scrollTop = 0")
    until_found({}, plain, on.shadow, on.world)
    assert len(notes_sent(browser)) == 2


def test_a_hidden_tab_does_nothing(browser: Chromium, plain: Plain, turn_on: Callable[[str], Opened]) -> None:
    on = turn_on("two-notes.html")
    until_found({"more": True}, plain, on.shadow, on.world)
    on.world.hide()
    until(lambda: not busy(on.world), "observers and timers to end", **pausing(on.page))
    browser.watch_requests()
    on.page.evaluate("document.querySelector('#second p').append(' Migraine, stable.')")
    assert not busy(on.world)
    on.page.evaluate("history.pushState({}, '', '?patient=2')")
    until(lambda: not shown(on.shadow), "the page before to be cleared", **pausing(on.page))
    assert not notes_sent(browser)
    on.world.hide(False)
    until(lambda: "G43.909" in {c for _, c in shown(on.shadow)}, "the new condition", **pausing(on.page))


def busy(world: World) -> list[str]:
    """Observers and timers of ours that are alive."""
    return [each for each in world.look().alive if not each.startswith("listener")]


LONG = 50
"""Milliseconds after which a task is long."""


def test_fifty_thousand_words_do_not_block_the_page(browser: Chromium, pages: PageServer) -> None:
    page = browser.page(pages.url("battery/words-50000.html"))
    browser.grant(page)
    page.evaluate(
        "window.long = [];"
        "new PerformanceObserver((list) => long.push(...list.getEntries().map((each) => each.duration)))"
        ".observe({ type: 'longtask' })"
    )
    browser.command("toggle-page", page)
    page.wait_for_function("CSS.highlights.size > 1")
    until(
        lambda: browser.worker().evaluate(BADGE),
        "the number of suggestions on the button",
        **pausing(page),
    )


BADGE = """async () => {
  const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
  return chrome.action.getBadgeText({ tabId: tab.id });
}"""
