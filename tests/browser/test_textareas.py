"""A note in a textarea that an application controls: boxes under the right words, and nothing changed."""

import pytest

from .harness import editors
from .harness.chromium import Chromium
from .harness.editors import Editor
from .harness.pages import PAGES, PageServer
from .harness.panel import rows, until_ready
from .harness.places import place_of, until_boxes, words_at
from .harness.service import Service

NOTE = "\n".join(
    line for line in (PAGES / "editors" / "note.txt").read_text(encoding="utf-8").split("\n") if line
)
WORDS = ("cough", "chest pain", "Hypothyroidism", "Cholecystectomy", "Former smoker", "edema of the legs")
"""Each stands once among the evidence or is looked for where it stands first."""
BELOW = "Hyperlipidemia"
"""Evidence that is in sight only when the textarea is scrolled to its end."""
WORD = "Today "


@pytest.fixture(scope="module", autouse=True)
def bundles() -> None:
    """The editors, bundled."""
    editors.build()


@pytest.fixture
def editor(chromium: Chromium, pages: PageServer) -> Editor:
    """The page with the textarea."""
    return Editor(chromium.page(pages.url("editors/textarea.html")))


def test_boxes_stand_under_the_words_of_a_controlled_textarea(
    editor: Editor, chromium: Chromium, service: Service
) -> None:
    saved = editor.content()
    places = [place_of(editor, words) for words in WORDS]
    editor.ask("scroll", 1)
    below = place_of(editor, BELOW)
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
    editor: Editor, chromium: Chromium
) -> None:
    saved = editor.content()
    places = [place_of(editor, words) for words in WORDS]
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
