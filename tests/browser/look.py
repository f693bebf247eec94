"""Look at the extension by hand: load it, pair it, open a page, click the button, take a picture.

Run in the folder tests/:

    python -m browser.look plain.html --shot /tmp/plain.png
    python -m browser.look --extension-page options/options.html --shot /tmp/options.png
    python -m browser.look plain.html --command quick-lookup --dark --size 320x640

Prints the panel's visible text, the highlights and the console. `--no-service` leaves the service
off; CHARTSIDE_TEST_SERVE names another command to serve with.
"""

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from .harness.chromium import Chromium
from .harness.highlights import highlights
from .harness.pages import PageServer
from .harness.pairing import pair
from .harness.service import PortLock, Service


def main() -> None:
    """Run the command line."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("page", nargs="?", help="a fixture of tests/browser/pages, or an address")
    arguments.add_argument("--extension-page")
    arguments.add_argument("--popup", action="store_true", help="click the button; print the popup's text")
    arguments.add_argument("--press", help="CSS selector to click in the popup")
    arguments.add_argument("--command", help="fire this keyboard command instead of clicking the button")
    arguments.add_argument("--expect", default="", help="wait for this text in the panel")
    arguments.add_argument("--shot", type=Path)
    arguments.add_argument("--size", default="1280x800")
    arguments.add_argument("--dark", action="store_true")
    arguments.add_argument("--no-service", action="store_true")
    arguments.add_argument("--no-pair", action="store_true")
    arguments.add_argument("--home", type=Path, help="CHARTSIDE_HOME to keep the compiled code set in")
    chosen = arguments.parse_args()
    width, height = (int(part) for part in chosen.size.split("x"))
    pages = PageServer()
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        PortLock(),
        sync_playwright() as playwright,
    ):
        service = Service(chosen.home or Path(folder) / "home")
        if not chosen.no_service:
            service.start()
        browser = Chromium(playwright, Path(folder) / "profile", size=(width, height), dark=chosen.dark)
        try:
            if not (chosen.no_service or chosen.no_pair):
                print("pairing:", pair(browser, service))
            if chosen.extension_page:
                page = browser.extension_page(chosen.extension_page)
                page.wait_for_load_state("load")
            else:
                page = browser.page()
                page.on("console", lambda message: print("console:", message.text))
                page.goto(chosen.page if "://" in chosen.page else pages.url(chosen.page))
                shadow = browser.shadow(page)
                if chosen.command:
                    browser.grant(page)
                    browser.command(chosen.command, page)
                elif chosen.popup or chosen.press:
                    popup = browser.popup(page)
                    print("popup:", popup.text())
                    if chosen.press:
                        popup.click(chosen.press)
                else:
                    browser.turn_on(page)
                if not (chosen.popup and not chosen.press and not chosen.command):
                    print("panel:", shadow.until_text(*filter(None, [chosen.expect])))
                    print("highlights:", highlights(page))
            if chosen.shot:
                page.screenshot(path=chosen.shot)
        finally:
            browser.close()
            service.stop()
            pages.close()


if __name__ == "__main__":
    main()
