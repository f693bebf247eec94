"""Whose word about the client counts: that of a named proxy, about one hop, and of nobody else."""

import pytest
from werkzeug.test import Client, EnvironBuilder
from werkzeug.wrappers import Request, Response

from chartside.web.proxied import Proxied

FORGED = {
    "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "10.9.9.9",
    "X-Forwarded-Prefix": "/evil", "X-Forwarded-Port": "1", "Forwarded": "host=evil.example",
}  # fmt: skip


@Request.application
def seen(request: Request) -> Response:
    return Response(f"{request.scheme} {request.host} {request.remote_addr} {request.script_root}")


def ask(app: Proxied, address: str, headers: dict[str, str], path: str = "/") -> tuple[int, str]:
    told = {"REMOTE_ADDR": address}
    builder = EnvironBuilder(path, "http://codes.example.org", headers=headers, environ_overrides=told)
    answer = Client(app).open(builder)
    return answer.status_code, answer.text


@pytest.mark.parametrize("address", ["10.0.0.1", "192.168.4.4", "::ffff:10.0.0.1"])
def test_a_named_proxy_is_believed_about_one_hop(address: str) -> None:
    app = Proxied(seen, ("10.0.0.1", "192.168.0.0/16"), strict=True)
    told = {
        "X-Forwarded-For": "10.9.9.9, 10.7.7.7", "X-Forwarded-Proto": "http, https",
        "X-Forwarded-Host": "evil.example, codes.example.org", "X-Forwarded-Prefix": "/evil",
    }  # fmt: skip
    assert ask(app, address, told) == (200, "https codes.example.org 10.7.7.7 ")


@pytest.mark.parametrize("address", ["10.0.0.2", "127.0.0.1", "", "nonsense"])
def test_of_anybody_else_it_is_dropped(address: str) -> None:
    app = Proxied(seen, ("10.0.0.1",), strict=False)
    assert ask(app, address, FORGED) == (
        200,
        f"http codes.example.org {address or None} ".replace("None", ""),
    )


def test_where_the_proxy_speaks_tls_nobody_else_is_answered() -> None:
    app = Proxied(seen, ("10.0.0.1",), strict=True)
    status, text = ask(app, "10.0.0.2", FORGED)
    assert status == 403
    assert "behind a proxy" in text


def test_the_computer_itself_may_ask_whether_the_service_lives() -> None:
    app = Proxied(seen, ("10.0.0.1",), strict=True)
    for address in ("127.0.0.1", "::1", "::ffff:127.0.0.1"):
        assert ask(app, address, FORGED, "/readyz") == (200, f"http codes.example.org {address} ")
        assert ask(app, address, FORGED, "/v1/suggest")[0] == 403
    assert ask(app, "10.0.0.2", {}, "/livez")[0] == 403
