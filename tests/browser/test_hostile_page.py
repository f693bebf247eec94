"""A page that is out to read the panel, to speak in our name, or to keep Chartside from working."""

from .harness.chromium import Chromium
from .harness.pages import PageServer
from .harness.panel import until_ready
from .harness.review import decided
from .harness.service import PORT
from .harness.waiting import until

ADDRESS = f"http://127.0.0.1:{PORT}"
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

WATCHES = """() => {
  window.heard = [];
  const hear = (what) => window.heard.push(String(what));
  const types = 'click pointerdown mousedown keydown focusin input selectionchange beforeprint copy';
  for (const type of types.split(' ')) {
    for (const on of [window, document]) {
      on.addEventListener(type, (event) => {
        for (const each of event.composedPath()) hear(each.textContent ?? '');
        hear(event.target?.shadowRoot?.textContent ?? '');
      }, true);
    }
  }
  new MutationObserver((all) => {
    for (const { addedNodes } of all) addedNodes.forEach((each) => hear(each.textContent));
  }).observe(document, { childList: true, subtree: true, characterData: true });
  for (const name of ['textContent', 'nodeValue']) {
    const own = Object.getOwnPropertyDescriptor(Node.prototype, name);
    const set = function (value) { hear(value); own.set.call(this, value); };
    Object.defineProperty(Node.prototype, name, { ...own, set });
  }
  for (const name of ['append', 'replaceChildren']) {
    const own = Element.prototype[name];
    Element.prototype[name] = function (...all) {
      all.forEach((each) => hear(each?.textContent));
      return own.apply(this, all);
    };
  }
}"""
READS = """() => {
  getSelection().selectAllChildren(document.documentElement);
  const roots = [...document.querySelectorAll('*')].map((each) => each.shadowRoot).filter(Boolean);
  dispatchEvent(new Event('beforeprint'));
  const ranges = getSelection().getComposedRanges({ shadowRoots: roots });
  return [getSelection().toString(), document.documentElement.outerHTML, document.documentElement.innerText,
    ...ranges.map(({ startContainer }) => startContainer.textContent), ...window.heard].join(' ');
}"""
FORGES = """(host) => {
  const types = { click: MouseEvent, pointerdown: PointerEvent, keydown: KeyboardEvent };
  for (const on of [host, document.body, document, window]) {
    for (const [type, Of] of Object.entries(types)) {
      for (const key of ['a', 'A', 'Enter', 'r']) {
        const where = { detail: 1, clientX: 1100, clientY: 300 };
        on.dispatchEvent(new Of(type, { key, bubbles: true, composed: true, ...where }));
      }
    }
    const detail = { kind: 'accept', code: 'I10' };
    on.dispatchEvent(new CustomEvent('decide', { detail, bubbles: true, composed: true }));
  }
  for (const type of ['decide', 'relay', 'start', 'pair', 'finalize']) {
    postMessage({ type, message: { type } }, '*');
  }
  host.focus();
  host.click();
}"""
PAIRS = """async (address) => {
  try {
    const answer = await fetch(address + '/v1/pair', {
      method: 'POST', headers: { 'Content-Type': 'application/json' },
      body: '{"code":"000000","name":"x"}' });
    return 'answered ' + answer.status;
  } catch (error) {
    return error.name;
  }
}"""
SENDS = """(id) => {
  let said = '';
  for (const message of [{ type: 'decide' }, { type: 'pair', code: '000000' }, { type: 'start' }]) {
    try { chrome.runtime.sendMessage(id, message, (answer) => { said += JSON.stringify(answer ?? ''); }); }
    catch (error) { said += error.name; }
  }
  return said;
}"""
FRAMES = """(urls) => {
  for (const url of urls) {
    const frame = document.createElement('iframe');
    frame.src = url;
    document.body.append(frame);
  }
}"""


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


def test_a_page_that_listens_everywhere_hears_nothing_of_the_panel(
    chromium: Chromium, pages: PageServer
) -> None:
    page = chromium.page(pages.url("plain.html"))
    page.evaluate(WATCHES)
    shadow = chromium.turn_on(page)
    until_ready(shadow)
    shadow.click(".row [data-main]")
    said = page.evaluate(READS)
    assert "Office visit" in said, "the page reads its own text"
    for words in ("Not coded", "Suggested", "E11", "My codes"):
        assert words not in said


def test_forged_events_and_messages_decide_nothing(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("plain.html"))
    shadow = chromium.turn_on(page)
    until_ready(shadow)
    chromium.watch_requests()
    page.evaluate(f"() => ({FORGES})(document.querySelector('[data-chartside-layer]'))")
    assert page.evaluate(SENDS, chromium.id) == "TypeError" * 3
    # What a person does is told to the service, and nothing before it.
    shadow.click(".row [data-do=accept]")
    until(
        lambda: [call for call in chromium.requests() if "/decisions" in call],
        "the request of a person's click",
        pause=lambda seconds: page.wait_for_timeout(seconds * 1000),
    )
    assert len(decided(shadow)) == 1
    sent = [call for call in chromium.requests() if "/decisions" in call or "/pair" in call]
    assert len(sent) == 1, sent


def test_a_page_neither_pairs_nor_frames_ours(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("plain.html"))
    assert page.evaluate(PAIRS, ADDRESS) == "TypeError"
    ours = [
        f"chrome-extension://{chromium.id}/{name}" for name in ("options/options.html", "popup/popup.html")
    ]
    page.evaluate(FRAMES, [*ours, f"{ADDRESS}/review"])
    until(
        lambda: len(page.frames) == 4 and all("error" in frame.url for frame in page.frames[1:]),
        "the browser to refuse the frames",
        pause=lambda seconds: page.wait_for_timeout(seconds * 1000),
    )
