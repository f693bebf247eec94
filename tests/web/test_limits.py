"""How often a coder may ask: each kind of request for itself, each coder for themselves."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from chartside.coding.suggester import Suggester
from chartside.department import Department, Rates
from chartside.settings import Settings
from chartside.web.app import create_app

from . import FIREFOX
from .calls import NOTE, ClientOf, Headers, paired


@pytest.fixture
def limited(settings: Settings, suggester: Suggester, client_of: ClientOf) -> FlaskClient:
    """A service that reads two notes an hour, looks up three codes and writes once."""
    rates = Rates("2/hour", "3/hour", "1/hour")
    return client_of(create_app(settings, suggester, department=Department("postgresql://", rates=rates)))


def test_each_kind_is_counted_for_itself(limited: FlaskClient, ana: Headers) -> None:
    def suggest() -> int:
        return limited.post("/v1/suggest", json={"text": NOTE}, headers=ana).status_code

    def look_up(path: str) -> int:
        return limited.get(path, headers=ana).status_code

    assert [suggest() for _ in range(3)] == [200, 200, 429]
    assert [look_up(path) for path in ("/v1/codes?q=gout", "/v1/codes/I10", "/v1/codes?q=a")] == [200] * 3
    assert look_up("/v1/index?q=gout") == 429
    # Each export is an event of the record; the second within the hour is one too many.
    assert [look_up(f"/v1/encounters/none/report.{form}") for form in ("json", "pdf")] == [404, 429]
    # What reads the record is not limited.
    assert [look_up("/v1/encounters") for _ in range(5)] == [200] * 5


def test_it_says_when_to_go_on(limited: FlaskClient, ana: Headers) -> None:
    for _ in range(2):
        limited.post("/v1/check", json={"note": {"text": NOTE}, "codes": ["I10"]}, headers=ana)
    answer = limited.post("/v1/suggest", json={"text": NOTE}, headers=ana)
    assert answer.status_code == 429
    assert 3500 < int(answer.headers["Retry-After"]) <= 3600
    assert answer.get_json()["error"]["code"] == "too_often"
    assert answer.get_json()["error"]["message"].endswith(" s.")


def test_one_coder_takes_nothing_from_another(
    limited: FlaskClient, settings: Settings, ana: Headers, tmp_path: Path
) -> None:
    for _ in range(3):
        spent = limited.post("/v1/suggest", json={"text": NOTE}, headers=ana)
    assert spent.status_code == 429
    ben = paired(settings, "Ben", FIREFOX)
    assert limited.post("/v1/suggest", json={"text": NOTE}, headers=ben).status_code == 200
    # A coder with two browsers is one coder.
    other = paired(settings, "Ana", FIREFOX)
    assert limited.post("/v1/suggest", json={"text": NOTE}, headers=other).status_code == 429


def test_who_has_no_token_is_refused_before_being_counted(limited: FlaskClient) -> None:
    assert [limited.get("/v1/codes?q=gout").status_code for _ in range(5)] == [401] * 5
