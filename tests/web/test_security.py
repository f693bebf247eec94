import pytest
from flask import Flask
from flask.testing import FlaskClient

from chartside.department import Department
from chartside.settings import Settings
from chartside.web.security import hosts_of
from chartside.web.tokens import TokenStore

from . import CHROMIUM, FIREFOX, STRANGER

Headers = dict[str, str]


def sentence(response) -> str:
    message = response.get_json()["error"]["message"]
    assert message.endswith(".")
    return message


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "LOCALHOST:8765", "[::1]:8765"])
def test_own_hosts_are_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/v1/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:8765",
        "127.0.0.1",
        "127.0.0.1:80",
        "localhost.evil.example:8765",
        "127.0.0.1:8765.evil",
        "",
        "a b",
        "::1:8765",
        "0.0.0.0:8765",
    ],
)
def test_wrong_host_is_refused(client: FlaskClient, bearer: Headers, host: str) -> None:
    response = client.get("/v1/codes?q=gout", headers=bearer | {"Host": host})
    assert response.status_code == 403
    assert "only under its own address" in sentence(response)


@pytest.mark.parametrize("name", ["codes.example.org", "codes.example.org:443"])
def test_the_port_of_https_is_left_out_as_browsers_do(settings: Settings, name: str) -> None:
    hosts = hosts_of(settings, Department("", hosts=(name, "codes.example.org:8443")))
    assert {"codes.example.org", "codes.example.org:8443"} <= hosts


@pytest.mark.parametrize(
    "origin",
    [
        "https://ehr.example",
        "http://127.0.0.1:8765",
        "http://localhost:8765",
        "null",
        "file://",
        STRANGER,
        "chrome-extension://short",
        CHROMIUM + ".evil",
        "",
    ],
)
@pytest.mark.parametrize("path", ["/v1/codes?q=gout", "/v1/openapi.json", "/v1/nowhere"])
def test_pages_and_strangers_are_refused_even_with_a_token(
    client: FlaskClient, bearer: Headers, origin: str, path: str
) -> None:
    response = client.get(path, headers=bearer | {"Origin": origin})
    assert response.status_code == 403
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("origin", ["https://ehr.example", "null", "chrome-extension://short"])
def test_pages_cannot_even_see_health_or_pair(
    client: FlaskClient, origin: str, codes_shown: list[str]
) -> None:
    assert client.get("/v1/health", headers={"Origin": origin}).status_code == 403
    body = {"code": codes_shown[-1], "name": "page"}
    response = client.post("/v1/pair", json=body, headers={"Origin": origin})
    assert response.status_code == 403
    assert "does not answer web pages" in sentence(response)
    assert len(codes_shown) == 1


@pytest.mark.parametrize("site", ["cross-site", "same-site", "strange"])
def test_image_and_script_tags_are_refused(client: FlaskClient, bearer: Headers, site: str) -> None:
    response = client.get("/v1/codes?q=gout", headers=bearer | {"Sec-Fetch-Site": site})
    assert response.status_code == 403
    assert "another site's page" in sentence(response)


@pytest.mark.parametrize("site", ["none", "same-origin"])
def test_background_fetches_of_both_browsers_get_through(
    client: FlaskClient, bearer: Headers, site: str
) -> None:
    """As measured: GET without Origin, `none` from Chromium and `same-origin` from Firefox."""
    assert client.get("/v1/codes?q=gout", headers=bearer | {"Sec-Fetch-Site": site}).status_code == 200


@pytest.mark.parametrize("origin", [CHROMIUM, FIREFOX])
@pytest.mark.parametrize("site", ["none", "same-origin", "cross-site"])
def test_paired_extension_gets_through(
    client: FlaskClient, settings: Settings, origin: str, site: str
) -> None:
    token = TokenStore(settings.home).create("browser", origin)
    response = client.post(
        "/v1/suggest",
        json={"text": ""},
        headers={"Authorization": f"Bearer {token}", "Origin": origin, "Sec-Fetch-Site": site},
    )
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == origin
    assert "Origin" in response.headers["Vary"]


