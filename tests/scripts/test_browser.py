import json
import sys
from pathlib import Path

import pytest

import _browser
from _browser import BrowserError, Demo
from _cdp import Chromium

HERE = Path(__file__).parent


@pytest.fixture
def fake(tmp_path):
    """Makes a program that stands for a browser."""

    def make(kind: str) -> str:
        program = tmp_path / kind
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{HERE / f"fake_{kind}.py"}" "$@"\n')
        program.chmod(0o755)
        return str(program)

    return make


@pytest.fixture
def extension(tmp_path):
    folder = tmp_path / "extension"
    folder.mkdir()
    manifest = {"browser_specific_settings": {"gecko": {"id": "some@extension.example"}}}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


@pytest.fixture
def chromium(fake, tmp_path):
    started = []

    def start(mode: str) -> Chromium:
        profile = tmp_path / "profile"
        profile.mkdir()
        (profile / "mode").write_text(mode)
        started.append(Chromium(fake("chromium"), profile))
        return started[-1]

    yield start
    for browser in started:
        browser.close()
        assert not browser.running


def test_chromium_loads_opens_and_runs(chromium, extension, tmp_path):
    browser = chromium("works")
    browser.load_extension(extension)
    target = browser.open_own_page("options/options.html")
    assert browser.run(target, "1") == "paired"
    browser.close_others(target)
    assert browser.running
    assert (tmp_path / "profile" / "log").read_text().count("Target.closeTarget") == 1


def test_chromium_says_what_was_refused(chromium, extension):
    with pytest.raises(BrowserError, match=r"Extensions\.loadUnpacked: Method not available"):
        chromium("refuses").load_extension(extension)


def test_chromium_that_dies_is_noticed(chromium, extension):
    browser = chromium("dies")
    with pytest.raises(BrowserError, match="the browser has ended"):
        browser.load_extension(extension)


def test_an_error_in_the_page_is_told(chromium):
    browser = chromium("throws")
    with pytest.raises(BrowserError, match="Uncaught Error: no"):
        browser.run(browser.open("about:blank"), "1")


def test_firefox_is_paired_and_shown(fake, extension, tmp_path):
    demo = Demo("firefox", fake("firefox"), tmp_path / "home", extension)
    try:
        demo.pair(lambda: "123-456")
        demo.show("about:blank")
        profile = next((tmp_path / "home").iterdir())
        log = (profile / "log").read_text().split()
        assert log[-1] == "WebDriver:DeleteSession"
        assert log.count("WebDriver:CloseWindow") == 2
        assert "some@extension.example" in (profile / "user.js").read_text()
    finally:
        demo.close()
    assert not demo.running
    assert list((tmp_path / "home").iterdir()) == []


def test_an_extension_that_firefox_refuses_leaves_nothing(fake, extension, tmp_path):
    missing = tmp_path / "missing"
    missing.mkdir()
    (missing / "manifest.json").write_text((extension / "manifest.json").read_text())
    program = fake("firefox")
    original = Path(program).read_text()
    Path(program).write_text(original.replace("exec ", f'rm -r "{missing}"\nexec '))
    with pytest.raises(BrowserError, match="Could not install"):
        Demo("firefox", program, tmp_path / "home", missing)
    assert list((tmp_path / "home").iterdir()) == []


def test_a_program_that_cannot_start_leaves_nothing(extension, tmp_path):
    with pytest.raises(OSError, match="No such file"):
        Demo("chromium", str(tmp_path / "none"), tmp_path / "home", extension)
    assert list((tmp_path / "home").iterdir()) == []


def test_finds_a_named_browser(fake, monkeypatch):
    monkeypatch.setenv("CHARTSIDE_BROWSER", fake("firefox"))
    assert _browser.find() == ("firefox", fake("firefox"))


def test_no_browser_is_no_error(monkeypatch):
    monkeypatch.delenv("CHARTSIDE_BROWSER", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(sys, "platform", "linux")
    assert _browser.find() is None


def test_no_display_is_no_screen(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not _browser.has_screen()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert _browser.has_screen()
