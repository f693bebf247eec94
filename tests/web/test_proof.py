"""Who knows a token can tell whether the service does; who does not learns nothing."""

import hashlib
import hmac
import secrets
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from chartside.coding.suggester import Suggester
from chartside.department import Department
from chartside.settings import Settings
from chartside.web import limits
from chartside.web.app import create_app
from chartside.web.tokens import TokenStore

from . import CHROMIUM, STRANGER
from .calls import ClientOf

NONCE = bytes(range(32))


def key_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def name_of(token: str) -> str:
    return hmac.digest(key_of(token), b"chartside client 1", "sha256")[:16].hex()


def expected(token: str, host: str, nonce: bytes = NONCE) -> str:
    """The answer, from its description alone."""
    return hmac.digest(key_of(token), b"chartside service 1" + nonce + host.encode(), "sha256").hex()


def ask(client: FlaskClient, name: str, nonce: bytes = NONCE, **headers: str) -> Any:
    return client.post("/v1/proof", json={"client": name, "nonce": nonce.hex()}, headers=headers)


def proof(client: FlaskClient, name: str, nonce: bytes = NONCE, **headers: str) -> str:
    answer = ask(client, name, nonce, **headers)
    assert answer.status_code == 200, answer.get_json()
    assert set(answer.get_json()) == {"proof"}
    return answer.get_json()["proof"]


def test_the_service_answers_what_only_the_tokens_holder_can_check(
    client: FlaskClient, settings: Settings
) -> None:
    store = TokenStore(settings.home)
    one, other = (store.create(name, CHROMIUM, name) for name in ("Ana", "Ben"))
    for token in (one, other, one):
        assert proof(client, name_of(token), Origin=CHROMIUM) == expected(token, "127.0.0.1:8765")
    nonce = secrets.token_bytes(32)
    assert proof(client, name_of(one), nonce) == expected(one, "127.0.0.1:8765", nonce)
    assert name_of(one) not in (settings.home / "tokens.json").read_text(encoding="utf-8")


def test_a_token_of_an_older_version_proves_without_pairing_anew(
    client: FlaskClient, settings: Settings
) -> None:
    token = secrets.token_urlsafe(32)
    settings.home.mkdir(parents=True)
    row = f'{{"name": "old", "sha256": "{key_of(token).hex()}", "origin": "{CHROMIUM}", "created": ""}}'
    (settings.home / "tokens.json").write_text(f'{{"version": 1, "clients": [{row}]}}', encoding="utf-8")
    assert proof(client, name_of(token)) == expected(token, "127.0.0.1:8765")


def test_it_is_bound_to_the_address_that_was_asked(client: FlaskClient, token: str) -> None:
    for host in ("127.0.0.1:8765", "localhost:8765", "LOCALHOST:8765"):
        assert proof(client, name_of(token), Host=host) == expected(token, host.lower())
    # What a program on another port hands on, with the name that it was asked by.
    assert ask(client, name_of(token), Host="127.0.0.1:8766").status_code == 403


def test_a_departments_names_are_bound_as_they_were_asked(
    settings: Settings, suggester: Suggester, client_of: ClientOf
) -> None:
    names = ("codes.example.org", "other.example.org:8443")
    shared = Department("", host="10.0.0.1", port=8765, hosts=names)
    token = TokenStore(settings.home).create("Ana", CHROMIUM)
    workers = [client_of(create_app(settings, suggester, department=shared)) for _ in range(2)]
    for worker in workers:
        for host in (*names, "codes.example.org:8765"):
            assert proof(worker, name_of(token), Host=host) == expected(token, host)
        assert ask(worker, name_of(token), Host="127.0.0.1:8765").status_code == 403


def test_an_unknown_client_cannot_be_told_from_a_known_one(client: FlaskClient, token: str) -> None:
    strange = [proof(client, "0" * 32) for _ in range(2)]
    assert len({*strange, proof(client, name_of(token))}) == 3
    assert {len(each) for each in strange} == {64}
    known, unknown = (ask(client, name).headers for name in (name_of(token), "0" * 32))
    assert dict(known) == dict(unknown)


def test_who_is_removed_is_unknown_at_once(client: FlaskClient, settings: Settings) -> None:
    store = TokenStore(settings.home)
    token = store.create("Chromium", CHROMIUM, "Ana")
    assert proof(client, name_of(token)) == expected(token, "127.0.0.1:8765")
    store.remove("Ana")
    assert proof(client, name_of(token)) != expected(token, "127.0.0.1:8765")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"client": "0" * 32},
        {"client": "0" * 31, "nonce": "0" * 64},
        {"client": "0" * 32, "nonce": "0" * 66},
        {"client": "g" * 32, "nonce": "0" * 64},
        {"client": "A" * 32, "nonce": "0" * 64},
        {"client": "0" * 31 + "\n", "nonce": "0" * 64},
        {"client": 7, "nonce": None},
        {"client": "٠" * 32, "nonce": "0" * 64},
    ],
)
def test_anything_else_is_refused_in_a_sentence(client: FlaskClient, body: dict[str, object]) -> None:
    answer = client.post("/v1/proof", json=body)
    assert answer.status_code == 400
    assert "hexadecimal digits" in answer.get_json()["error"]["message"]


def test_pages_are_refused_and_an_extension_that_was_removed_is_not(client: FlaskClient) -> None:
    assert ask(client, "0" * 32, Origin="https://ehr.example").status_code == 403
    assert ask(client, "0" * 32, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post("/v1/proof", data=b"{}").status_code == 415
    answer = ask(client, "0" * 32, Origin=STRANGER)
    assert answer.status_code == 200
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_damaged_token_file_is_a_sentence(app: Flask, client: FlaskClient, settings: Settings) -> None:
    settings.home.mkdir(parents=True, exist_ok=True)
    (settings.home / "tokens.json").write_text("{", encoding="utf-8")
    assert ask(client, "0" * 32).status_code == 503


def test_in_a_department_an_address_may_not_ask_without_end(
    settings: Settings, suggester: Suggester, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PROOFS", "3/hour")
    shared = client_of(create_app(settings, suggester, department=Department("")))

    def of(address: str) -> int:
        body = {"client": "0" * 32, "nonce": NONCE.hex()}
        told = shared.post("/v1/proof", json=body, environ_overrides={"REMOTE_ADDR": address})
        assert told.status_code == 200 or int(told.headers["Retry-After"]) > 3000
        return told.status_code

    assert [of("10.0.0.1") for _ in range(4)] == [200, 200, 200, 429]
    assert of("10.0.0.2") == 200
    # Other open routes are not concerned.
    assert shared.get("/v1/health").status_code == 200
