"""The chart check: codes of a claim read from the page, confirmed by the coder, held against the note."""

import json
from typing import Any

from playwright.sync_api import Page

from .harness.axe import axe
from .harness.chromium import Chromium
from .harness.pages import PageServer
from .harness.panel import until_ready
from .harness.review import focus_row, list_codes, until_said
from .harness.shadow import Shadow
from .harness.waiting import until
from .test_axe import UNSEEN, WITHOUT_FOCUS_MARK

FOUND = """function () {
  return [...this.querySelectorAll('.check-code')].map((each) =>
    [each.querySelector('.code').textContent, each.querySelector('input').checked]);
}"""
FOCUS = """function (key) {
  return this.activeElement?.closest('[data-key]')?.dataset.key === key;
}"""
FINDINGS = """function () {
  return [...this.querySelectorAll('.finding')].map((each) => [each.dataset.code, each.dataset.verdict]);
}"""
CLAIM = ["E11.9", "I10", "M17.11", "E03.9", "R07.9", "I50.22", "J45.909", "E10.9", "E66.9"]
SAYS = [
    ("M17.11", "contradicted"),
    ("R07.9", "contradicted"),
    ("J45.909", "not_supported"),
    ("E10.9", "not_supported"),
    ("E66.9", "not_supported"),
    ("E11.9", "conflicting"),
    ("I50.22", "more_specific_than_documented"),
    ("E11.9", "less_specific"),
    ("I10", "less_specific"),
    ("E78.5", "missing"),
    ("Z79.899", "missing"),
    ("E03.9", "supported"),
]


def opened(chromium: Chromium, pages: PageServer, name: str = "claim.html") -> tuple[Page, Shadow]:
    """A page with its note read, the focus in the panel, and the check opened by its key."""
    page = chromium.page(pages.url(name))
    shadow = chromium.turn_on(page)
    until_ready(shadow)
    shadow.box(".check-entry")
    chromium.watch_requests()
    chromium.command("focus-panel", page)
    focus_row(shadow)
    page.keyboard.press("v")
    return page, shadow


def candidates(shadow: Shadow, number: int) -> list[tuple[str, bool]]:
    """The codes that were found on the page, and whether each is ticked, once there are so many."""
    shadow.until(f"function () {{ return this.querySelectorAll('.check-code').length >= {number}; }}")
    return [(code, ticked) for found in shadow.evaluate(FOUND) for code, ticked in found or ()]


def findings(shadow: Shadow) -> list[tuple[str, str]]:
    """What is said of each code, from the top, once it is there."""
    shadow.until("function () { return !!this.querySelector('.finding'); }", what="findings")
    return [(code, verdict) for found in shadow.evaluate(FINDINGS) for code, verdict in found or ()]


def asked(chromium: Chromium) -> list[dict[str, Any]]:
    """What the service was asked to check."""
    calls = [call.split(" ", 1) for call in chromium.requests()]
    return [json.loads(body) for where, body in calls if where.endswith("/v1/check")]


def test_a_claim_is_confirmed_and_checked_by_keyboard_alone(chromium: Chromium, pages: PageServer) -> None:
    page, shadow = opened(chromium, pages)
    found = candidates(shadow, len(CLAIM))
    assert sorted(code for code, _ in found) == sorted(CLAIM)
    assert not any(ticked for _, ticked in found)
    shadow.until_text("↵\nCheck", "Esc\nBack")
    shadow.until(FOCUS, "check:first", what="the focus on all of them")
    page.keyboard.press("Enter")
    until_said(shadow, "Tick or type a code first")
    assert asked(chromium) == []
    assert axe(page).problems() == []
    page.keyboard.press("Space")
    shadow.until_text(f"Check {len(CLAIM)} against the note")
    page.keyboard.press("Enter")
    told = findings(shadow)
    # Codes of a frame are found when it answers: before or after those of the page itself.
    assert sorted(told) == sorted(SAYS)
    assert [verdict for _, verdict in told] == [verdict for _, verdict in SAYS]
    until_said(shadow, "11 to look at, 1 supported")
    shadow.until_text("A\nAdd", "Esc\nBack")
    (body,) = asked(chromium)
    assert sorted(body["codes"]) == sorted(CLAIM)
    assert "diabetic polyneuropathy" in body["note"]["text"]
    assert "right knee" not in body["note"]["text"]

    shadow.until(FOCUS, "check:0", what="the focus on the first finding")
    page.keyboard.press("Enter")
    shadow.until_text("the note says left (M17.12)", "I.B.13")
    page.keyboard.press("a")
    until_said(shadow, "Accepted M17.12")
    shadow.until_text("M17.12 is in my codes")
    for _ in range(9):
        page.keyboard.press("j")
    shadow.until(FOCUS, "check:9", what="the focus on what is missing")
    page.keyboard.press("a")
    until_said(shadow, "Accepted E78.5")
    assert list_codes(shadow) == ["M17.12", "E78.5"]
    shadow.click(".finding[data-code='R07.9'] .quote")
    until(lambda: highlighted(page), "the quotation in the page")
    page.keyboard.press("Escape")
    shadow.until_text("Check 9 against the note")
    page.keyboard.press("Escape")
    shadow.until(FOCUS, "check", what="the focus on the way to the check")


