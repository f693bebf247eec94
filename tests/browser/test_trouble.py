"""When something is wrong: a clear sentence that says what to do, and nothing lost."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from .harness.chromium import Chromium
from .harness.highlights import highlights
from .harness.pages import PageServer
from .harness.pairing import pair
from .harness.panel import until_ready
from .harness.service import Service


def test_service_down_is_said_and_it_works_once_it_is_there(
    chromium: Chromium, service: Service, pages: PageServer
) -> None:
    page = chromium.page(pages.url("plain.html"))
    service.stop()
    shadow = chromium.turn_on(page)
    shadow.until_text("chartside serve")
    assert highlights(page) == []
    service.start()
    until_ready(shadow, timeout=20)
    assert highlights(page)


def test_service_restarted_keeps_the_pairing(chromium: Chromium, service: Service, pages: PageServer) -> None:
    page = chromium.page(pages.url("editable.html"))
    shadow = chromium.turn_on(page)
    until_ready(shadow)
    service.stop()
    service.start()
    page.locator("#editor li").last.click()
    page.keyboard.press("End")
    page.keyboard.type(" Gout, continue allopurinol.")
    shadow.until(
        "function () { return !!this.querySelector('[data-code=\"M10.9\"]'); }",
        what="the new condition after the restart",
        timeout=20,
    )


def test_not_paired_is_said_with_the_way_to_pair(
    fresh_chromium: Chromium, service: Service, pages: PageServer
) -> None:
    page = fresh_chromium.page(pages.url("plain.html"))
    fresh_chromium.watch_requests()
    shadow = fresh_chromium.turn_on(page)
    shadow.until_text("pair")
    assert not [sent for sent in fresh_chromium.requests() if "/v1/suggest" in sent]
    with fresh_chromium.context.expect_page() as opened:
        shadow.click("button", "options")
    assert "/options/" in opened.value.url

    pair(fresh_chromium, service)
    page.bring_to_front()
    until_ready(shadow, timeout=20)


def test_a_frame_of_another_site_that_may_not_be_read_is_named(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("cross-site.html"))
    shadow = chromium.turn_on(page)
    shadow.until_text("frame of another site", "for this site")
    assert highlights(page) == []


def test_a_token_that_is_no_longer_good_asks_to_pair_again(
    fresh_chromium: Chromium, service: Service, pages: PageServer
) -> None:
    pair(fresh_chromium, service)
    service.stop()
    tokens = service.home / "tokens.json"
    kept = tokens.read_bytes()
    tokens.unlink()
    try:
        service.start()
        page = fresh_chromium.page(pages.url("plain.html"))
        shadow = fresh_chromium.turn_on(page)
        shadow.until_text("pair")
        assert highlights(page) == []
    finally:
        service.stop()
        tokens.write_bytes(kept)


def test_a_wrong_code_and_a_missing_name_are_refused_in_words(
    fresh_chromium: Chromium, service: Service
) -> None:
    wrong = "000-000" if service.pairing_code() != "000-000" else "111-111"
    page = fresh_chromium.extension_page("options/options.html")
    page.get_by_label(re.compile("code", re.I)).first.fill(wrong)
    page.get_by_role("button", name="Pair").first.click()
    page.get_by_role("alert").filter(has_text="your name").wait_for()
    page.get_by_label("Your name").fill("Ana Ruiz")
    page.get_by_role("button", name="Pair").first.click()
    page.get_by_role("alert").filter(has_text=re.compile("code", re.I)).wait_for()
    assert "ready" not in page.get_by_role("status").inner_text().lower()


@pytest.fixture
def own_chromium(playwright: Playwright, service: Service, tmp_path: Path) -> Chromium:
    """A paired browser of the test's own."""
    browser = Chromium(playwright, tmp_path / "own")
    pair(browser, service)
    return browser


def test_extension_reloaded_under_a_page(own_chromium: Chromium, pages: PageServer) -> None:
    browser = own_chromium
    try:
        page = browser.page(pages.url("plain.html"))
        before = page.evaluate("document.documentElement.outerHTML")
        shadow = browser.turn_on(page)
        until_ready(shadow)
        browser.reload()
        shadow.until_text("reload", timeout=10)
        assert highlights(page) == []
        shadow.click("button", "close")
        shadow.until_gone()
        assert page.evaluate("document.documentElement.outerHTML") == before
        page.reload()
        until_ready(browser.turn_on(page))
    finally:
        browser.close()
