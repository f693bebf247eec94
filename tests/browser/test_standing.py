"""Highlights and boxes stand on their words after a page was zoomed or scaled, or its fonts came late."""

from typing import Any

import pytest

from .harness import editors
from .harness.chromium import Chromium
from .harness.editors import Editor
from .harness.pages import PageServer
from .harness.panel import until_ready
from .harness.places import place_of, until_boxes, words_at
from .harness.shadow import Shadow
from .harness.waiting import until

ABOVE, BELOW = "fever", "Hyperlipidemia"
"""Each is evidence as a whole."""
LEAST = 0.3
"""Of a word's width that must be seen underlined: dots and dashes leave gaps."""

MARKED = """() => [...CSS.highlights.values()].flatMap((set) => [...set]).map((each) => {
  const range = document.createRange();
  range.setStart(each.startContainer, each.startOffset);
  range.setEnd(each.endContainer, each.endOffset);
  const { x, y, width, height } = range.getClientRects()[0];
  return { x, y, width, height };
}).filter(({ y, height }) => y > 0 && y + height < innerHeight - 8)"""

PANEL = """function () {
  const box = this.querySelector('.frame')?.getBoundingClientRect();
  const inside = box?.left > 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
  return { inside, width: box?.width };
}"""
FOLDED = "function () { return String(this.querySelector('details.section').open); }"

AROUND = "document.getElementById('around').style"
ZOOMED = {
    "the document zoomed in": "document.documentElement.style.zoom = 1.25",
    "what is around the note zoomed": f"{AROUND}.zoom = 0.85",
    "what is around the note scaled": f"{AROUND}.transform = 'scale(1.15, 1.3) translate(3px, 5px)'",
    "all of these": f"document.documentElement.style.zoom = 1.1; {AROUND}.zoom = 1.2; {AROUND}.scale = '0.9'",
}
PLAIN = f"document.documentElement.style.zoom = {AROUND}.cssText = ''"


@pytest.fixture(scope="module", autouse=True)
def bundles() -> None:
    """The editors, bundled."""
    editors.build()


@pytest.fixture
def editor(chromium: Chromium, pages: PageServer) -> Editor:
    """The page with both notes."""
    return Editor(chromium.page(pages.url("editors/standing.html")))


def stands(editor: Editor, shadow: Shadow) -> None:
    """Every highlight and box is where its word is, above in the textarea and at its end."""
    editor.page.evaluate("scrollTo(0, 0)")
    for share, words in ((0, ABOVE), (1, BELOW)):
        editor.ask("scroll", share)
        editor.page.evaluate("scrollTo(0, 0)")
        place = place_of(editor, words)
        until_boxes(shadow, editor, place)
    marked: list[dict[str, Any]] = editor.page.evaluate(MARKED)
    assert len(marked) > 2
    assert min(editor.underlined([*marked, words_at(place)])) > LEAST


def usable(shadow: Shadow) -> None:
    """The panel stands whole at its edge and takes a click."""
    until(lambda: shadow.evaluate(PANEL)[0]["inside"], "the panel to stand in the window")
    assert shadow.evaluate(PANEL)[0]["width"] == pytest.approx(384, abs=1)
    before = shadow.evaluate(FOLDED)
    shadow.click("details.section summary")
    until(lambda: shadow.evaluate(FOLDED) != before, "a section to fold")
    shadow.click("details.section summary")


def test_zoomed_and_scaled_by_the_page(editor: Editor, chromium: Chromium) -> None:
    shadow = chromium.turn_on(editor.page)
    until_ready(shadow)
    stands(editor, shadow)
    for what, script in ZOOMED.items():
        editor.page.evaluate(script)
        try:
            stands(editor, shadow)
            usable(shadow)
        except AssertionError as wrong:
            raise AssertionError(f"{what}: {wrong}") from None
        editor.page.evaluate(PLAIN)
    stands(editor, shadow)


def test_zoomed_by_the_browser(editor: Editor, chromium: Chromium) -> None:
    """Page zoom makes fewer CSS pixels of more device pixels; another screen has others of them alone."""
    shadow = chromium.turn_on(editor.page)
    until_ready(shadow)
    cdp = editor.page.context.new_cdp_session(editor.page)
    for width, height, scale in ((1280, 800, 1.25), (1600, 1000, 0.8)):
        size = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False}
        cdp.send("Emulation.setDeviceMetricsOverride", size)
        editor.page.wait_for_function(
            f"innerWidth === {width} && Math.abs(devicePixelRatio - {scale}) < 0.01"
        )
        stands(editor, shadow)
        usable(shadow)


LATE_SHEET = """() => {
  const sheet = document.createElement('link');
  Object.assign(sheet, { rel: 'stylesheet', href: '/editors/late.css' });
  document.head.append(sheet);
  return new Promise((done) => sheet.addEventListener('load', () => done()));
}"""
FONTS = {
    "a style sheet that comes late": LATE_SHEET,
    "a face that was declared before": """() => {
      const face = new FontFace('Late', 'local("DejaVu Serif")', { sizeAdjust: '112%' });
      document.fonts.add(face);
      return face.load().then(() => true);
    }""",
    "a face that was loaded by a script": """() =>
      new FontFace('Late', 'local("DejaVu Sans")', { sizeAdjust: '91%' }).load().then((face) => {
        document.fonts.clear();
        document.fonts.add(face);
      })""",
}


def test_fonts_come_late(editor: Editor, chromium: Chromium) -> None:
    shadow = chromium.turn_on(editor.page)
    until_ready(shadow)
    for what, script in FONTS.items():
        stands(editor, shadow)
        before = place_of(editor, BELOW)
        editor.page.evaluate(script)
        until(lambda: place_of(editor, BELOW) != before, f"{what} to move the words", pause=editor.pause)  # noqa: B023
    stands(editor, shadow)
