"""Every page fixture: what is suggested, what is not coded, what is highlighted in the page."""

import json
from typing import Any

import pytest

from .harness.chromium import Chromium
from .harness.highlights import highlights
from .harness.pages import PAGES, PageServer
from .harness.panel import codes, rows, until_ready
from .harness.waiting import until

EXPECTED: dict[str, dict[str, Any]] = json.loads((PAGES / "expected.json").read_text(encoding="utf-8"))
WITH_NOTE = [
    name for name, found in EXPECTED.items() if found["suggested"] and not found.get("only_with_site")
]


def plain(text: str) -> str:
    """Letter case and line breaks aside."""
    return " ".join(text.split()).lower()


@pytest.mark.parametrize("name", WITH_NOTE)
def test_page_is_read_as_it_must_be(name: str, chromium: Chromium, pages: PageServer) -> None:
    expected = EXPECTED[name]
    page = chromium.page(pages.url(name))
    shadow = chromium.turn_on(page)
    until_ready(shadow)

    assert set(expected["suggested"]) <= codes(shadow, "suggested")
    assert set(expected.get("not_coded", ())) <= codes(shadow, "not")
    wanted = [plain(quote) for quote in expected.get("highlighted", ())]
    marked = until(
        lambda: [plain(text) for _, text in highlights(page)] if wanted else ["none"],
        "highlights in the page",
        pause=lambda seconds: page.wait_for_timeout(seconds * 1000),
    )
    for quote in wanted:
        assert any(quote in text for text in marked), (quote, marked)
    said = " ".join(row.text for row in rows(shadow)).lower()
    for words in expected.get("never", ()):
        assert words.lower() not in said


def test_affirmed_and_negated_evidence_are_marked_apart(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("plain.html"))
    until_ready(chromium.turn_on(page))
    kinds = {plain(text): name for name, text in highlights(page)}
    assert kinds["chest pain"] != kinds["chronic kidney disease, stage 3a"]
    assert not any("E11" in name or "diab" in name for name, _ in highlights(page))


def test_evidence_behind_emoji_is_marked_to_the_letter(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("emoji.html"))
    until_ready(chromium.turn_on(page))
    assert {"hypertension", "Hypertension", "Gout", "chest pain"} <= {text for _, text in highlights(page)}


def test_textareas_get_boxes_in_our_own_layer(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("soap.html"))
    before = [page.locator(f"#{name}").input_value() for name in "soap"]
    shadow = chromium.turn_on(page)
    until_ready(shadow)
    area = page.locator("#a").bounding_box()
    assert area is not None
    boxes = shadow.until(
        """function (x, y, width, height) {
            const inside = [...this.querySelectorAll('*')].map((e) => e.getBoundingClientRect()).filter((b) =>
              b.width > 10 && b.height > 4 && b.height < 40 && b.x >= x && b.y >= y
              && b.right <= x + width && b.bottom <= y + height);
            return inside.length;
        }""",
        *(area[key] for key in ("x", "y", "width", "height")),
        what="boxes over the assessment",
    )
    assert boxes >= 2
    assert [page.locator(f"#{name}").input_value() for name in "soap"] == before


def test_text_that_looks_like_html_stays_text(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("markup-in-note.html"))
    shadow = chromium.turn_on(page)
    until_ready(shadow)
    shadow.evaluate(
        "function () { for (const e of this.querySelectorAll('details')) e.open = true;"
        " for (const e of this.querySelectorAll('[data-main]')) e.click(); }"
    )
    shadow.until_text("<img")
    assert shadow.evaluate("function () { return this.querySelectorAll('img, script, iframe').length; }") == [
        0
    ]
    assert page.evaluate("document.documentElement.dataset.hit") is None


def test_a_page_without_note_says_so_and_sends_nothing(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("no-note.html"))
    chromium.watch_requests()
    shadow = chromium.turn_on(page)
    shadow.until_text("no note")
    assert highlights(page) == []
    assert not [sent for sent in chromium.requests() if "/v1/suggest" in sent]


def test_only_what_the_coder_sees_is_read(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("shell.html"))
    chromium.watch_requests()
    shadow = chromium.turn_on(page)
    until_ready(shadow)
    sent = " ".join(chromium.requests())
    assert "Acute bronchitis" in sent
    for words in ("Walter", "Schizophrenia", "hepatitis", "Olga", "Multiple sclerosis", "valproate"):
        assert words not in sent


def test_another_patient_on_the_page_clears_the_first(chromium: Chromium, pages: PageServer) -> None:
    page = chromium.page(pages.url("shell.html"))
    shadow = chromium.turn_on(page)
    until_ready(shadow)
    page.evaluate(
        "document.getElementById('shown').classList.add('off');"
        "document.getElementById('hidden').classList.remove('off')"
    )
    shadow.until(
        """function () {
            const codes = [...this.querySelectorAll('[data-code]')].map((e) => e.dataset.code);
            const some = (start) => codes.some((code) => code.startsWith(start));
            return some('F20') && !some('N18');
        }""",
        what="the second patient's codes and none of the first's",
    )
