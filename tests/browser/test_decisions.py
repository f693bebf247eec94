"""Where decisions live: with their note, through edits and new drawings, and in the record of the service."""

import json
import re
from typing import Any

from playwright.sync_api import Page

from .harness.chromium import Chromium
from .harness.pages import PageServer
from .harness.pairing import OPTIONS, pair
from .harness.panel import codes, until_ready
from .harness.review import decided, focus_row, list_codes, until_said, walk_to
from .harness.service import Service
from .harness.shadow import Shadow
from .harness.waiting import until

DECIDED = "function (want) { return this.querySelectorAll('.row[data-decided]').length === want; }"
# A service of other capabilities: one that keeps no record, as older ones do not, or none of an auditor.
CAN = """(capabilities) => {
  const real = self.fetch;
  self.fetch = async (where, init) => {
    const answer = await real(where, init);
    if (!String(where).endsWith('/v1/health')) return answer;
    return Response.json({ ...(await answer.json()), capabilities });
  };
}"""

# What the next decision is answered with in the service's place.
ANSWERED = """([status, code]) => {
  const real = self.fetch;
  self.fetch = async (where, init) => {
    if (!String(where).endsWith('/decisions')) return real(where, init);
    self.fetch = real;
    return Response.json({ error: { code, message: 'No.' } }, { status });
  };
}"""


def review(chromium: Chromium, pages: PageServer, name: str) -> tuple[Page, Shadow]:
    """A page with the panel, and the focus in it."""
    page = chromium.page(pages.url(name))
    shadow = chromium.turn_on(page)
    until_ready(shadow)
    chromium.command("focus-panel", page)
    focus_row(shadow)
    return page, shadow


def until_decided(shadow: Shadow, number: int) -> None:
    """Wait until so many rows are decided."""
    shadow.until(DECIDED, number, what=f"{number} decided rows")


def told_of(chromium: Chromium) -> list[str]:
    """What the record was told; the question whether it knows a note already writes nothing."""
    calls = [call for call in chromium.requests() if "/v1/encounters" in call]
    return [call for call in calls if "/v1/encounters/find " not in call]


def sent(chromium: Chromium, page: Page, number: int) -> list[tuple[str, dict[str, Any]]]:
    """What the record was told: the end of each address, and the body."""

    def told() -> list[tuple[str, dict[str, Any]]]:
        calls = [call.split(" ", 1) for call in told_of(chromium)]
        found = [(re.sub(r".*/", "", where), json.loads(body)) for where, body in calls]
        return found if len(found) >= number else []

    return until(told, f"{number} calls", pause=lambda seconds: page.wait_for_timeout(seconds * 1000))


def test_decisions_reach_the_record_in_order(chromium: Chromium, pages: PageServer) -> None:
    chromium.watch_requests()
    page, shadow = review(chromium, pages, "plain.html")
    assert not told_of(chromium)
    walk_to(page, shadow, "E11.22")
    page.keyboard.press("a")
    walk_to(page, shadow, "I12.9")
    page.keyboard.press("r")
    page.keyboard.press("5")
    until_said(shadow, "Rejected I12.9: Integral to another diagnosis")
    walk_to(page, shadow, "E11.22")
    page.keyboard.press("Delete")
    until_said(shadow, "Undone: Accepted E11.22")
    (opened, note), (_, accept), (_, reject), (undone, number) = sent(chromium, page, 4)
    assert (opened, undone, number) == ("encounters", "undo", {"number": 1})
    assert "Chronic kidney disease, stage 3a" in note["note"]["text"]
    assert note["page"] == pages.origin.removeprefix("http://")
    assert (accept["kind"], accept["code"], accept["number"]) == ("accept", "E11.22", 1)
    assert accept["evidence"][0]["text"] == note["note"]["text"][slice(*span(accept))]
    assert (reject["code"], reject["reason"], reject["number"]) == ("I12.9", "integral", 2)
    assert "kept for this session" not in shadow.text()


def span(decision: dict[str, Any]) -> tuple[int, int]:
    """Where the first quotation stands."""
    first = decision["evidence"][0]
    return first["start"], first["end"]


def test_a_service_without_a_record_is_told_of(
    fresh_chromium: Chromium, service: Service, pages: PageServer
) -> None:
    pair(fresh_chromium, service)
    fresh_chromium.watch_requests()
    fresh_chromium.worker().evaluate(CAN, None)
    page, shadow = review(fresh_chromium, pages, "plain.html")
    page.keyboard.press("a")
    shadow.until_text("Decisions are kept for this session only")
    assert not [call for call in fresh_chromium.requests() if "/v1/encounters" in call]
    page.keyboard.press("v")
    until_said(shadow, "This service cannot check a claim yet")
    assert not any(shadow.evaluate("function () { return !!this.querySelector('.check-entry'); }"))
    page.reload()
    fresh_chromium.turn_on(page)
    until_decided(shadow, 1)
    # The same of an auditor, for whom there is a record to read and none to write.
    options = fresh_chromium.extension_page(OPTIONS)
    options.locator("#unpair").click()
    options.locator("#pairing").wait_for()
    fresh_chromium.worker().evaluate(CAN, ["review", "check"])
    pair(fresh_chromium, service)
    page.reload()
    shadow = fresh_chromium.turn_on(page)
    shadow.until_text("Your role decides nothing in the record", "Check codes on the claim")
    fresh_chromium.command("focus-panel", page)
    focus_row(shadow)
    page.keyboard.press("f")
    until_said(shadow, "Your role decides nothing in the record")
    assert not [call for call in fresh_chromium.requests() if "/v1/encounters" in call]


