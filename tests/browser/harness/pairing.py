"""Pairing as a person does it: the code from the terminal, typed into the options page."""

import re

from .chromium import Chromium
from .service import Service

OPTIONS = "options/options.html"


def pair(browser: Chromium, service: Service) -> str:
    """Pair through the real options page; what the page then says."""
    page = browser.extension_page(OPTIONS)
    page.get_by_label(re.compile("code", re.I)).first.fill(service.pairing_code())
    page.get_by_role("button", name=re.compile("pair|connect", re.I)).first.click()
    page.get_by_text(re.compile(r"\b(paired|connected)\b", re.I)).locator("visible=true").first.wait_for()
    said = page.locator("body").inner_text()
    page.close()
    return said
