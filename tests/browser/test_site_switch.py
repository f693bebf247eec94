"""The switch for a site: asked for in the click, true for every later page, gone when taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from .harness.chromium import Chromium
from .harness.highlights import highlights
from .harness.pages import PageServer
from .harness.pairing import pair
from .harness.panel import codes, until_ready
from .harness.service import Service
from .harness.waiting import until

SITES = ("http://127.0.0.2/*", "http://localhost/*")
AT_INSTALL = ["http://127.0.0.1/*"]
ORIGINS = "async () => (await chrome.permissions.getAll()).origins"


@pytest.fixture
def yes_chromium(playwright: Playwright, service: Service, tmp_path: Path) -> Iterator[Chromium]:
    """A paired browser in which the person says yes to the two test sites."""
    browser = Chromium(playwright, tmp_path / "yes", granted=SITES)
    pair(browser, service)
    yield browser
    browser.close()


def test_a_site_is_on_for_every_page_and_its_cross_site_frames(
    yes_chromium: Chromium, pages: PageServer
) -> None:
    browser = yes_chromium
    assert browser.worker().evaluate(ORIGINS) == AT_INSTALL
    page = browser.page(pages.url("cross-site.html"))
    shadow = browser.shadow(page)
    popup = browser.popup(page)
    popup.until("!document.querySelector('#site').disabled")
    popup.click("#site")
    until_ready(shadow)
    assert "N18.31" in codes(shadow, "suggested")
    assert "type 2 diabetes mellitus" in {text.lower() for _, text in highlights(page)}
    assert set(browser.worker().evaluate(ORIGINS)) == {*AT_INSTALL, *SITES}
    popup.close()

    page.goto(pages.url("editable.html"))
    until_ready(shadow)

    popup = browser.popup(page)
    popup.until("document.querySelector('#site').checked")
    popup.click("#site")
    until(
        lambda: browser.worker().evaluate(ORIGINS) == AT_INSTALL,
        "the permissions to be given back",
        pause=lambda seconds: page.wait_for_timeout(seconds * 1000),
    )
    popup.close()
    page.goto(pages.url("plain.html"))
    page.wait_for_load_state("load")
    assert shadow.roots() == []


def test_without_a_yes_nothing_is_granted(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("plain.html"))
    popup = chromium.popup(page)
    popup.until("!document.querySelector('#site').disabled")
    popup.click("#site")
    until(
        lambda: chromium.worker().evaluate("async () => (await chrome.storage.session.get('wanted')).wanted"),
        "the question to be asked in the click",
        pause=lambda seconds: page.wait_for_timeout(seconds * 1000),
    )
    assert chromium.worker().evaluate(ORIGINS) == AT_INSTALL
    assert chromium.worker().evaluate("chrome.scripting.getRegisteredContentScripts()") == []


def test_popup_switches_the_page_on_and_off(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("plain.html"))
    shadow = chromium.shadow(page)
    popup = chromium.popup(page)
    popup.until(
        "!document.querySelector('#page').disabled && /ready|connected/i.test(document.body.innerText)"
    )
    popup.click("#page")
    until_ready(shadow)
    popup.click("#page")
    shadow.until_gone()
    assert highlights(page) == []
    popup.close()
