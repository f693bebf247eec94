""" "This is the note": the coder points at it, by pointer or by keys, and it is remembered for the site."""

import pytest

from .harness.battery import Battery, Opened

MENU = "point-note"
BAR = "function () { return this.querySelector('.pick-bar')?.innerText ?? ''; }"


def pick(battery: Battery, on: Opened) -> str:
    """Start pointing, by the context menu; what the bar says."""
    battery.browser.context_menu(MENU, on.page)
    return str(on.shadow.until(BAR, what="the bar that says what to do"))


@pytest.fixture
def chart(battery: Battery) -> Opened:
    """A page with a note that is found, and remarks too short to be found; nothing is remembered."""
    battery.browser.worker().evaluate("chrome.storage.local.remove('pointed')")
    on = battery.turn_on("point.html")
    on.until_found(battery.plain)
    return on


def is_migraine(on: Opened) -> bool:
    """Whether the panel is about migraine and nothing else."""
    return {code[:3] for code in on.codes()} == {"G43"}


def test_pointed_at_with_the_mouse_and_remembered(battery: Battery, chart: Opened) -> None:
    pick(battery, chart)
    chart.page.hover("text=Migraine")
    chart.shadow.until_text("3 words", "Migraine, no aura.")
    chart.page.click("text=Migraine")
    chart.until(lambda: is_migraine(chart), "the remark alone")
    assert {words.split()[0] for _, words in chart.world.look().highlights} <= {
        "Migraine,",
        "Migraine",
        "aura",
    }
    assert chart.page.evaluate("window.heard") == []
    assert battery.turn_off(chart) == chart.before

    again = battery.turn_on("point.html")
    again.until(lambda: is_migraine(again), "the remark, remembered")
    assert not [sent for sent in battery.notes_sent() if "Gout" in sent]

    options = battery.browser.extension_page("options/options.html")
    options.locator("#pointed button").click()
    options.locator("#no-pointed").wait_for()
    options.close()
    again.page.bring_to_front()
    again.until_found(battery.plain)


def test_pointed_at_with_the_keys(battery: Battery, chart: Opened) -> None:
    chart.page.focus(".q1")
    assert "Asthma" in pick(battery, chart)
    for key, words in (("ArrowUp", "Asthma"), ("ArrowLeft", "Migraine"), ("ArrowUp", "5 words")):
        chart.page.keyboard.press(key)
        chart.shadow.until_text(words)
    chart.page.keyboard.press("ArrowDown")
    chart.page.keyboard.press("ArrowRight")
    chart.shadow.until_text("2 words", "Asthma; stable.")
    chart.page.keyboard.press("Enter")
    chart.until(lambda: chart.codes() == {"J45.909"}, "the chosen remark alone")
    assert chart.page.evaluate("window.heard") == []


def test_escape_ends_pointing_without_a_trace(battery: Battery, chart: Opened) -> None:
    pick(battery, chart)
    chart.page.hover("text=Asthma")
    chart.page.keyboard.press("Escape")
    chart.until(lambda: not any(chart.shadow.evaluate(BAR)), "the bar to go")
    chart.page.click("text=Asthma")
    assert "click" in chart.page.evaluate("window.heard")
    chart.until_found(battery.plain)
    assert battery.turn_off(chart) == chart.before
