"""One note in every rich editor, as the real libraries are: found, highlighted, and left as it was."""

from collections.abc import Callable
from typing import Any

import pytest

from .harness import editors
from .harness.chromium import Chromium
from .harness.editors import Editor, same
from .harness.pages import PAGES, PageServer
from .harness.panel import rows, until_ready
from .harness.service import Service
from .harness.shadow import Shadow
from .harness.waiting import until

NOTE = (PAGES / "editors" / "note.txt").read_text(encoding="utf-8")
WORD = "Today "
SECOND = NOTE.split("\n")[1]
TYPED = NOTE.replace(SECOND, WORD + SECOND, 1)
RICH = [
    *("tinymce", "tinymce-inline", "ckeditor", "ckeditor-inline", "quill", "prosemirror", "tiptap"),
    *("lexical", "slate", "draft", "codemirror", "contenteditable", "designmode"),
]


@pytest.fixture(scope="module", autouse=True)
def bundles() -> None:
    """The editors, bundled."""
    editors.build()


@pytest.fixture(scope="module")
def answer(whole_service: Service) -> dict[str, Any]:
    """What the service says to the note as plain text."""
    whole_service.start()
    found: dict[str, Any] = whole_service.suggest(NOTE)
    return found


@pytest.fixture(scope="module")
def answer_to_typed(whole_service: Service) -> dict[str, Any]:
    """What the service says when a word was typed before the second line."""
    whole_service.start()
    found: dict[str, Any] = whole_service.suggest(TYPED)
    return found


@pytest.fixture
def open_editor(chromium: Chromium, pages: PageServer) -> Callable[[str], Editor]:
    """Opens a page with an editor."""
    return lambda name: Editor(chromium.page(pages.url(f"editors/{name}.html")))


def offered(result: dict[str, Any]) -> set[tuple[str, str]]:
    """Section of the panel and code, of all that the service answered."""
    kept = {("not", item["code"]) for item in result["not_coded"]}
    return kept | {(item["tier"], item["code"]) for item in result["suggestions"]}


def until_same(shadow: Shadow, editor: Editor, result: dict[str, Any], text: str) -> None:
    """Wait until the panel shows this result, and the editor its highlights."""
    wanted = editor.ask("expected", text, result)
    assert len(wanted) > 25

    def look() -> bool:
        nonlocal seen
        seen = {(row.section, row.code) for row in rows(shadow)}, editor.ask("marked")
        return seen == (offered(result), wanted)

    seen: Any = None
    try:
        until(look, "the note's suggestions and highlights", pause=editor.pause)
    except AssertionError:
        assert seen[0] == offered(result)
        assert seen[1] == wanted
        raise


@pytest.mark.parametrize("name", RICH)
def test_an_editor_is_read_marked_and_left_as_it_was(
    name: str,
    open_editor: Callable[[str], Editor],
    chromium: Chromium,
    answer: dict[str, Any],
) -> None:
    editor = open_editor(name)
    saved = editor.content()
    editor.scroll_through()
    before = editor.markup()

    shadow = chromium.turn_on(editor.page)
    until_ready(shadow)
    until_same(shadow, editor, answer, NOTE)
    boxes = editor.ask("boxes")
    assert len(boxes) > 4
    assert min(editor.underlined(boxes)) > 0.3
    same(before, editor.markup())
    editor.ask("scroll", 1)
    until_same(shadow, editor, answer, NOTE)
    assert min(editor.underlined(editor.ask("boxes"))) > 0.3
    editor.scroll_through()
    chromium.turn_off(editor.page)
    shadow.until_gone()
    assert (editor.content(), editor.ask("marked")) == (saved, [])
    same(before, editor.markup())


@pytest.mark.parametrize("name", RICH)
def test_highlights_follow_what_is_typed_and_undone(
    name: str,
    open_editor: Callable[[str], Editor],
    chromium: Chromium,
    answer: dict[str, Any],
    answer_to_typed: dict[str, Any],
) -> None:
    editor = open_editor(name)
    saved = editor.content()
    editor.type_word(WORD)
    typed = editor.content()  # without Chartside
    assert typed != saved
    editor.undo_to(saved)

    shadow = chromium.turn_on(editor.page)
    until_same(shadow, editor, answer, NOTE)
    editor.type_word(WORD)
    until_same(shadow, editor, answer_to_typed, TYPED)
    assert editor.content() == typed
    editor.undo_to(saved)
    until_same(shadow, editor, answer, NOTE)


REDRAW = """(text) => {
  const body = window.editor.body();
  window.drawn = 0;
  window.redraws = setInterval(() => {
    const before = [...body.children];
    window.editor.set(text);
    window.drawn += Number(!before.some((each) => each.isConnected));
  }, 500);
}"""


@pytest.mark.parametrize("name", ["lexical", "tinymce", "contenteditable"])
def test_highlights_come_back_to_what_an_editor_draws_anew(
    name: str, open_editor: Callable[[str], Editor], chromium: Chromium, answer: dict[str, Any]
) -> None:
    """Every node is another one each half second; the text is the same, so that nothing is asked again."""
    editor = open_editor(name)
    editor.ask("set", NOTE)
    saved = editor.content()
    chromium.watch_requests()
    shadow = chromium.turn_on(editor.page)
    until_same(shadow, editor, answer, NOTE)
    editor.page.evaluate(REDRAW, NOTE)
    for turn in range(1, 3):
        editor.page.wait_for_function(f"window.drawn > {turn}")
        until_same(shadow, editor, answer, NOTE)
    editor.page.evaluate("clearInterval(window.redraws)")
    until_same(shadow, editor, answer, NOTE)
    assert min(editor.underlined(editor.ask("boxes"))) > 0.3
    assert editor.content() == saved
    assert len([sent for sent in chromium.requests() if "/v1/suggest" in sent]) == 1
