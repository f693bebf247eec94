"""What an organisation sets for all its browsers is obeyed, shown, and not to be changed by the coder."""

import json
import os
import shutil
import threading
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright

from .harness.chromium import EXTENSION, Chromium, extension_id
from .harness.highlights import highlights
from .harness.pages import PageServer
from .harness.pairing import OPTIONS, pair
from .harness.panel import until_ready
from .harness.policy import PolicyFile
from .harness.service import Service
from .harness.waiting import until

SITE = "http://localhost/*"
SEND = "([message]) => chrome.runtime.sendMessage(message)"

ADDRESSES = {
    "http://127.0.0.1:9000": "http://127.0.0.1:9000",
    "https://codes.example.org/": "https://codes.example.org",
    "http://codes.example.org": None,
    "http://127.0.0.1.example.org": None,
    "http://localhost:8765": None,
    "https://codes.example.org/path": None,
    "https://user@codes.example.org": None,
    "javascript:alert(1)": None,
    8765: None,
}


@pytest.fixture(scope="module")
def governed(
    playwright: Playwright, whole_service: Service, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Chromium, PolicyFile]]:
    """A paired browser with an extension of its own id, so that its policy is nobody else's."""
    extension = tmp_path_factory.mktemp("governed") / "extension"
    shutil.copytree(EXTENSION, extension)
    manifest = json.loads((extension / "manifest.json").read_text(encoding="utf-8"))
    manifest["key"] = b64encode(os.urandom(294)).decode()
    (extension / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    file = PolicyFile(extension_id(extension))
    whole_service.start()
    browser = Chromium(playwright, tmp_path_factory.mktemp("governed-profile"), extension, granted=(SITE,))
    try:
        pair(browser, whole_service)
        yield browser, file
    finally:
        file.remove()
        browser.close()


def rule(governed: tuple[Chromium, PolicyFile], policy: dict[str, Any]) -> tuple[Chromium, Page]:
    """Install a policy; the browser and its options page."""
    browser, file = governed
    file.set(browser, policy)
    options = browser.extension_page(OPTIONS)
    options.locator("#policy").wait_for(state="visible" if policy else "hidden")
    return browser, options


def test_sites_setting_and_highlights(
    governed: tuple[Chromium, PolicyFile], pages: PageServer, service: Service
) -> None:
    policy = {
        "sites": [pages.origin],
        "maySwitchSites": False,
        "setting": "inpatient",
        "highlights": False,
        "serviceAddress": "http://10.0.0.1:8765",
    }
    browser, options = rule(governed, policy)
    said = options.locator("#policy").inner_text()
    for words in ("Set by your organisation", pages.origin, "Inpatient", "left out: serviceAddress"):
        assert words in said
    refused = options.evaluate(SEND, [{"type": "site-on", "origin": pages.other_origin, "patterns": []}])
    assert refused["error"]["code"] == "set"

    page = browser.page(pages.url("plain.html"))
    shadow = browser.shadow(page)
    browser.watch_requests()
    popup = browser.popup(page)
    popup.until("!document.querySelector('#site').disabled && /allow it once/.test(document.body.innerText)")
    popup.click("#site")
    until_ready(shadow)
    popup.close()
    assert "Inpatient" in shadow.text()
    assert all('"setting":"inpatient"' in sent for sent in browser.requests() if "/v1/suggest" in sent)
    assert highlights(page) == []

    popup = browser.popup(page)
    popup.until("document.querySelector('#site').checked && document.querySelector('#site').disabled")
    assert popup.evaluate("[...document.querySelectorAll('[name=setting]')].every((each) => each.disabled)")
    popup.close()
    refused = options.evaluate(SEND, [{"type": "site-off", "origin": pages.origin}])
    assert refused["error"]["code"] == "set"
    page.goto(pages.url("editable.html"))
    until_ready(shadow)


def test_a_service_elsewhere_is_asked_only_when_it_is_allowed(
    governed: tuple[Chromium, PolicyFile], pages: PageServer
) -> None:
    browser, options = rule(governed, {"serviceAddress": "https://codes.example.org"})
    options.get_by_text("Service not allowed yet").wait_for()
    assert "https://codes.example.org" in options.locator("#privacy").inner_text()
    options.get_by_role("button", name="Allow").wait_for()
    page = browser.page(f"{pages.other_origin}/pre.html")
    browser.turn_on(page).until_text("Allow your organisation", "codes.example.org")


def test_a_token_is_shown_only_to_the_service_that_gave_it(governed: tuple[Chromium, PolicyFile]) -> None:
    seen: list[str | None] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.headers["Authorization"])
            body = json.dumps({"status": "ok", "version": "1", "paired": False}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        _, options = rule(governed, {"serviceAddress": f"http://127.0.0.1:{server.server_port}"})
        options.get_by_text("Not paired").wait_for()
    finally:
        server.shutdown()
        server.server_close()
    assert seen
    assert set(seen) == {None}


def test_without_a_policy_all_is_the_coders_again(
    governed: tuple[Chromium, PolicyFile], service: Service
) -> None:
    browser, options = rule(governed, {})
    options.locator("#lamp.good").wait_for()
    prefs = options.evaluate(SEND, [{"type": "prefs"}])
    assert prefs["value"]["setting"] == "outpatient"
    until(
        lambda: options.evaluate(SEND, [{"type": "policy"}])["value"]["set"] == [],
        "no policy",
        pause=lambda seconds: options.wait_for_timeout(seconds * 1000),
    )
    assert browser.id


def test_where_a_service_may_be(governed: tuple[Chromium, PolicyFile]) -> None:
    page = governed[0].extension_page(OPTIONS)
    look = "async ([address]) => (await import('/background/policy.js')).serviceAddress(address) ?? null"
    for address, origin in ADDRESSES.items():
        assert page.evaluate(look, [address]) == origin, address


def test_the_schema_names_what_is_read() -> None:
    schema = json.loads((EXTENSION / "managed_schema.json").read_text(encoding="utf-8"))
    code = Path(EXTENSION / "background" / "policy.js").read_text(encoding="utf-8")
    readers = code[code.index("const READERS") : code.index("};", code.index("const READERS"))]
    assert all(f"  {name}" in readers for name in schema["properties"])
    assert len(schema["properties"]) == 5
