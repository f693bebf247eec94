"""Where words truly stand in a textarea, and the boxes that Chartside draws over them.

Where a word truly stands in a textarea only the browser knows. It paints what is selected, so the word is
selected, and what two pictures differ in is the word's place.
"""

from typing import Any

from .editors import Editor
from .shadow import Shadow
from .waiting import until

NEAR = 2.0
"""Pixels between a word and its box, at most."""

CARET = 3.0
"""Pixels that a caret is wide, at most; it blinks."""

SELECT = """([words, share]) => {
  const area = document.querySelector('textarea');
  const [start, top, left] = [area.value.indexOf(words), area.scrollTop, area.scrollLeft];
  area.focus({ preventScroll: true });
  area.setSelectionRange(start, start + share * words.length);
  area.scrollTo(left, top);
}"""

BOXES = """function () {
  return [...this.querySelectorAll('.box')].map((e) => e.getBoundingClientRect())
    .map((b) => ({ left: b.left, top: b.top, right: b.right, bottom: b.bottom }));
}"""


def place_of(editor: Editor, words: str) -> dict[str, float]:
    """Where the first of these words stand in the page's textarea: left, top, right, bottom in CSS pixels.

    They are selected for it, in a page that stays as it is meanwhile; nothing is selected afterwards.
    """

    def measured() -> dict[str, float] | None:
        before, selected, after = (_pictured(editor, words, share) for share in (0, 1, 0))
        moved = editor.ask("difference", before, after)
        still = moved["right"] - moved["left"] <= CARET
        return dict(editor.ask("difference", before, selected)) if still else None

    found = until(measured, "a picture that stays as it is", pause=editor.pause)
    assert found
    editor.page.evaluate(SELECT, [words, 0])
    editor.leave()
    return found


def _pictured(editor: Editor, words: str, share: int) -> str:
    editor.page.evaluate(SELECT, [words, share])
    return editor.picture()


def fits(box: dict[str, float], place: dict[str, float]) -> bool:
    """Whether a box stands on a word: its sides and its height's middle."""
    middle = abs((box["top"] + box["bottom"]) - (place["top"] + place["bottom"])) / 2
    return abs(box["left"] - place["left"]) <= NEAR and abs(box["right"] - place["right"]) <= NEAR >= middle


def _off(box: dict[str, float], place: dict[str, float]) -> float:
    return sum(abs(box[side] - place[side]) for side in place)


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
        vain = [place for place in places if not any(fits(box, place) for box in seen)]
        near = [min(seen, key=lambda box: _off(box, place), default=None) for place in vain]
        raise AssertionError(f"no box on {vain}; nearest are {near}") from None


def words_at(place: dict[str, float]) -> dict[str, float]:
    """The same place as x, y, width and height."""
    width, height = place["right"] - place["left"], place["bottom"] - place["top"]
    return {"x": place["left"], "y": place["top"], "width": width, "height": height}
