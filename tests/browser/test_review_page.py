"""The review page in a real browser, on seeded reviews; pictures go where `test_screens` puts them."""

import os
import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Playwright
from werkzeug.serving import make_server

from chartside.coding.suggester import Suggester
from chartside.model import Note
from chartside.review import ledger
from chartside.review.records import Coder, Decision, DecisionKind, Mode, NoteFacts, RejectReason
from chartside.settings import Settings
from chartside.web.app import create_app
from chartside.web.tokens import TokenStore

from .harness.axe import axe
from .harness.chromium import REPOSITORY, executable

ORIGIN = "chrome-extension://" + "abcdefghijklmnop" * 2
SIZES = {"": (1180, 900, "light"), "-dark": (1180, 900, "dark"), "-narrow": (320, 740, "light")}
NOTES = (
    "Assessment and Plan:\n1. Type 2 diabetes mellitus with diabetic chronic kidney disease, stage 3a.\n"
    "2. Hypertension. Continue lisinopril.\n3. No chest pain. Possible pneumonia, film ordered.\n",
    "Assessment:\n1. Acute bronchitis with cough.\n2. Obesity, BMI 34.\n3. Tobacco use, smokes daily.\n",
    "Assessment:\n1. Low back pain for two weeks.\n2. Hyperlipidemia.\n3. GERD without esophagitis.\n",
    "Assessment:\n1. Major depressive disorder, recurrent, moderate.\n2. Hypothyroidism.\n",
)
CLOCK = datetime(2026, 9, 7, 13, 0, tzinfo=UTC)


@dataclass
class Seeded:
    """A served record of one coder, the last encounter in it and the first."""

    app: Flask
    token: str
    port: int
    encounter: str
    erasable: str

    def link(self) -> str:
        headers = {"Authorization": f"Bearer {self.token}", "Host": f"127.0.0.1:{self.port}"}
        answer = self.app.test_client().post("/v1/review-link", json={}, headers=headers)
        return answer.get_json()["url"]


class Clock(datetime):
    """A clock of our own for the ledger: pictures of a made-up autumn, always the same."""

    at = CLOCK

    @classmethod
    def now(cls, tz: object = None) -> datetime:
        cls.at += timedelta(seconds=9)
        return cls.at


def seed(app: Flask, suggester: Suggester, coder: Coder) -> list[str]:
    """Some weeks of reviews; the last encounter is open."""
    reviews = app.extensions["chartside"]["record"].reviews()
    dice = random.Random(7)
    results = [suggester.suggest(Note(text)) for text in NOTES]
    encounters = []
    with patch.object(ledger, "datetime", Clock):
        reviews.add_coder(coder)
        for number in range(57):
            Clock.at = CLOCK + timedelta(days=number // 2, hours=number % 2 * 2)
            kind = number % len(NOTES)
            result, text = results[kind], NOTES[kind]
            facts = NoteFacts("ehr.example", reviews.vault.note_digest(text), len(text), result.setting)
            mode = Mode.FIRST_PASS if number % 5 == 4 else Mode.ASSISTED
            encounter = reviews.open(coder, facts, result, mode)
            encounters.append(encounter)
            for each in result.suggestions:
                if each.tier == "suggested" and dice.random() < 0.86:
                    reviews.decide(coder, encounter, Decision(DecisionKind.ACCEPT, each.code))
                elif dice.random() < 0.5:
                    reason = dice.choice(list(RejectReason)[:6])
                    reviews.decide(coder, encounter, Decision(DecisionKind.REJECT, each.code, reason=reason))
            if dice.random() < 0.3:
                reviews.decide(coder, encounter, Decision(DecisionKind.ADD, "Z79.899"))
            if number < 56:
                slow = 1.5 if mode == Mode.FIRST_PASS else 1.0
                reviews.finalize(coder, encounter, slow * dice.uniform(35, 170))
    return encounters


@pytest.fixture(scope="module")
def seeded(suggester: Suggester, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seeded]:
    home: Path = tmp_path_factory.mktemp("review-page")
    token = TokenStore(home).create("Chromium on laptop", ORIGIN, "Ana Ruiz")
    client = TokenStore(home).find(token)
    holder: list[Flask] = []
    server = make_server("127.0.0.1", 0, lambda *asked: holder[0](*asked), threaded=True)
    app = create_app(Settings(home=home, port=server.server_port), suggester)
    holder.append(app)
    encounters = seed(app, suggester, Coder(client.coder_id, client.coder))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Seeded(app, token, server.server_port, encounters[-1], encounters[0])
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["chartside"]["record"].close()


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    running = playwright.chromium.launch(executable_path=executable())
    yield running
    running.close()


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser, seeded: Seeded) -> Iterator[Page]:
    width, height, scheme = SIZES[request.param]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda said: page.faults.append(said.text) if said.type == "error" else None)
    page.goto(seeded.link())
    yield page
    context.close()


def test_list_encounter_and_statistics_are_whole_and_accessible(
    page: Page, seeded: Seeded, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    suffix = request.node.callspec.params["page"]
    folder = REPOSITORY / "docs" / "screens" if os.environ.get("CHARTSIDE_SCREENS") else tmp_path
    assert page.url.endswith("/review")
    for name, path in (
        ("list", ""),
        ("encounter", f"/encounters/{seeded.encounter}"),
        ("statistics", "/statistics"),
        ("learned", "/learned"),
    ):
        page.goto(f"http://127.0.0.1:{seeded.port}/review{path}")
        if name == "statistics":
            page.wait_for_selector("html[data-drawn=yes]")
            assert page.locator(".plot svg.main-svg").count() >= 4
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{name} scrolls sideways by {wider}"
        picture = folder / f"review-{name}{suffix}.png"
        if name != "learned":
            page.screenshot(path=picture)
            assert picture.stat().st_size > 5000
        found = axe(page).problems([(None, suffix == "-dark")])
        # What axe cannot tell of a plot's labels: they lie on drawings, in the colours of the rest.
        assert [
            line for line in found if "unclear" not in line or (".plot" not in line and "text" not in line)
        ] == []
    assert page.faults == []


def test_the_page_is_worked_by_keys_and_finalizes_once(browser: Browser, seeded: Seeded) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(seeded.link())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.goto(f"http://127.0.0.1:{seeded.port}/review/encounters/{seeded.encounter}")
    button = page.get_by_role("button", name="Finalize")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Open again").click()
    page.get_by_role("button", name="Finalize").wait_for()
    context.close()


def test_quotations_are_erased_only_after_a_question(browser: Browser, seeded: Seeded) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(seeded.link())
    page.goto(f"http://127.0.0.1:{seeded.port}/review/encounters/{seeded.erasable}")
    reviews = seeded.app.extensions["chartside"]["record"].reviews()
    assert not page.get_by_role("button", name="Yes, erase them").is_visible()
    page.get_by_text("Erase quotations").click()
    page.get_by_text("This cannot be undone.").wait_for()
    assert reviews.get(seeded.erasable).state == "finalized"
    page.get_by_role("button", name="Yes, erase them").click()
    page.locator(".state.erased").wait_for()
    assert reviews.get(seeded.erasable).state == "erased"
    context.close()
