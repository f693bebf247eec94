"""Fixtures: the service on its port, the page server, a paired Chromium."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from .harness.battery import SITES, Battery, plain
from .harness.chromium import REPOSITORY, Chromium
from .harness.pages import PageServer
from .harness.pairing import pair
from .harness.record import forget
from .harness.service import PortLock, Service

sys.path.append(str(Path(__file__).resolve().parents[2] / "scripts"))  # what measures a page stands there


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright itself, once for all."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def pages() -> Iterator[PageServer]:
    """The page fixtures under two origins."""
    server = PageServer()
    yield server
    server.close()


@pytest.fixture(scope="session")
def port() -> Iterator[PortLock]:
    """The right to use port 8765; waits for another run's tests to end."""
    with PortLock() as lock:
        yield lock


@pytest.fixture(scope="session")
def whole_service(port: PortLock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The one service of this run; use `service`, which finds it running."""
    running = Service(tmp_path_factory.mktemp("service") / "home")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def service(whole_service: Service) -> Service:
    """The service, running, whatever the test before did to it."""
    whole_service.start()
    return whole_service


@pytest.fixture(scope="session")
def shared_chromium(
    playwright: Playwright, whole_service: Service, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chromium]:
    """One paired browser for all tests that leave it as they found it; use `chromium`."""
    browser = Chromium(playwright, tmp_path_factory.mktemp("profile"))
    pair(browser, whole_service)
    yield browser
    browser.close()


@pytest.fixture
def chromium(shared_chromium: Chromium, service: Service) -> Iterator[Chromium]:
    """The paired browser with a running service; every tab and encounter of the test goes after it."""
    forget(service.home)  # what a test in a browser of its own left
    before = set(shared_chromium.context.pages)
    yield shared_chromium
    for page in shared_chromium.context.pages:
        if page not in before:
            page.close()
    forget(service.home)


@pytest.fixture
def fresh_chromium(playwright: Playwright, tmp_path: Path) -> Iterator[Chromium]:
    """A browser of the test's own, not paired."""
    browser = Chromium(playwright, tmp_path / "profile")
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def whole_battery(
    playwright: Playwright,
    whole_service: Service,
    pages: PageServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Battery]:
    """The battery in a browser in which the person says yes to the two test sites; use `battery`."""
    whole_service.start()
    browser = Chromium(playwright, tmp_path_factory.mktemp("battery"), granted=SITES)
    pair(browser, whole_service)
    yield Battery(browser, pages, plain(whole_service))
    browser.close()


@pytest.fixture
def battery(whole_battery: Battery, service: Service) -> Iterator[Battery]:
    """The battery with a running service; every tab of the test is closed after it."""
    yield whole_battery
    whole_battery.close_tabs()


@pytest.fixture(scope="module")
def demo() -> Iterator[PageServer]:
    """The demo page of `scripts/run.py`."""
    server = PageServer(REPOSITORY / "scripts" / "demo")
    yield server
    server.close()


@pytest.fixture
def picture(tmp_path: Path) -> Callable[[str], Path]:
    """Where the picture of a name goes."""
    folder = REPOSITORY / "docs" / "screens" if os.environ.get("CHARTSIDE_SCREENS") else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    return lambda name: folder / f"{name}.png"


@pytest.fixture
def launch(playwright: Playwright, service: Service, tmp_path: Path) -> Iterator[Callable[..., Chromium]]:
    """Start a paired browser of a size and colour scheme."""
    started: list[Chromium] = []

    def start(size: tuple[int, int] = (1440, 900), dark: bool = False) -> Chromium:
        browser = Chromium(playwright, tmp_path / "profile", size=size, dark=dark)
        started.append(browser)
        pair(browser, service)
        return browser

    yield start
    for browser in started:
        browser.close()
    forget(service.home)
