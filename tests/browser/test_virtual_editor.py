"""A note so long that its editor draws only a part: what scrolls away stays, what was not read is said."""

from typing import Any

import pytest

from .harness import editors
from .harness.chromium import Chromium
from .harness.editors import Editor
from .harness.pages import PageServer
from .harness.panel import rows, until_ready
from .harness.service import Service
from .harness.shadow import Shadow
from .harness.waiting import until

LEAST = 15
"""Highlights among the lines that are drawn at first, at least."""
FIRST, MIDDLE, END = "K21.9", "L40.9", "D50.9"
"""Codes whose evidence stands at the beginning, in the middle and at the end of the note."""
NOTCH = 400
"""Pixels that one turn of the wheel scrolls: less than is in sight."""
TURNS = 60
PARTLY = "of this note is read so far"


@pytest.fixture(scope="module", autouse=True)
def bundles() -> None:
    """The editors, bundled."""
    editors.build()


@pytest.fixture
def editor(chromium: Chromium, pages: PageServer, request: pytest.FixtureRequest) -> Editor:
    """The page with the long note; a test may ask for it with another query."""
    query = getattr(request, "param", "")
    return Editor(chromium.page(pages.url(f"editors/codemirror-long.html{query}")))


@pytest.fixture
def shadow(editor: Editor, chromium: Chromium) -> Shadow:
    """The panel on that page, with what its first lines lead to."""
    shadow = chromium.turn_on(editor.page)
    until_ready(shadow)
    shadow.until_text(PARTLY)
    return shadow


def offered(shadow: Shadow) -> set[tuple[str, str]]:
    """Section and code of every row."""
    return {(row.section, row.code) for row in rows(shadow)}


def known(shadow: Shadow) -> set[str]:
    """The codes that the panel shows."""
    return {code for _, code in offered(shadow)}


def until_offered(shadow: Shadow, editor: Editor, result: dict[str, Any]) -> None:
    """Wait until the panel shows this result."""
    wanted = {(item["tier"], item["code"]) for item in result["suggestions"]}
    wanted |= {("not", item["code"]) for item in result["not_coded"]}
    try:
        until(lambda: offered(shadow) == wanted, "the result of the whole note", pause=editor.pause)
    except AssertionError:
        assert offered(shadow) == wanted
        raise
    assert PARTLY not in shadow.text()


def until_marked(editor: Editor, result: dict[str, Any], least: int) -> None:
    """Wait for so many highlights, all of them where the result of the whole note has evidence."""
    wanted = set(editor.ask("expected", editor.content(), result))

    def look() -> bool:
        seen = editor.ask("marked")
        return len(seen) >= least and set(seen) <= wanted

    until(look, "highlights on the right words", pause=editor.pause)


def position(editor: Editor) -> list[float]:
    """How far the editor is scrolled, and how far it can be."""
    return list(
        editor.page.evaluate(
            "() => { const { scrollTop, scrollHeight, clientHeight } ="
            " document.querySelector('.cm-scroller'); return [scrollTop, scrollHeight - clientHeight]; }"
        )
    )


def wheel(editor: Editor, share: float) -> None:
    """Turn the wheel until the editor is scrolled to this share of its height, from wherever it is."""
    box = editor.page.locator(".cm-scroller").bounding_box()
    assert box
    editor.page.mouse.move(box["x"] + 200, box["y"] + 200)
    for _ in range(TURNS):
        at, most = position(editor)
        missing = share * most - at
        if abs(missing) < 2:
            return
        editor.page.mouse.wheel(0, max(-NOTCH, min(NOTCH, missing)))
        until(lambda at=at: position(editor)[0] != at, "a scroll", pause=editor.pause)  # type: ignore[misc]
    raise AssertionError(f"not scrolled to {share} after {TURNS} turns of the wheel")


def press(editor: Editor, key: str) -> None:
    """Press a key with the caret in the editor, where it is without a click."""
    editor.page.evaluate("() => document.querySelector('.cm-content').focus({ preventScroll: true })")
    editor.page.keyboard.press(key)


