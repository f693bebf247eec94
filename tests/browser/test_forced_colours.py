"""In forced colours (high contrast) the kinds of evidence differ by line and by the system's colours."""

import base64
from typing import Any

from playwright.sync_api import Page

from .harness.chromium import Chromium
from .harness.pages import PageServer
from .harness.panel import until_ready
from .harness.shadow import Shadow

NOTE = (
    "Chief complaint: cough for two weeks, seen today in the clinic with her daughter.",
    "Assessment and plan:",
    "1. Asthma. Continue albuterol.",
    "2. Possible dementia, memory test next week.",
    "No fever. Return in three months or sooner when the breath is short.",
)
WORDS = {"affirmed": "Asthma", "uncertain": "dementia", "uncoded": "fever"}
"""Words of which no letter reaches into the line beneath."""

FILL = """([name, lines]) => {
  const element = document.createElement(name);
  element.style.cssText = 'font: 20px/1.6 serif; width: 800px; height: 300px; white-space: pre-line';
  element[name === 'textarea' ? 'value' : 'textContent'] = lines.join('\\n');
  document.body.replaceChildren(element);
}"""

PLACE = """(words) => {
  const { firstChild: text } = document.body.firstChild;
  const range = document.createRange();
  range.setStart(text, text.data.indexOf(words));
  range.setEnd(text, text.data.indexOf(words) + words.length);
  const { x, y, width, height } = range.getBoundingClientRect();
  return { x, y, width, height };
}"""

STYLE = """(name) => {
  const { color, backgroundColor, textDecorationStyle } =
    getComputedStyle(document.body.firstChild, `::highlight(${name})`);
  return [textDecorationStyle, color, backgroundColor];
}"""

SYSTEM = """(names) => {
  const probe = document.body.appendChild(document.createElement('i'));
  const found = names.map((name) => {
    probe.style.cssText = `forced-color-adjust: none; color: ${name}`;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  return found;
}"""

# Of the row below the letters with most of the line in it: the line's share, and how often it begins or ends.
LINE = """async (png) => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const drawing = new OffscreenCanvas(image.width, image.height).getContext('2d');
  drawing.drawImage(image, 0, 0);
  const top = Math.floor(image.height * 0.8);
  const { data, width, height } = drawing.getImageData(0, top, image.width, image.height - top);
  const lit = (x, y) => data[(y * width + x) * 4 + 1];
  const ground = (() => {
    const all = drawing.getImageData(0, 1, image.width, 1).data;
    return all[4 * Math.floor(image.width / 2) + 1];
  })();
  const rows = Array.from({ length: height - 1 }, (_, y) =>
    Array.from({ length: width - 4 }, (_, x) => Math.abs(lit(x + 2, y) - ground) > 60));
  return rows.map((row) => ({
    share: row.filter(Boolean).length / row.length,
    ends: row.filter((on, x) => x && on !== row[x - 1]).length,
  })).sort((a, b) => b.share - a.share)[0];
}"""

BOXES = """function () {
  return [...this.querySelectorAll('.box')].map((each) => {
    const { borderBottomStyle, borderBottomColor, backgroundColor } = getComputedStyle(each);
    const kind = ['uncertain', 'uncoded'].find((name) => each.classList.contains(name)) ?? 'affirmed';
    return [kind, borderBottomStyle, borderBottomColor, backgroundColor];
  });
}"""


def open_note(chromium: Chromium, pages: PageServer, element: str) -> tuple[Page, Shadow]:
    """The note in an element of this name, in forced colours, with Chartside on."""
    page = chromium.page(pages.url("blank.html"))
    page.evaluate(FILL, [element, NOTE])
    page.emulate_media(forced_colors="active")
    shadow = chromium.turn_on(page)
    until_ready(shadow)
    return page, shadow


def line_of(page: Page, words: str) -> dict[str, Any]:
    """The line beneath words as it is painted: share of their width, number of its ends."""
    picture = page.screenshot(clip=page.evaluate(PLACE, words))
    return dict(page.evaluate(LINE, base64.b64encode(picture).decode()))


def test_evidence_in_a_page_differs_by_line_and_colours(chromium: Chromium, pages: PageServer) -> None:
    page, _ = open_note(chromium, pages, "main")
    styles = [page.evaluate(STYLE, name) for name in ("cs-a", "cs-b", "cs-c")]
    assert [style[0] for style in styles] == ["solid", "dashed", "dotted"]
    wanted = page.evaluate(SYSTEM, ["HighlightText", "Highlight", "MarkText", "Mark", "GrayText"])
    assert [*styles[0][1:], *styles[1][1:], styles[2][1]] == wanted
    for scheme in ("light", "dark"):
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        affirmed, uncertain, uncoded = (line_of(page, words) for words in WORDS.values())
        assert affirmed["share"] > 0.95, affirmed
        assert 0.3 < uncertain["share"] < 0.9, uncertain
        assert 0.3 < uncoded["share"] < 0.8, uncoded
        widths = [len(WORDS[kind]) for kind in ("uncertain", "uncoded")]
        assert uncoded["ends"] / widths[1] > 1.4 * uncertain["ends"] / widths[0] > 0


def test_boxes_in_a_field_differ_by_line_and_colours(chromium: Chromium, pages: PageServer) -> None:
    _, shadow = open_note(chromium, pages, "textarea")
    boxes = {kind: tuple(style) for found in shadow.evaluate(BOXES) for kind, *style in found}
    assert {kind: style[0] for kind, style in boxes.items()} == {
        "affirmed": "solid",
        "uncertain": "dashed",
        "uncoded": "dotted",
    }
    assert len({style[1] for style in boxes.values()}) == 3
    assert len({style[2] for style in boxes.values()}) == 3
