"""The packages for Chrome and Edge as their stores get them: they load and do their work."""

import filecmp
from pathlib import Path

from playwright.sync_api import Playwright

from .harness.chromium import Chromium
from .harness.packages import unpacked
from .harness.pages import PageServer
from .harness.pairing import pair
from .harness.panel import codes, until_ready
from .harness.service import Service


def test_the_package_loads_and_suggests(
    playwright: Playwright, service: Service, pages: PageServer, tmp_path: Path
) -> None:
    found = unpacked(tmp_path / "packages")
    assert filecmp.dircmp(found["chrome"], found["edge"]).diff_files == []
    browser = Chromium(playwright, tmp_path / "profile", found["edge"])
    try:
        pair(browser, service)
        page = browser.page(pages.url("plain.html"))
        shadow = browser.turn_on(page)
        until_ready(shadow)
        assert "E11.22" in codes(shadow, "suggested")
    finally:
        browser.close()