def test_what_the_record_cannot_take_now_waits_and_what_it_refuses_does_not_hold(
    chromium: Chromium, pages: PageServer
) -> None:
    chromium.watch_requests()
    page, shadow = review(chromium, pages, "plain.html")
    chromium.worker().evaluate(ANSWERED, [503, "store"])
    walk_to(page, shadow, "E11.22")
    page.keyboard.press("a")
    shadow.until_text("they wait here")
    walk_to(page, shadow, "I12.9")
    page.keyboard.press("a")
    calls = [(name, body.get("code")) for name, body in sent(chromium, page, 3)]
    assert calls == [("encounters", None), ("decisions", "E11.22"), ("decisions", "I12.9")]
    chromium.worker().evaluate(ANSWERED, [404, "unknown_code"])
    walk_to(page, shadow, "N18.31")
    page.keyboard.press("a")
    shadow.until_text("did not take the last decision")
    until_decided(shadow, 2)
    assert list_codes(shadow) == ["E11.22", "I12.9"]
    page.keyboard.press("a")
    *before, (name, last) = sent(chromium, page, 4)
    assert (len(before), name, last["code"], last["number"]) == (3, "decisions", "N18.31", 3)


def test_decisions_outlive_an_edit_and_a_new_drawing(chromium: Chromium, pages: PageServer) -> None:
    page, shadow = review(chromium, pages, "plain.html")
    page.keyboard.press("a")
    until_decided(shadow, 1)
    before = decided(shadow)
    page.evaluate("document.querySelectorAll('p')[2].append(' Eye clinic in spring. Gout.')")
    shadow.until_text("M10.9")
    assert before.items() <= decided(shadow).items()
    page.evaluate("document.body.innerHTML = document.body.innerHTML.replace('Gout', 'Asthma')")
    shadow.until_text("J45.909")
    until_decided(shadow, 1)
    assert decided(shadow) == before
    assert focus_row(shadow) == next(iter(before))


def test_another_patient_clears_all_and_the_first_finds_it_again(
    chromium: Chromium, pages: PageServer
) -> None:
    page, shadow = review(chromium, pages, "shell.html")
    page.keyboard.press("a")
    until_decided(shadow, 1)
    before = decided(shadow)
    swap = "for (const id of ['shown', 'hidden']) document.getElementById(id).classList.toggle('off')"
    page.evaluate(swap)
    shadow.until("function () { return !!this.querySelector('[data-code^=F20]'); }", what="the other patient")
    assert decided(shadow) == {}
    assert list_codes(shadow) == []
    assert "My codes" not in shadow.text()
    page.evaluate(swap)
    until_decided(shadow, 1)
    assert decided(shadow) == before
    page.keyboard.press("u")
    until_decided(shadow, 0)


def test_another_patient_in_the_same_field_has_no_decisions(chromium: Chromium, pages: PageServer) -> None:
    page, shadow = review(chromium, pages, "editable.html")
    page.keyboard.press("a")
    until_decided(shadow, 1)
    page.locator("#editor").evaluate(
        "e => { e.innerHTML = '<p>Mr. Other, 50.</p><p>Assessment and plan</p>' +"
        " '<p>1. Hypothyroidism, stable on levothyroxine.</p><p>2. Gout, continue allopurinol.</p>' +"
        " '<p>3. Seen for follow-up, returns in a year.</p>'; }"
    )
    shadow.until("function () { return !!this.querySelector('[data-code=\"M10.9\"]'); }", what="the new note")
    assert decided(shadow) == {}


def test_two_notes_have_one_list_and_each_its_own_rejections(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("plain.html"))
    page.evaluate(
        "const f = document.createElement('iframe'); f.width = 700; f.height = 400; f.srcdoc ="
        "'<h1>Nursing note</h1><p>Chief complaint: follow-up. HPI: seen for hypertension and chronic kidney'"
        "+ ' disease.</p><h2>Assessment and plan</h2><p>1. Chronic kidney disease, stage 3a.</p>'"
        "+ '<p>2. Gout. Continue allopurinol.</p>';"
        "document.body.prepend(f)"
    )
    shadow = chromium.turn_on(page)
    shadow.until(
        "function () { return this.querySelectorAll('.row[data-code=\"N18.31\"]').length === 2; }",
        what="the code in both notes",
        timeout=15,
    )
    until_ready(shadow)
    chromium.command("focus-panel", page)
    focus_row(shadow)
    assert "M10.9" in codes(shadow, "suggested")
    walk_to(page, shadow, "N18.31")
    page.keyboard.press("a")
    until_decided(shadow, 2)
    page.keyboard.press("u")
    until_decided(shadow, 0)
    page.keyboard.press("r")
    page.keyboard.press("1")
    until_decided(shadow, 1)
    walk_to(page, shadow, "M10.9")
    page.keyboard.press("a")
    until_decided(shadow, 2)
    assert list_codes(shadow) == ["M10.9"]
