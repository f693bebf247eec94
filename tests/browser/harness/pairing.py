"""Pairing as a person does it: the code from the terminal, typed into the options page."""

from .chromium import Chromium
from .service import Service

OPTIONS = "options/options.html"


CODER = "Ana Ruiz"


def pair(browser: Chromium, service: Service) -> str:
    """Pair through the real options page; what the page then says."""
    page = browser.extension_page(OPTIONS)
    page.locator("#code").fill(service.pairing_code())
    page.locator("#coder").fill(CODER)
    page.locator("#submit").click()
    page.locator("#message.good").wait_for()
    said = page.locator("body").inner_text()
    page.close()
    return said
