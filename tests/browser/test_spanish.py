"""In Spanish, with its longer words, nothing is cut off in a window of 320 pixels."""

import json
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright

from .harness.chromium import EXTENSION, Chromium
from .harness.pages import PageServer
from .harness.pairing import OPTIONS, pair
from .harness.panel import until_ready
from .harness.service import Service

# What a clipping or scrolling box does not show whole, or what stands beyond the window or its own card.
CUT_OFF = """function () {
  const width = (this.ownerDocument ?? this).documentElement.clientWidth + 1;
  const seen = (each) => each.checkVisibility() && !each.closest('.sr')
    && each.getBoundingClientRect().width > 1;
  const clips = (each) => getComputedStyle(each).overflowX !== 'visible';
  const holds = (each) => each.matches('section, form, fieldset, footer, header');
  return [...this.querySelectorAll('*')].filter(seen)
    .filter((each) => (clips(each) && each.scrollWidth > each.clientWidth + 1)
      || (holds(each) && each.scrollWidth > each.clientWidth + 4)
      || each.getBoundingClientRect().right > width)
    .map((each) => `${each.localName}.${each.className} ${each.textContent.slice(0, 60)}`);
}"""


@pytest.fixture(scope="module")
def spanish(
    playwright: Playwright, whole_service: Service, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chromium]:
    """A paired browser, 320 pixels wide, that speaks Spanish: browsers come without other languages."""
    extension = tmp_path_factory.mktemp("spanish") / "extension"
    shutil.copytree(EXTENSION, extension)
    shutil.copy(extension / "_locales" / "es" / "messages.json", extension / "_locales" / "en")
    whole_service.start()
    browser = Chromium(playwright, tmp_path_factory.mktemp("es-profile"), extension, size=(320, 640))
    pair(browser, whole_service)
    yield browser
    browser.close()


def test_panel(spanish: Chromium, pages: PageServer) -> None:
    page = spanish.page(pages.url("plain.html"))
    shadow = spanish.turn_on(page)
    until_ready(shadow)
    shadow.until_text("Ambulatorio", "palabras leídas", "Sugeridos", "No codificado, y por qué")
    shadow.evaluate("function () { this.querySelectorAll('details').forEach((each) => (each.open = true)); }")
    shadow.click("[data-fold=suggested] [data-main]")
    shadow.until("function () { return !!this.querySelector('.more'); }", what="an opened row")
    assert shadow.evaluate(CUT_OFF) == [[]]
    page.set_viewport_size({"width": 1280, "height": 800})
    assert shadow.evaluate(CUT_OFF) == [[]]
    names = set(json.loads((EXTENSION / "_locales" / "en" / "messages.json").read_text(encoding="utf-8")))
    assert not {word for word in shadow.text().split() if "_" in word} & names


@pytest.mark.parametrize("path", ["popup/popup.html", OPTIONS])
def test_own_pages(path: str, spanish: Chromium) -> None:
    page = spanish.extension_page(path)
    page.locator("#lamp.good").wait_for()
    page.get_by_text("Servicio listo").wait_for()
    assert page.evaluate("document.documentElement.lang").startswith("e")
    assert page.evaluate(f"({CUT_OFF}).call(document)") == []