def test_token_of_one_extension_is_no_good_in_another(client: FlaskClient, settings: Settings) -> None:
    store = TokenStore(settings.home)
    mine = store.create("mine", CHROMIUM)
    store.create("other", FIREFOX)
    headers = {"Authorization": f"Bearer {mine}", "Origin": FIREFOX}
    assert client.get("/v1/codes?q=gout", headers=headers).status_code == 401


def test_preflight_is_answered_for_the_paired_origin_only(client: FlaskClient, settings: Settings) -> None:
    TokenStore(settings.home).create("browser", CHROMIUM)
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type, x-other",
        "Access-Control-Request-Private-Network": "true",
        "Sec-Fetch-Site": "cross-site",
    }
    paired = client.options("/v1/suggest", headers=asked | {"Origin": CHROMIUM})
    assert paired.status_code == 204
    assert paired.headers["Access-Control-Allow-Origin"] == CHROMIUM
    assert paired.headers["Access-Control-Allow-Private-Network"] == "true"
    assert paired.headers["Access-Control-Allow-Headers"] == "authorization, content-type"
    assert "Access-Control-Allow-Credentials" not in paired.headers
    for origin in (STRANGER, "https://ehr.example"):
        refused = client.options("/v1/suggest", headers=asked | {"Origin": origin})
        assert refused.status_code == 403
        assert "Access-Control-Allow-Origin" not in refused.headers


@pytest.mark.parametrize(
    "value", ["", "Bearer", "Bearer ", "Bearer wrong", "Basic abc", "Bearer \xe9", "Bearer a b", "x" * 5000]
)
def test_wrong_token_is_refused_with_what_to_do(client: FlaskClient, token: str, value: str) -> None:
    for path in ("/v1/codes?q=gout", "/v1/codes/I10", "/v1/openapi.json", "/v1/nowhere"):
        response = client.get(path, headers={"Authorization": value})
        assert response.status_code == 401
        assert "pair the extension or run `chartside token NAME`" in sentence(response)
        assert response.headers["WWW-Authenticate"] == "Bearer"


def test_token_works_with_any_case_of_bearer(client: FlaskClient, token: str) -> None:
    assert client.get("/v1/openapi.json", headers={"Authorization": f"bearer {token}"}).status_code == 200


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_json_only(client: FlaskClient, bearer: Headers, kind: str) -> None:
    response = client.post("/v1/suggest", data=b'{"text": "x"}', headers=bearer, content_type=kind)
    assert response.status_code == 415
    assert "Content-Type: application/json" in sentence(response)


def test_every_answer_carries_the_protecting_headers(client: FlaskClient, bearer: Headers) -> None:
    for response in (
        client.get("/v1/health"),
        client.get("/v1/codes?q=gout", headers=bearer),
        client.get("/v1/nowhere", headers=bearer),
        client.get("/v1/health", headers={"Host": "evil.example"}),
    ):
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_unknown_address_and_method_are_sentences(client: FlaskClient, bearer: Headers) -> None:
    nowhere = client.get("/v1/nowhere-CANARY", headers=bearer)
    assert nowhere.status_code == 404
    assert "CANARY" not in sentence(nowhere)
    wrong = client.get("/v1/suggest", headers=bearer)
    assert wrong.status_code == 405
    assert sentence(wrong)


def test_damaged_token_file_is_said_and_lets_nobody_in(
    app: Flask, client: FlaskClient, settings: Settings, bearer: Headers
) -> None:
    (settings.home / "tokens.json").write_text('{"clients": [{"name": 1', encoding="utf-8")
    response = client.get("/v1/codes?q=gout", headers=bearer)
    assert response.status_code == 503
    assert "move it away, restart Chartside and pair again" in sentence(response)
    extension = client.get("/v1/codes?q=gout", headers=bearer | {"Origin": CHROMIUM})
    assert (extension.status_code, sentence(extension)) == (503, sentence(response))
    assert client.get("/v1/health").status_code == 200