def highlighted(page: Page) -> bool:
    """Whether words stand out in the page for a moment."""
    return bool(page.evaluate("CSS.highlights.has('cs-d')"))


def test_findings_are_accessible_wide_narrow_and_in_forced_colours(
    chromium: Chromium, pages: PageServer
) -> None:
    page, shadow = opened(chromium, pages)
    candidates(shadow, len(CLAIM))
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    findings(shadow)
    page.keyboard.press("Enter")
    shadow.until_text("Laterality")
    assert axe(page).problems() == []
    assert shadow.evaluate(WITHOUT_FOCUS_MARK) == [[]]
    page.set_viewport_size({"width": 320, "height": 640})
    assert axe(page).problems() == []
    wide = "function () { const s = this.querySelector('.scroll'); return s.scrollWidth > s.clientWidth; }"
    assert shadow.evaluate(wide) == [False]
    page.emulate_media(forced_colors="active")
    assert shadow.evaluate(UNSEEN) == [[]]


def test_typed_codes_and_what_is_none(chromium: Chromium, pages: PageServer) -> None:
    page, shadow = opened(chromium, pages, "plain.html")
    shadow.until(FOCUS, "check:first", what="the focus in the field")
    page.keyboard.insert_text("e11.9 i10, foo bar!")
    page.keyboard.press("Enter")
    shadow.until_text("Not written like a code: FOO, BAR!")
    assert asked(chromium) == []
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text("e11.9\ni10")
    page.keyboard.press("Enter")
    said = findings(shadow)
    assert {"E11.9", "I10"} <= {code for code, _ in said}
    assert asked(chromium)[0]["codes"] == ["E119", "I10"]
    page.evaluate("document.querySelectorAll('p')[2].append(' Eye clinic in spring. Gout.')")
    shadow.until_text("The note has changed since")
    page.keyboard.press("v")
    shadow.until_text("M10.9")


def test_a_claim_read_as_part_of_the_note_does_not_support_itself(
    chromium: Chromium, pages: PageServer
) -> None:
    page = chromium.page(pages.url("claim.html"))
    page.evaluate(
        "const article = document.querySelector('article');"
        "article.append(document.querySelector('aside table'));"
        "article.querySelector('td:nth-child(2)').textContent = 'J44.9';"
        "article.querySelector('td:nth-child(3)').textContent = 'Chronic obstructive pulmonary disease';"
        "document.querySelector('aside').remove();"
    )
    shadow = chromium.turn_on(page)
    until_ready(shadow)
    shadow.box(".check-entry")
    chromium.watch_requests()
    shadow.click(".check-entry")
    assert ("J44.9", False) in candidates(shadow, 4)
    shadow.click(".check-all input")
    shadow.click(".solid", "Check 4")
    assert ("J44.9", "not_supported") in findings(shadow)
    assert "obstructive" not in asked(chromium)[0]["note"]["text"]


def test_another_patient_ends_the_check(chromium: Chromium, pages: PageServer) -> None:
    page, shadow = opened(chromium, pages, "shell.html")
    shadow.until(FOCUS, "check:first", what="the focus in the field")
    page.keyboard.insert_text("E11.9")
    page.evaluate("for (const id of ['shown', 'hidden']) document.getElementById(id).classList.toggle('off')")
    shadow.until("function () { return !!this.querySelector('[data-code^=F20]'); }", what="the other patient")
    assert not any(shadow.evaluate("function () { return !!this.querySelector('.check'); }"))
    page.keyboard.press("v")
    shadow.until(FOCUS, "check:first", what="the focus in the field again")
    assert not any(shadow.evaluate("function () { return !!this.querySelector('.check-field').value; }"))
