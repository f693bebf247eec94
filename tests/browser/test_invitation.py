"""Pairing with the service of a department: an invitation, typed into the options as it was handed over."""

import threading
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import MagicMock

import pytest
from flask import Flask
from playwright.sync_api import expect
from werkzeug.serving import make_server

from chartside.department import Department
from chartside.settings import Settings
from chartside.web.app import create_app
from chartside.web.invitations import Invitations

from .harness.chromium import Chromium
from .harness.pairing import OPTIONS
from .harness.service import PORT, Service


@pytest.fixture
def department(service: Service, tmp_path: Path) -> Iterator[Flask]:
    """A department's service in place of the laptop's; nothing is suggested here."""
    service.stop()
    home = tmp_path / "home"
    home.mkdir()
    (home / "codesets").symlink_to(service.home / "codesets", target_is_directory=True)
    app = create_app(Settings(home=home, port=PORT), MagicMock(), department=Department(""))
    server = make_server("127.0.0.1", PORT, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield app
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["chartside"]["record"].close()


def test_an_invitation_pairs_and_says_who_one_is(fresh_chromium: Chromium, department: Flask) -> None:
    shelf = department.extensions["chartside"]["shelf"]
    invitation = Invitations(shelf).make("Kim Ode", "an-id", "auditor")
    page = fresh_chromium.extension_page(OPTIONS)
    code, message = page.get_by_label("Invitation"), page.locator("#message")
    expect(page.locator("#pairing")).to_contain_text("It says who you are")
    expect(page.get_by_label("Your name")).to_be_hidden()
    expect(page.get_by_text("chartside serve")).to_be_hidden()
    code.press_sequentially("1234567")
    expect(code).to_have_value("1234-567")
    page.locator("#submit").click()
    expect(message).to_contain_text("all twelve characters of the invitation")
    code.fill("123-456")
    page.locator("#submit").click()
    expect(message).to_contain_text("pairs by invitation, not by six digits")
    code.fill("")
    code.press_sequentially(invitation.lower().replace("-", " "))
    expect(code).to_have_value(invitation)
    page.locator("#submit").click()
    page.locator("#message.good").wait_for()
    expect(page.locator("#paired-as")).to_have_text("Paired as Kim Ode Auditor")
    expect(page.locator("#paired-text")).to_contain_text("read every encounter")
    expect(page.locator("#paired-text")).to_contain_text("You decide nothing")
    assert Invitations(shelf).all() == []
