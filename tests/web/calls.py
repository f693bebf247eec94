"""Calls of the encounters' routes, as a paired browser makes them."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from chartside.settings import Settings
from chartside.web.tokens import TokenStore

from . import CHROMIUM

Headers = dict[str, str]
ClientOf = Callable[[Flask], FlaskClient]
NOTE = (
    "😀 History:\nMs. Quetzal is seen for follow-up.\n\nAssessment and Plan:\n"
    "1. Hypertension. Continue lisinopril.\n2. Type 2 diabetes mellitus, on insulin.\n"
)


def paired(settings: Settings, coder: str, origin: str = CHROMIUM) -> Headers:
    token = TokenStore(settings.home).create("Chromium on laptop", origin, coder)
    return {"Authorization": f"Bearer {token}", "Origin": origin}


def opened(client: FlaskClient, headers: Headers, **more: object) -> str:
    answer = client.post(
        "/v1/encounters", json={"note": {"text": NOTE}, "page": "ehr.example", **more}, headers=headers
    )
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()["encounter"]


def post(client: FlaskClient, headers: Headers, where: str, **body: object):
    return client.post(f"/v1/encounters/{where}", json=body, headers=headers)


def get(client: FlaskClient, headers: Headers, encounter: str) -> dict:
    return client.get(f"/v1/encounters/{encounter}", headers=headers).get_json()["encounter"]
