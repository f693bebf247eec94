"""Whether it lives and is ready: told to anybody by any name, and nothing more."""

import pytest
from flask.testing import FlaskClient

from chartside.coding.suggester import Suggester
from chartside.department import Department
from chartside.errors import StoreError
from chartside.settings import Settings
from chartside.web.app import create_app

from .calls import ClientOf


@pytest.fixture
def probed(settings: Settings, suggester: Suggester, client_of: ClientOf) -> FlaskClient:
    return client_of(create_app(settings, suggester, department=Department("postgresql://")))


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_a_health_checker_needs_no_token_and_no_name(probed: FlaskClient, path: str) -> None:
    answer = probed.get(path, headers={"Host": "10.0.0.7"})
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_it_is_not_ready_without_its_record(probed: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise StoreError("The database db.example.org is away.")

    monkeypatch.setattr(probed.application.extensions["chartside"]["record"], "reviews", away)
    answer = probed.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "not ready\n")
    assert probed.get("/livez").status_code == 200


def test_other_addresses_are_not_open_for_it(probed: FlaskClient) -> None:
    assert probed.get("/livez/x", headers={"Host": "10.0.0.7"}).status_code == 403
    assert probed.post("/livez", headers={"Host": "10.0.0.7"}).status_code == 403
