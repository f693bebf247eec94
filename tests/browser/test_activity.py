"""Time at work on a note: what counts, what does not, and what of it reaches the record."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright

from .harness.chromium import EXTENSION, Chromium, executable
from .harness.pages import PageServer
from .harness.review import until_said
from .test_decisions import review, sent, until_decided

ALONE = """{
  window.said = [];
  const client = { isTop: true, say: (type, more) => said.push({ type, ...more }) };
  window.__chartside = { client };
}"""
PRESS, MOVE, CLICK, SCRIPT = "press", "move", "click", "script"


@pytest.fixture(scope="module")
def plain(playwright: Playwright) -> Iterator[Browser]:
    """A browser without the extension."""
    browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox", "--disable-gpu"])
    yield browser
    browser.close()


@pytest.fixture
def alone(plain: Browser, pages: PageServer) -> Iterator[Page]:
    """A page with the counter alone, and a clock that the test moves."""
    page = plain.new_page()
    page.clock.install(time=0)
    page.goto(pages.url("plain.html"))
    page.clock.pause_at(10_000)
    page.evaluate(ALONE)
    page.evaluate((EXTENSION / "content" / "active.js").read_text(encoding="utf-8"))
    page.evaluate("__chartside.active.start()")
    page.evaluate("__chartside.active.of('one')")
    yield page
    page.close()


def act(page: Page, kind: str = PRESS) -> None:
    """One thing that a person does."""
    at = page.evaluate("Math.round(performance.now())") % 200
    if kind == PRESS:
        page.keyboard.press("Shift")
    elif kind == MOVE:
        page.mouse.move(50 + at, 60)
    elif kind == CLICK:
        page.mouse.click(40, 40)
    else:
        page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }))")


def counted(page: Page) -> float:
    """The seconds that were said so far, with those that are told now."""
    page.evaluate("__chartside.active.tell()")
    return float(page.evaluate("said.reduce((sum, each) => sum + each.seconds, 0)"))


@pytest.mark.parametrize("kind", [PRESS, MOVE, CLICK])
def test_time_between_two_acts_counts(alone: Page, kind: str) -> None:
    act(alone, kind)
    for _ in range(3):
        alone.clock.run_for(7000)
        act(alone, kind)
    assert counted(alone) == pytest.approx(21, abs=0.3)


def test_a_gap_of_more_than_a_minute_is_left_out(alone: Page) -> None:
    act(alone)
    alone.clock.run_for(59_000)
    act(alone)
    alone.clock.run_for(61_000)
    act(alone)
    alone.clock.run_for(2000)
    act(alone)
    assert counted(alone) == pytest.approx(61, abs=0.3)


def test_what_a_script_does_is_nobodys_work(alone: Page) -> None:
    act(alone)
    for _ in range(5):
        alone.clock.run_for(5000)
        act(alone, SCRIPT)
    assert counted(alone) == 0


def test_it_is_told_seldom_and_belongs_to_the_note_of_then(alone: Page) -> None:
    act(alone)
    for _ in range(70):
        alone.clock.run_for(1000)
        act(alone)
    told: list[dict[str, Any]] = alone.evaluate("said")
    assert len(told) == 2
    assert all(set(each) == {"type", "encounter", "seconds"} for each in told)
    alone.evaluate("__chartside.active.of('two')")
    alone.clock.run_for(3000)
    act(alone)
    alone.evaluate("__chartside.active.stop()")
    by: dict[str, float] = {"one": 0, "two": 0}
    for each in alone.evaluate("said"):
        by[each["encounter"]] += each["seconds"]
    assert by == {"one": pytest.approx(70, abs=0.3), "two": pytest.approx(3, abs=0.3)}
    act(alone)
    assert counted(alone) == pytest.approx(73, abs=0.6)


def test_a_hidden_tab_counts_nothing(alone: Page) -> None:
    act(alone)
    alone.clock.run_for(4000)
    act(alone)
    hide = (
        "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });"
        " document.dispatchEvent(new Event('visibilitychange')); }"
    )
    alone.evaluate(hide, True)
    alone.clock.run_for(20_000)
    alone.evaluate(hide, False)
    act(alone)
    alone.clock.run_for(1000)
    act(alone)
    assert counted(alone) == pytest.approx(5, abs=0.3)


def test_the_record_hears_when_the_note_was_seen_and_how_long_it_took(
    chromium: Chromium, pages: PageServer
) -> None:
    chromium.watch_requests()
    page, shadow = review(chromium, pages, "plain.html")
    start = page.evaluate("performance.now()")
    while page.evaluate("performance.now()") - start < 1600:
        page.keyboard.press("j")
        page.keyboard.press("k")
    page.keyboard.press("a")
    until_decided(shadow, 1)
    (_, opened), _ = sent(chromium, page, 2)
    assert opened["since"] >= 1
    assert opened["active_seconds"] <= opened["since"]
    assert opened["mode"] == "assisted"
    page.keyboard.press("f")
    page.keyboard.press("Enter")
    until_said(shadow, "Finalized")
    calls = [name for name, _ in sent(chromium, page, 4)]
    assert calls == ["encounters", "decisions", "activity", "finalize"]
    (beat,) = [body for name, body in sent(chromium, page, 4) if name == "activity"]
    assert set(beat) == {"seconds"}
    assert 1 <= beat["seconds"] + opened["active_seconds"] <= 60, json.dumps(beat)
