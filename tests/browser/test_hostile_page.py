"""A page that is out to read the panel, or to keep Chartside from working."""

from .harness.chromium import Chromium
from .harness.pages import PageServer
from .harness.panel import until_ready

TAKES_THE_ELEMENT = """() => {
window.taken = [];
for (const name of ["chartside-layer", "chartside-panel"]) {
  customElements.define(name, class extends HTMLElement {
    constructor() { super(); window.taken.push(this.attachInternals()); }
  });
}
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (init) {
  const root = attach.call(this, { ...init, mode: "open" });
  window.taken.push({ shadowRoot: root });
  return root;
};
}"""
READ = """() => [
  ...taken.map((each) => each.shadowRoot?.textContent ?? ""),
  ...[...document.querySelectorAll("*")].map((each) => {
    try { return each.attachInternals().shadowRoot?.textContent ?? ""; } catch { return ""; }
  }),
].join("")"""
CLOBBERS = """() =>
document.body.insertAdjacentHTML("beforeend",
  '<form id="__chartside"><input name="client" hidden><input name="boot" hidden></form>')
"""


def test_a_page_that_defines_our_element_cannot_read_the_panel(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("plain.html"))
    page.evaluate(TAKES_THE_ELEMENT)
    until_ready(chromium.turn_on(page))
    assert page.evaluate(READ) == ""


def test_a_page_that_takes_our_name_does_not_stop_us(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("plain.html"))
    page.evaluate(CLOBBERS)
    until_ready(chromium.turn_on(page))


def test_a_page_that_searches_itself_selects_nothing_of_ours(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("plain.html"))
    until_ready(chromium.turn_on(page))
    selected = page.evaluate(
        """() => {
          getSelection().removeAllRanges();
          window.find("Not coded, and why") || window.find("Suggested");
          document.execCommand("selectAll");
          return getSelection().toString();
        }"""
    )
    assert "Not coded" not in selected
    assert "Suggested" not in selected
