"""The log of a department: every request has a name, and nothing of a note or a query is in a line."""

import io
import json
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from chartside import quiet
from chartside.coding.suggester import Suggester
from chartside.department import Department
from chartside.settings import Settings
from chartside.web import requestlog
from chartside.web.app import create_app

from .calls import NOTE, ClientOf, Headers


@pytest.fixture
def department(settings: Settings, suggester: Suggester, client_of: ClientOf) -> FlaskClient:
    return client_of(create_app(settings, suggester, department=Department("postgresql://")))


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    kept = {name: list(quiet.logging.getLogger(name).handlers) for name in quiet.OURS}
    yield io.StringIO()
    for name, handlers in kept.items():
        logger = quiet.logging.getLogger(name)
        logger.handlers, logger.propagate = handlers, True


def test_a_line_is_one_object_with_the_facts(
    department: FlaskClient, ana: Headers, stream: io.StringIO
) -> None:
    requestlog.write_logs(stream, json=True)
    told = ana | {"X-Request-ID": "from-the-proxy"}
    answer = department.post("/v1/suggest?quetzal", json={"text": NOTE}, headers=told)
    assert answer.headers["X-Request-ID"] == "from-the-proxy"
    department.get("/quetzal?q=quetzal", headers=ana)
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert {"level": "INFO", "method": "POST", "route": "/v1/suggest", "status": 200}.items() <= first.items()
    assert first["request_id"] == "from-the-proxy"
    assert (len(first["coder"]), first["worker"] > 0, first["ms"] > 0) == (32, True, True)
    assert (second["route"], second.get("error", "")) == ("(no such address)", "")
    assert "quetzal" not in stream.getvalue().lower()


@pytest.mark.parametrize(
    "name", ["", "short", "x" * 65, "with blank here", "evil\tname12", "ünicode-name", "a/b/c/d/e/f"]
)
def test_a_name_that_is_not_plain_is_not_taken(department: FlaskClient, name: str) -> None:
    given = department.get("/livez", headers={"X-Request-ID": name.encode().decode("latin-1")}).headers[
        "X-Request-ID"
    ]
    assert given != name
    assert requestlog.PLAIN.fullmatch(given)


def test_an_error_inside_names_its_request(
    department: FlaskClient, ana: Headers, stream: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError(f"broken at {NOTE}")

    requestlog.write_logs(stream, json=False)
    monkeypatch.setattr(department.application.extensions["chartside"]["record"], "reviews", broken)
    answer = department.get("/v1/encounters", headers=ana | {"X-Request-ID": "request-17"})
    assert answer.status_code == 500
    assert answer.get_json()["error"]["request_id"] == "request-17"
    said = stream.getvalue()
    assert said.count("request_id=request-17") == 2
    assert "RuntimeError" in said
    assert "Quetzal" not in said
