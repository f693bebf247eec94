"""A page that wants a click on "accept" that was meant for something else, and hides or moves the panel."""

import pytest

from .harness.chromium import Chromium
from .harness.hostile import ACCEPT, TOOLS, Scene
from .harness.pages import PageServer
from .harness.panel import until_ready
from .harness.review import decided
from .harness.waiting import until

HIDES = {
    "popover": "popover(WHOLE)",
    "shadow of a popover": "popover('width:1px;height:1px;inset:0;padding:0;box-shadow:0 0 0 200vmax #fff')",
    "popover in a closed root": (
        "(() => { const each = cover('', document.body);"
        " popover(WHOLE, each.attachShadow({ mode: 'closed' })); return () => each.remove(); })()"
    ),
    "pseudo-element of html": (
        'sheet(\'html::after { content: ""; position: fixed; inset: 0; background: #fff;'
        " z-index: 2147483647; pointer-events: none }')"
    ),
    "faded page": "styled(html, 'opacity', '0.01')",
    "filtered page": "styled(html, 'filter', 'contrast(0)')",
    "cut page": "styled(html, 'clip-path', 'inset(0 0 0 60%)')",
    "other order": (
        "sheet('html { display: grid }"
        " body { order: 1; z-index: 2147483647; pointer-events: none; background: #fff }')"
    ),
    "body in front": "sheet('html { transform-style: preserve-3d } body { transform: translateZ(9px) }')",
    "other meaning of our colours": (
        "sheet('@property --bg { syntax: \"<length>\"; inherits: false; initial-value: 0px }')"
    ),
    "moved page": "styled(html, 'transform', 'translateX(-30px)')",
    "our element moved": "(host.remove(), html.append(host), () => {})",
    "our element faded": "styled(host, 'opacity', '0')",
    "our element lower": "styled(host, 'z-index', '1')",
}
"""Each gives back how to end it."""
VANISHES = {
    "when the pointer comes": ("popover(WHOLE)", "pointerover"),
    "when the button goes down": ("styled(html, 'opacity', '0.01')", "pointerdown"),
    "before the click": ("sheet('html { filter: opacity(0) }')", "mouseup"),
}
HARMLESS = {
    "dark mode by a filter": "styled(html, 'filter', 'invert(1) hue-rotate(180deg) contrast(0.9)')",
    "a toast of the page": "cover('position:fixed;inset:0;z-index:2147483647', document.body), () => {}",
    "a popover beside the panel": "popover('inset:auto auto 0 0;width:200px;height:90px;background:#fff')",
    "an empty room for popovers": "popover('inset:0;width:100%;height:100%;background:none')",
    "a dialog beside the panel": (
        "(() => { const each = document.createElement('dialog'); each.textContent = 'Saved';"
        " document.body.append(each); each.show(); return () => each.remove(); })()"
    ),
    "a zoomed page": "styled(html, 'zoom', '1.1')",
}
AS_MADE = """() => html.lastElementChild === host && host.hasAttribute('data-chartside-layer')
  && getComputedStyle(host).opacity === '1' && getComputedStyle(host).position === 'fixed'"""
FIGHTS = """() => new Promise((done) => {
  let times = 0;
  const over = cover();
  const watcher = new MutationObserver(() => {
    if (html.lastElementChild === over) return;
    times += 1;
    html.append(over);
  });
  watcher.observe(html, { childList: true });
  html.append(host, over);
  window.end = () => { watcher.disconnect(); over.remove(); };
  setTimeout(() => done(times), 1000);
})"""
PICTURES = """async () => {
  sheet('html { view-transition-name: none } body { view-transition-name: page }'
    + '::view-transition { pointer-events: none; background: #fff }'
    + '::view-transition-group(*), ::view-transition-new(*) { animation-duration: 99s }');
  window.transition = document.startViewTransition(() => {});
  await transition.ready;
}"""
WIDGET = """() => {
  window.times = 0;
  const widget = cover();
  setInterval(() => { html.append(widget); window.times += 1; }, 1000);
}"""


@pytest.fixture
def scene(chromium: Chromium, pages: PageServer) -> Scene:
    page = chromium.page(pages.url("plain.html"))
    shadow = chromium.turn_on(page)
    until_ready(shadow)
    page.evaluate(TOOLS)
    return Scene(page, shadow)


