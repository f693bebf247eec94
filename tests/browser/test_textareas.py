"""A note in a textarea that an application controls: boxes under the right words, and nothing changed.

Where a word truly stands in a textarea only the browser knows. It paints what is selected, so the word is
selected without Chartside, and what two pictures differ in is the word's place.
"""

from collections.abc import Callable
from typing import Any

import pytest

from .harness import editors
from .harness.chromium import Chromium
from .harness.editors import Editor
from .harness.pages import PAGES, PageServer
from .harness.panel import rows, until_ready
from .harness.service import Service
from .harness.shadow import Shadow
from .harness.waiting import until

NOTE = "\n".join(
    line for line in (PAGES / "editors" / "note.txt").read_text(encoding="utf-8").split("\n") if line
)
WORDS = ("cough", "chest pain", "Hypothyroidism", "Cholecystectomy", "Former smoker", "edema of the legs")
"""Each stands once among the evidence or is looked for where it stands first."""
BELOW = "Hyperlipidemia"
"""Evidence that is in sight only when the textarea is scrolled to its end."""
WORD = "Today "
NEAR = 2.0
"""Pixels between a word and its box, at most."""

SELECT = """([words, share]) => {
  const area = document.querySelector('textarea');
  const [start, top] = [area.value.indexOf(words), area.scrollTop];
  area.focus({ preventScroll: true });
  area.setSelectionRange(start, start + share * words.length);
  area.scrollTop = top;
}"""

BOXES = """function () {
  return [...this.querySelectorAll('.box')].map((e) => e.getBoundingClientRect())
    .map((b) => ({ left: b.left, top: b.top, right: b.right, bottom: b.bottom }));
}"""


@pytest.fixture(scope="module", autouse=True)
def bundles() -> None:
    """The editors, bundled."""
    editors.build()


@pytest.fixture
def editor(chromium: Chromium, pages: PageServer) -> Editor:
    """The page with the textarea."""
    return Editor(chromium.page(pages.url("editors/textarea.html")))


@pytest.fixture
def place_of(editor: Editor) -> Callable[[str], dict[str, float]]:
    """Measures where words stand, by selecting them; leaves nothing selected."""

    def select(words: str, share: int) -> str:
        editor.page.evaluate(SELECT, [words, share])
        return editor.picture()

    def place(words: str) -> dict[str, float]:
        caret, selected = select(words, 0), select(words, 1)
        found: dict[str, float] = editor.ask("difference", caret, selected)
        select(words, 0)
        editor.leave()
        return found

    return place


def fits(box: dict[str, float], place: dict[str, float]) -> bool:
    """Whether a box stands on a word: its sides and its height's middle."""
    middle = abs((box["top"] + box["bottom"]) - (place["top"] + place["bottom"])) / 2
    return abs(box["left"] - place["left"]) <= NEAR and abs(box["right"] - place["right"]) <= NEAR >= middle


def until_boxes(shadow: Shadow, editor: Editor, *places: dict[str, float]) -> None:
    """Wait until there is a box on each of these places."""
    seen: list[Any] = []

    def look() -> bool:
        nonlocal seen
        seen = [box for found in shadow.evaluate(BOXES) for box in found]
        return all(any(fits(box, place) for box in seen) for place in places)

    try:
        until(look, "boxes on the words", pause=editor.pause)
    except AssertionError:
        raise AssertionError(f"no box on one of {places}; there are {seen}") from None


def words_at(place: dict[str, float]) -> dict[str, float]:
    """The same place as x, y, width and height."""
    width, height = place["right"] - place["left"], place["bottom"] - place["top"]
    return {"x": place["left"], "y": place["top"], "width": width, "height": height}


def test_boxes_stand_under_the_words_of_a_controlled_textarea(
    editor: Editor,
    place_of: Callable[[str], dict[str, float]],
    chromium: Chromium,
    service: Service,
) -> None:
    saved = editor.content()
    places = [place_of(words) for words in WORDS]
    editor.ask("scroll", 1)
    below = place_of(BELOW)
    editor.scroll_through()
    before = editor.markup()

    shadow = chromium.turn_on(editor.page)
    until_ready(shadow)
    answer = service.suggest(NOTE)
    assert {row.code for row in rows(shadow)} == {
        item["code"] for item in (*answer["suggestions"], *answer["not_coded"])
    }
    until_boxes(shadow, editor, *places)
    assert min(editor.underlined([words_at(place) for place in places])) > 0.3
    editor.ask("scroll", 1)
    until_boxes(shadow, editor, below)
    assert min(editor.underlined([words_at(below)])) > 0.3
    editor.ask("scroll", 0)
    until_boxes(shadow, editor, *places)
    chromium.turn_off(editor.page)
    shadow.until_gone()
    assert editor.content() == saved
    editors.same(before, editor.markup())


def test_boxes_follow_what_is_typed_and_undone_in_a_controlled_textarea(
    editor: Editor, place_of: Callable[[str], dict[str, float]], chromium: Chromium
) -> None:
    saved = editor.content()
    places = [place_of(words) for words in WORDS]
    editor.type_word(WORD)
    typed = editor.content()
    editor.undo_to(saved)

    shadow = chromium.turn_on(editor.page)
    until_boxes(shadow, editor, *places)
    editor.type_word(WORD)
    assert editor.content() == typed
    first, *others = places
    shift = editor.ask("widthOf", WORD)
    until_boxes(
        shadow, editor, {**first, "left": first["left"] + shift, "right": first["right"] + shift}, *others
    )
    editor.undo_to(saved)
    until_boxes(shadow, editor, *places)
