"""The battery of pages: one note in every kind of page, and what must be found there."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from playwright.sync_api import Page

from .chromium import Chromium
from .pages import PAGES, PageServer
from .panel import rows
from .service import Service
from .shadow import Shadow
from .waiting import until
from .world import World

FOLDER = PAGES / "battery"
TABLE: list[dict[str, Any]] = json.loads((FOLDER / "battery.json").read_text(encoding="utf-8"))
SITES = ("http://127.0.0.2/*", "http://localhost/*")
SECTIONS = {"suggested", "possible", "not"}
T = TypeVar("T")


@dataclass(frozen=True)
class Plain:
    """The service's answer to a plain note: (section, code), and (characters before, words) of evidence.

    White space is not counted in the characters before: pages have their own.
    """

    codes: frozenset[tuple[str, str]]
    quotes: frozenset[tuple[int, str]]


def plain(service: Service) -> Plain:
    """What the service says of the battery's note as plain text."""
    text = (FOLDER / "note.txt").read_text(encoding="utf-8").strip()
    answer = service.suggest(text)
    offered = [(each["tier"], each["code"]) for each in answer["suggestions"]]
    declined = [("not", each["code"]) for each in answer["not_coded"]]
    evidence = [e for each in answer["suggestions"] + answer["not_coded"] for e in each["evidence"]]
    places = [(len("".join(text[: e["start"]].split())), " ".join(e["text"].split())) for e in evidence]
    return Plain(frozenset(offered + declined), frozenset(places))


@dataclass(frozen=True)
class Opened:
    """One page of the battery in a tab, its panel, our world in it, and its markup before we came."""

    page: Page
    shadow: Shadow
    world: World
    before: tuple[str, ...] = ()

    def until(self, look: Callable[[], T], what: str) -> T:
        """Wait on this page."""
        return until(look, what, timeout=15, pause=lambda seconds: self.page.wait_for_timeout(seconds * 1000))

    def shown(self) -> set[tuple[str, str]]:
        """(section, code) of every row of the panel."""
        return {(row.section, row.code) for row in rows(self.shadow) if row.section in SECTIONS}

    def codes(self) -> set[str]:
        """The codes of the panel."""
        return {code for _, code in self.shown()}

    def until_found(self, wanted: Plain, *, more: bool = False) -> None:
        """Wait for these suggestions, and for highlights on these words; `more` may be there too."""

        def fits(wanted: frozenset[Any], there: set[Any] | frozenset[Any]) -> bool:
            return wanted <= there if more else wanted == there

        for what, goal, look in (
            ("the suggestions of the plain note", wanted.codes, self.shown),
            ("the highlights of the plain note", wanted.quotes, lambda: self.world.look().highlights),
        ):
            try:
                self.until(lambda goal=goal, look=look: fits(goal, look()), what)  # type: ignore[misc]
            except AssertionError as vain:
                raise AssertionError(f"{vain}; differs: {sorted(goal ^ look())}") from None

    def says_nothing_of(self, words: list[str], sent: list[str]) -> None:
        """Nothing of another patient was sent or is shown."""
        said = " ".join([*sent, self.shadow.text(), *(each.text for each in rows(self.shadow))]).lower()
        for word in words:
            assert word.lower() not in said


class Battery:
    """Opens the pages in one browser.

    Args:
        browser: paired, and never asked for a site before.
        pages: serves the fixtures.
        plain: the service's answer to the plain note.
    """

    def __init__(self, browser: Chromium, pages: PageServer, plain: Plain) -> None:
        self.browser, self.pages, self.plain = browser, pages, plain
        self._tabs: list[Page] = []

    def open(self, name: str) -> Opened:
        """A page of the battery in a tab, not switched on."""
        page = self.browser.page(self.pages.url(f"battery/{name}"))
        self._tabs.append(page)
        return self.look_at(page)

    def look_at(self, page: Page) -> Opened:
        """Eyes for a tab that the caller closes."""
        return Opened(page, Shadow(page, apart=True), World(self.browser, page))

    def turn_on(self, name: str) -> Opened:
        """A page switched on; what of ours is alive and what is sent is noted."""
        opened = self.open(name)
        self.browser.grant(opened.page)
        opened.world.count()
        before = opened.world.look().markup
        self.browser.watch_requests()
        self.browser.command("toggle-page", opened.page)
        return replace(opened, before=before)

    def turn_off(self, on: Opened) -> tuple[str, ...]:
        """Switch off, and wait until nothing of ours is alive; the page's markup."""
        assert on.world.look().alive
        self.browser.turn_off(on.page)
        on.shadow.until_gone()
        on.until(lambda: not on.world.look().alive, "nothing of ours to be alive")
        after = on.world.look()
        assert not after.highlights
        return after.markup

    def notes_sent(self) -> list[str]:
        """The notes that went to the service since a page was switched on or since `watch_requests`."""
        return [sent for sent in self.browser.requests() if "/v1/suggest" in sent]

    def close_tabs(self) -> None:
        """Close what was opened."""
        while self._tabs:
            self._tabs.pop().close()
