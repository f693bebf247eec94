"""What the master of a department's workers loads, and what it does when that fails."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

import chartside.coding.suggester as floor
from chartside.coding.suggester import Suggester
from chartside.department import Department
from chartside.errors import CodeSetError, StoreError
from chartside.settings import Settings
from chartside.web import master
from chartside.web.master import Master

Build = Callable[[Path], Suggester]


@pytest.fixture
def made(settings: Settings, suggester: Suggester, monkeypatch: pytest.MonkeyPatch) -> Master:
    """One that has loaded, and leaves the collector of the tests as it is."""
    monkeypatch.setattr(master, "settle", lambda: None)
    monkeypatch.setattr(floor, "build_suggester", lambda home: suggester)
    one = Master(settings, Department("postgresql://"))
    one.load()
    return one


def test_a_release_that_cannot_be_loaded_again_changes_nothing(
    made: Master, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(home: Path) -> Suggester:
        raise CodeSetError("The compiled code set is damaged; delete it.")

    monkeypatch.setattr(floor, "build_suggester", broken)
    with caplog.at_level(logging.ERROR, "chartside.service"):
        made.load_again()
    assert "The compiled code set is damaged" in caplog.text
    with caplog.at_level(logging.INFO, "chartside.service"):
        made.tell()
    assert "answers on http://127.0.0.1:8765" in caplog.text


def test_an_error_while_loading_again_does_not_end_the_master(
    made: Master, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(home: Path) -> Suggester:
        raise OSError(24, "CANARY")

    monkeypatch.setattr(floor, "build_suggester", broken)
    with caplog.at_level(logging.ERROR, "chartside.service"):
        made.load_again()
    assert "OSError at master.py" in caplog.text
    assert "CANARY" not in caplog.text


def test_it_does_not_start_without_its_record(
    made: Master, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHARTSIDE_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(StoreError, match="the database is not there"):
        made.open_record()
