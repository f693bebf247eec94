"""What happens while a page is on: another patient, changes, other tabs, long notes."""

from _overlay_trace import LONG, Watching

from .harness.battery import Battery, Opened


def test_another_patient_of_an_application(battery: Battery) -> None:
    """The old DOM stays for half a second after the address has changed: it is not read again."""
    on = battery.turn_on("spa.html")
    on.until(lambda: "M10.9" in on.codes(), "the first patient")
    battery.browser.watch_requests()
    on.page.click("#next")
    on.until(lambda: not on.codes(), "the first patient to be cleared")
    assert not on.world.look().highlights
    seen: set[str] = set()

    def second() -> bool:
        seen.update(on.codes())
        return "F20.9" in seen

    on.until(second, "the second patient")
    assert "M10.9" not in seen
    assert len(battery.notes_sent()) == 1
    on.says_nothing_of(["metformin", "gout", "kidney"], battery.notes_sent())


def test_only_the_note_that_changed_is_sent_again(battery: Battery) -> None:
    on = battery.turn_on("two-notes.html")
    on.until(lambda: on.codes() >= {"J45.909", "M10.9"}, "both notes")
    assert len(battery.notes_sent()) == 2
    battery.browser.watch_requests()
    on.page.evaluate("document.querySelector('#second p').append(' Migraine, stable.')")
    on.until(lambda: "G43.909" in on.codes(), "the new condition")
    sent = battery.notes_sent()
    assert len(sent) == 1
    assert "albuterol" in sent[0]
    assert "Gout" not in sent[0]


def test_a_note_drawn_anew_is_not_sent_again(battery: Battery) -> None:
    on = battery.turn_on("rerender.html")
    on.until_found(battery.plain)
    drawn = on.page.evaluate("window.drawn")
    on.page.wait_for_function(f"window.drawn > {drawn + 1}")
    on.until_found(battery.plain)
    assert len(battery.notes_sent()) == 1


def test_a_virtual_list_is_followed(battery: Battery) -> None:
    on = battery.turn_on("virtual-list.html")
    on.until_found(battery.plain)
    on.page.evaluate("document.getElementById('view').scrollTop = 900")
    on.until(lambda: on.codes() == {"J45.909", "R50.9", "R11.0"}, "the second row")
    on.page.evaluate("document.getElementById('view').scrollTop = 0")
    on.until_found(battery.plain)
    assert len(battery.notes_sent()) == 2


def busy(on: Opened) -> list[str]:
    """Observers and timers of ours that are alive."""
    return [each for each in on.world.look().alive if not each.startswith("listener")]


def test_a_hidden_tab_does_nothing(battery: Battery) -> None:
    on = battery.turn_on("two-notes.html")
    on.until(lambda: on.codes() >= {"J45.909", "M10.9"}, "both notes")
    on.world.hide()
    on.until(lambda: not busy(on), "observers and timers to end")
    battery.browser.watch_requests()
    on.page.evaluate("document.querySelector('#second p').append(' Migraine, stable.')")
    assert not busy(on)
    on.page.evaluate("history.pushState({}, '', '?patient=2')")
    on.until(lambda: not on.codes(), "the page before to be cleared")
    assert not battery.notes_sent()
    on.world.hide(False)
    on.until(lambda: "G43.909" in on.codes(), "the new condition")


def test_fifty_thousand_words_do_not_block_the_page(battery: Battery) -> None:
    on = battery.open("words-50000.html")
    battery.browser.grant(on.page)
    with Watching(on.page) as watching:
        battery.browser.command("toggle-page", on.page)
        on.page.wait_for_function("CSS.highlights.size > 1")
        on.page.wait_for_function("new Promise((done) => requestIdleCallback(() => done(true)))")
    assert not [task for task in watching.work.tasks if task.long_by_us]
    assert 0 < watching.work.longest <= LONG, watching.work.told()