def test_what_scrolls_away_stays_part_of_the_note(editor: Editor, shadow: Shadow, service: Service) -> None:
    saved = editor.content()
    whole = service.suggest(saved)
    assert {FIRST, MIDDLE, END} <= {item["code"] for item in whole["suggestions"]}
    until_marked(editor, whole, LEAST)
    until(lambda: FIRST in known(shadow), "what stands at the beginning", pause=editor.pause)
    assert not {MIDDLE, END} & known(shadow)

    wheel(editor, 1)
    until_offered(shadow, editor, whole)
    until_marked(editor, whole, 1)
    press(editor, "Control+Home")
    until_marked(editor, whole, LEAST)
    until_offered(shadow, editor, whole)
    assert editor.content() == saved

    shadow.evaluate("function () { for (const each of this.querySelectorAll('details')) each.open = true; }")
    shadow.click(f"[data-code='{END}'] .quote")
    until(
        lambda: any("Irondeficiencyanemia" in line for line in editor.ask("marked")),
        "the evidence at the end, scrolled to",
        pause=editor.pause,
    )
    until_offered(shadow, editor, whole)


def test_a_jump_to_what_was_never_seen_starts_anew(editor: Editor, shadow: Shadow, service: Service) -> None:
    press(editor, "Control+End")
    until(lambda: END in known(shadow), "what stands at the end", pause=editor.pause)
    assert not {FIRST, MIDDLE} & known(shadow)
    assert PARTLY in shadow.text()
    wheel(editor, 0)
    until_offered(shadow, editor, service.suggest(editor.content()))


def test_what_is_typed_in_a_long_note_moves_nothing_else(
    editor: Editor, shadow: Shadow, service: Service
) -> None:
    saved = editor.content()
    wheel(editor, 1)
    wheel(editor, 0)
    until_offered(shadow, editor, service.suggest(saved))
    editor.type_word("Today ")
    editor.page.keyboard.press("Enter")
    typed = service.suggest(editor.content())
    until_marked(editor, typed, LEAST)
    until_offered(shadow, editor, typed)
    editor.undo_to(saved)
    until_marked(editor, service.suggest(saved), LEAST)
    until_offered(shadow, editor, service.suggest(saved))


@pytest.mark.parametrize("share", [0.0, 0.25])
@pytest.mark.parametrize("how", ["state", "change"])
@pytest.mark.parametrize("editor", ["?unwrapped"], indirect=True, ids=[""])
def test_another_note_that_looks_the_same_keeps_nothing_out_of_sight(
    how: str, share: float, editor: Editor, shadow: Shadow, service: Service
) -> None:
    """The lines in sight are the same, and so is the height; what is out of sight is another patient's."""
    wheel(editor, 1)
    wheel(editor, share)
    until_offered(shadow, editor, service.suggest(editor.content()))
    height = editor.page.locator(".cm-content").evaluate("(drawn) => drawn.offsetHeight")
    other = editor.content().replace(
        "Iron deficiency anemia: ferrous sulfate.", "Migraine with aura: sumatriptan tablet."
    )
    other = other.replace("psoriasis of both elbows", "dermatitis of both hands")
    assert len(other.split("\n")) == len(editor.content().split("\n"))
    editor.ask("swap", other, how)
    until(lambda: not {MIDDLE, END} & known(shadow), "nothing of the note before", pause=editor.pause)
    assert PARTLY in shadow.text()
    assert editor.page.locator(".cm-content").evaluate("(drawn) => drawn.offsetHeight") == height


def test_another_address_or_title_keeps_nothing_out_of_sight(editor: Editor, shadow: Shadow) -> None:
    wheel(editor, 1)
    wheel(editor, 0)
    for act in ("document.title = 'The next patient'", "history.pushState(null, '', '?patient=2')"):
        until(lambda: {MIDDLE, END} <= known(shadow), "all of the note", pause=editor.pause)
        editor.page.evaluate(act)
        wheel(editor, 0.05)
        until(lambda: not {MIDDLE, END} & known(shadow), "nothing out of sight", pause=editor.pause)
        wheel(editor, 1)
        wheel(editor, 0)