def test_a_click_on_what_cannot_be_seen_decides_nothing(scene: Scene) -> None:
    scene.accept_and_undo()
    for name, attack in HIDES.items():
        box = scene.shadow.box(ACCEPT)
        scene.do(attack)
        if not name.startswith("our element"):  # what was put right stands where it stood
            box = scene.shadow.box(ACCEPT)
        scene.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        scene.refused(name)
        scene.page.evaluate("end()")
        scene.accept_and_undo()


def test_a_cover_that_goes_just_before_the_click_is_remembered(scene: Scene) -> None:
    for name, (attack, event) in VANISHES.items():
        box = scene.shadow.box(ACCEPT)
        scene.page.mouse.move(5, 5)
        at = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        scene.do(attack)
        scene.page.mouse.click(*at)
        scene.refused(name)  # so the guard has seen the cover
        scene.page.mouse.move(5, 5)
        scene.page.evaluate("(type) => addEventListener(type, end, { capture: true, once: true })", event)
        scene.page.mouse.click(*at)
        scene.refused(f"{name}, gone")
        scene.accept_and_undo()


def test_what_the_page_did_to_our_element_is_put_right(scene: Scene) -> None:
    for change in (
        "cover()",
        "host.remove()",
        "document.body.append(host)",
        "host.style.cssText = ''",
        "host.style.setProperty('opacity', '0', 'important')",
        "host.removeAttribute('data-chartside-layer')",
    ):
        scene.page.evaluate(change)
        until(
            lambda: scene.page.evaluate(AS_MADE), f"our element as it was after {change}", pause=scene.pause
        )
    scene.accept_and_undo()
    scene.page.evaluate(
        "sheet('[data-chartside-layer] { --bg: #0000; --ink: #0000; opacity: 0 !important }')"
    )
    scene.page.evaluate(
        "sheet('[data-chartside-layer]::after"
        ' { content: "" !important; position: fixed; inset: 0; background: red }\')'
    )
    assert scene.page.evaluate("getComputedStyle(host, '::after').content") in ("none", "normal")
    assert scene.page.evaluate("getComputedStyle(host).opacity") == "1"
    [seen] = scene.shadow.evaluate(
        "function () { const { backgroundColor, color } = getComputedStyle(this.querySelector('.frame'));"
        " return backgroundColor + color; }"
    )
    assert seen == "rgb(255, 255, 255)rgb(18, 33, 31)"


def test_a_page_that_fights_for_the_last_place_wins_no_click_and_no_loop(scene: Scene) -> None:
    times = scene.page.evaluate(FIGHTS)
    assert 0 < times <= 12  # a second long, a repair each quarter of it
    scene.click()
    scene.refused("a cover that comes again")
    scene.page.evaluate("end()")
    scene.accept_and_undo()


def test_a_modal_dialog_of_the_page_keeps_the_panel_from_clicks(scene: Scene) -> None:
    box = scene.shadow.box(ACCEPT)
    scene.do(
        "(() => { const each = document.createElement('dialog'); each.style.cssText = 'pointer-events:none';"
        " document.body.append(each); each.showModal(); return () => each.remove(); })()"
    )
    scene.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert scene.drawn() == {}
    scene.page.evaluate("end()")
    scene.accept_and_undo()


def test_pictures_of_a_view_transition_hide_the_panel(scene: Scene) -> None:
    scene.page.evaluate(PICTURES)
    scene.click()
    scene.refused("a view transition")
    scene.page.evaluate("transition.skipTransition()")
    scene.accept_and_undo()


def test_what_is_harmless_keeps_nobody_from_working(scene: Scene) -> None:
    scene.accept_and_undo()
    for name, harmless in HARMLESS.items():
        scene.do(harmless)
        if "zoom" in name:
            scene.accept_and_undo()  # our own fitting into the zoom moves the panel first
        scene.click()
        assert scene.drawn(), name
        scene.undo()
        scene.page.evaluate("end()")
        scene.accept_and_undo()


def test_a_widget_that_comes_again_each_second_keeps_nobody_from_working(scene: Scene) -> None:
    scene.page.evaluate(WIDGET)
    before = 0
    for _ in range(2):
        scene.page.wait_for_function("(before) => window.times > before", arg=before)
        before = scene.page.evaluate("times")
        scene.accept_and_undo()
    assert scene.page.evaluate(AS_MADE)


def test_keys_are_never_held_back(scene: Scene) -> None:
    scene.accept_and_undo()  # the focus is in its row
    scene.do(HIDES["popover"])
    scene.page.keyboard.press("a")
    until(lambda: decided(scene.shadow), "the key to be taken", pause=scene.pause)
