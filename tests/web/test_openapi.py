import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

import chartside.web

Headers = dict[str, str]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    path = Path(chartside.web.__file__).with_name("openapi.json")
    return json.loads(path.read_text(encoding="utf-8"))


def check(document: dict[str, Any], schema: str, value: object) -> None:
    strict = document | {"$ref": f"#/components/schemas/{schema}"}
    Draft202012Validator(strict).validate(value)


def test_the_description_is_valid(document: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(document).validate()


def test_every_route_is_described_and_every_description_has_a_route(
    app: Flask, document: dict[str, Any]
) -> None:
    routes = {
        (re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if not rule.endpoint.startswith("review.")  # pages for people
    }
    described = {(path, method) for path, methods in document["paths"].items() for method in methods}
    assert routes == described


def test_the_service_hands_its_description_out(client: FlaskClient, bearer: Headers, document) -> None:
    assert client.get("/v1/openapi.json", headers=bearer).get_json() == document


def test_real_answers_are_as_described(
    client: FlaskClient, bearer: Headers, document: dict[str, Any]
) -> None:
    note = "Assessment:\n1. Type 2 diabetes, hypertension. No asthma. Possible gout.\n2. Knee pain."
    check(document, "Health", client.get("/v1/health").get_json())
    check(document, "Health", client.get("/v1/health", headers=bearer).get_json())
    check(document, "Result", client.post("/v1/suggest", json={"text": note}, headers=bearer).get_json())
    check(document, "Hits", client.get("/v1/codes?q=gout", headers=bearer).get_json())
    check(document, "Hits", client.get("/v1/codes?q=gout&date=2030-01-01", headers=bearer).get_json())
    check(document, "Releases", client.get("/v1/releases", headers=bearer).get_json())
    for code in ("I10", "E11.22", "S83.2", "M10"):
        check(document, "Code", client.get(f"/v1/codes/{code}", headers=bearer).get_json())
    check(document, "Error", client.get("/v1/codes/nothing", headers=bearer).get_json())
    check(document, "Error", client.get("/v1/codes/I10").get_json())
    opened = client.post("/v1/encounters", json={"note": {"text": note}}, headers=bearer).get_json()
    check(document, "Result", opened["result"])
    where = f"/v1/encounters/{opened['encounter']}"
    rejected = {"kind": "reject", "code": "M10.9", "reason": "uncertain"}
    for body in ({"kind": "accept", "code": "I10"}, rejected):
        check(document, "Decision", body)
        made = client.post(f"{where}/decisions", json=body, headers=bearer).get_json()
        check(document, "MadeDecision", made["decision"])
    check(document, "Encounter", client.get(where, headers=bearer).get_json()["encounter"])
    check(document, "Statistics", client.get("/v1/statistics", headers=bearer).get_json())
