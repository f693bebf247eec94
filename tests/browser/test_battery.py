"""The same note in every kind of page: the same suggestions, in the right places, without a trace."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page

from .harness.battery import SITES, TABLE, Battery
from .harness.waiting import until

ORIGINS = "async () => (await chrome.permissions.getAll()).origins"
BY_PAGE = [pytest.param(row, id=row["page"]) for row in TABLE if row.get("reach") != "site"]
BY_SITE = [pytest.param(row, id=row["page"]) for row in TABLE if row.get("reach") == "site"]


@pytest.mark.parametrize("row", BY_PAGE)
def test_page_switched_on(row: dict[str, Any], battery: Battery) -> None:
    on = battery.turn_on(row["page"])
    wanted = replace(
        battery.plain, codes=battery.plain.codes | {tuple(each) for each in row.get("codes", ())}
    )
    on.until_found(wanted, more=row.get("more", False))
    on.says_nothing_of(row.get("never", []), battery.browser.requests())
    after = battery.turn_off(on)
    before = on.before
    if "when" in row:  # the page changes by itself: as it is without us
        on.page.reload()
        on.page.wait_for_function(row["when"])
        before = on.world.look().markup
    assert after == before


def markup(page: Page) -> list[str]:
    """The markup of every frame, as the page itself sees it; names of blobs are new each time."""
    outer = [str(frame.evaluate("document.documentElement.outerHTML")) for frame in page.frames]
    return [re.sub('blob:[^"]*', "blob:", each) for each in outer]


@pytest.fixture(scope="module")
def site(whole_battery: Battery) -> Iterator[dict[str, list[str]]]:
    """The site of the battery is switched on; the markup of the pages before that."""
    browser, before = whole_battery.browser, {}
    for row in TABLE:
        if row.get("reach") == "site":
            page = whole_battery.open(row["page"]).page
            before[row["page"]] = markup(page)
            whole_battery.close_tabs()
    on = whole_battery.look_at(browser.page(whole_battery.pages.url("battery/cross-origin.html")))

    def switch(wish: bool) -> None:
        popup = browser.popup(on.page)
        popup.until("!document.querySelector('#site').disabled")
        popup.until(f"document.querySelector('#site').checked === {str(not wish).lower()}")
        popup.click("#site")
        on.until(lambda: (set(SITES) <= set(browser.worker().evaluate(ORIGINS))) is wish, "the permissions")
        popup.close()

    switch(True)
    on.until_found(whole_battery.plain)
    yield before
    switch(False)
    on.page.close()


@pytest.mark.parametrize("row", BY_SITE)
def test_page_of_a_site(row: dict[str, Any], battery: Battery, site: dict[str, list[str]]) -> None:
    battery.browser.watch_requests()
    on = battery.open(row["page"])
    on.until_found(battery.plain)
    assert len(battery.notes_sent()) == 1
    battery.browser.turn_off(on.page)
    on.shadow.until_gone()
    until(lambda: markup(on.page) == site[row["page"]], "the page to be as it was")
    assert not on.world.look().highlights
