"""Each role does what the table says and nothing else: every route, tried with every role."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

import chartside.web
from chartside.coding.suggester import Suggester
from chartside.department import Department
from chartside.review.tables import event
from chartside.settings import Settings
from chartside.web.app import create_app
from chartside.web.roles import ALONE, GRANTED, NEEDED, May
from chartside.web.tokens import ROLES, TokenStore

from . import CHROMIUM
from .calls import Headers, get, opened, post
from .pagecalls import entered, send

BODY = {"note": {"text": "Gout."}, "text": "Gout.", "kind": "accept", "code": "I10", "id": "all", "codes": []}
CHANGING = {"opened", "read_again", "revealed", "decided", "undone", "finalized", "reopened", "erased",
            "learning_reverted", "synonym_proposed", "synonym_confirmed", "synonym_withdrawn"}  # fmt: skip


@pytest.fixture
def app(settings: Settings, suggester: Suggester) -> Flask:
    """The service of a department."""
    return create_app(settings, suggester, department=Department(""))


def of_role(settings: Settings, name: str, role: str) -> Headers:
    """What the browser of somebody in a role sends."""
    token = TokenStore(settings.home).create("Chromium", CHROMIUM, name, role)
    return {"Authorization": f"Bearer {token}", "Origin": CHROMIUM}


def kinds(app: Flask, name: str) -> set[str]:
    """The kinds of events that somebody made."""
    reviews = app.extensions["chartside"]["record"].reviews()
    ids = {each.coder_id for each in app.extensions["chartside"]["tokens"].clients() if each.coder == name}
    with reviews.database.read() as connection:
        rows = connection.execute(select(event.c.kind).where(event.c.actor.in_(ids))).scalars()
        return set(rows)


def statuses(app: Flask, client: FlaskClient, headers: Headers, encounter: str) -> dict[str, Any]:
    """The answer of every route, by endpoint, as one who has a token gets it."""
    may_enter = client.post("/v1/review-link", json={}, headers=headers).status_code == 200
    page = entered(client, headers) if may_enter else None
    values = {"encounter": encounter, "code": "I10", "entry_id": 1, "form": "json", "name": "review.css"}
    told: dict[str, Any] = {}
    for rule in app.url_map.iter_rules():
        address = rule.rule.replace("<any(confirm, withdraw):what>", "confirm")
        for name, value in values.items():
            address = address.replace(f"<{name}>", str(value)).replace(f"<int:{name}>", str(value))
        assert "<" not in address, address
        if rule.endpoint == "review.leave" or (rule.endpoint.startswith("review.") and page is None):
            continue
        method = "POST" if "POST" in rule.methods else "GET"
        if rule.endpoint.startswith("review."):
            where = address.removeprefix("/review/")
            told[rule.endpoint] = send(page, where, id="all") if method == "POST" else page.get(address)
        else:
            sent = BODY if method == "POST" else None
            told[rule.endpoint] = client.open(address, method=method, headers=headers, json=sent)
    return told


def is_role(answer: Any) -> bool:
    """Whether the role was the reason for an answer."""
    said = answer.get_data(as_text=True)
    return answer.status_code == 403 and "this is the token of the role" in said


@pytest.mark.parametrize("role", ROLES)
def test_every_route_answers_those_whom_the_table_lets_in_and_nobody_else(
    app: Flask, client: FlaskClient, settings: Settings, role: str
) -> None:
    encounter = opened(client, of_role(settings, "Ana", "coder"))
    answers = statuses(app, client, of_role(settings, "Somebody", role), encounter)
    refused = {endpoint for endpoint, answer in answers.items() if is_role(answer)}
    assert refused == {endpoint for endpoint in answers if NEEDED[endpoint] not in GRANTED[role]}
    assert not [name for name, answer in answers.items() if answer.status_code >= 500]
    expected = {"coder": CHANGING, "administrator": {"erased", "learning_reverted"}}.get(role, set())
    assert kinds(app, "Somebody") & CHANGING <= expected


def test_no_route_is_forgotten(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} <= set(NEEDED)


def test_a_route_that_is_not_in_the_table_is_closed_to_everybody(
    app: Flask, client: FlaskClient, settings: Settings
) -> None:
    app.add_url_rule("/v1/new", "new.one", lambda: "told")
    for role in ROLES:
        answer = client.get("/v1/new", headers=of_role(settings, role, role))
        assert answer.status_code == 403
        assert "Nobody may do this" in answer.get_json()["error"]["message"]
    assert client.get("/v1/none", headers=of_role(settings, "Ana", "coder")).status_code == 404


def test_what_each_role_is_for() -> None:
    assert set(GRANTED) == set(ROLES)
    assert [role for role in ROLES if May.CODE in GRANTED[role]] == ["coder"]
    assert GRANTED["auditor"] & {May.CODE, May.ERASE, May.ERASE_ALL, May.TEACH, May.SETTLE} == set()
    assert GRANTED["monitor"] == {May.ASK, May.MEASURE}
    assert ALONE["coder"] - GRANTED["coder"] == {May.SETTLE}


def test_the_description_says_the_same() -> None:
    path = Path(chartside.web.__file__).with_name("openapi.json")
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["x-roles"] == {role: sorted(granted) for role, granted in GRANTED.items()}


def test_each_operation_is_described_with_what_it_takes(app: Flask) -> None:
    path = Path(chartside.web.__file__).with_name("openapi.json")
    described = json.loads(path.read_text(encoding="utf-8"))["paths"]
    seen = 0
    for rule in app.url_map.iter_rules():
        address = rule.rule.replace("<any(confirm, withdraw):what>", "<what>")
        address = address.replace("<", "{").replace(">", "}")
        for method in rule.methods & {"GET", "POST"}:
            told = described.get(address, {}).get(method.lower())
            if told is not None:
                seen += 1
                assert told["x-takes"] == NEEDED[rule.endpoint], address
    assert seen > 25


def test_an_auditor_reads_every_encounter_and_exports_it_under_their_own_name(
    app: Flask, client: FlaskClient, settings: Settings
) -> None:
    ana, ben = of_role(settings, "Ana", "coder"), of_role(settings, "Ben", "coder")
    audits = of_role(settings, "Kim", "auditor")
    first, second = opened(client, ana), opened(client, ben)
    post(client, ana, f"{first}/decisions", kind="accept", code="I10")
    assert post(client, ana, f"{first}/finalize").status_code == 200

    def listed(**query: str) -> list[str]:
        answer = client.get("/v1/encounters", query_string=query, headers=audits)
        return [each["id"] for each in answer.get_json()["encounters"]]

    assert listed() == listed(coder="all") == [second, first]
    assert listed(coder="Ana") == [first]
    nobody = client.get("/v1/encounters?coder=Nobody", headers=audits)
    assert nobody.status_code == 404
    assert get(client, audits, first)["codes"] == ["I10"]
    assert client.get(f"/v1/encounters/{first}/report.csv", headers=audits).status_code == 200
    assert kinds(app, "Kim") == {"coder_added", "exported"}
    for whose, count in (("", 2), ("all", 2), ("Ana", 1), ("Kim", 0)):
        told = client.get(f"/v1/statistics?coder={whose}", headers=audits).get_json()
        assert told["encounters"] == count, whose
    coders = client.get("/v1/coders", headers=audits).get_json()["coders"]
    assert [(each["name"], each["role"]) for each in coders] == [
        ("Ana", "coder"), ("Ben", "coder"), ("Kim", "auditor"),
    ]  # fmt: skip
    # A coder finds no others.
    assert client.get(f"/v1/encounters/{first}", headers=ben).status_code == 404
    assert client.get("/v1/encounters?coder=Ana", headers=ben).status_code == 404
    assert client.get("/v1/statistics?coder=Ana", headers=ben).status_code == 404


def test_nobody_finalizes_anothers_encounter(client: FlaskClient, settings: Settings) -> None:
    encounter = opened(client, of_role(settings, "Ana", "coder"))
    for name, role, status in (("Ben", "coder", 404), ("Kim", "auditor", 403), ("Lee", "administrator", 403)):
        answer = post(client, of_role(settings, name, role), f"{encounter}/finalize")
        assert answer.status_code == status
    assert get(client, of_role(settings, "Kim", "auditor"), encounter)["state"] == "open"


def test_an_administrator_erases_any_encounter(client: FlaskClient, settings: Settings) -> None:
    encounter = opened(client, of_role(settings, "Ana", "coder"))
    assert post(client, of_role(settings, "Ben", "coder"), f"{encounter}/erase").status_code == 404
    answer = post(client, of_role(settings, "Lee", "administrator"), f"{encounter}/erase")
    assert answer.get_json()["encounter"]["state"] == "erased"


def test_health_tells_the_role_and_what_it_can_use(client: FlaskClient, settings: Settings) -> None:
    told = {}
    for role in ROLES:
        answer = client.get("/v1/health", headers=of_role(settings, f"One {role}", role)).get_json()
        assert (answer["role"], answer["department"]) == (role, True)
        told[role] = set(answer["capabilities"])
    assert {"decisions", "first_pass", "review", "check"} <= told["coder"]
    assert told["auditor"] == told["administrator"] == {"review", "statistics", "learning", "check"}
    assert told["monitor"] == set()


def test_the_pages_of_an_auditor_show_whose_and_nothing_to_do(
    client: FlaskClient, settings: Settings
) -> None:
    ana, ben = of_role(settings, "Ana", "coder"), of_role(settings, "Ben <b>", "coder")
    first, second = opened(client, ana), opened(client, ben)
    page = entered(client, of_role(settings, "Kim", "auditor"))
    listed = page.get("/review").get_data(as_text=True)
    assert first in listed
    assert second in listed
    assert "Ben &lt;b&gt;</option>" in listed
    ids = [each["id"] for each in client.get("/v1/coders", headers=ana | of_role(settings, "Kim", "auditor"))
           .get_json()["coders"] if each["name"] == "Ana"]  # fmt: skip
    filtered = page.get(f"/review?coder={ids[0]}").get_data(as_text=True)
    assert first in filtered
    assert second not in filtered
    for where in (f"/review/encounters/{first}", "/review/learned", "/review/statistics?coder=Ana"):
        answer = page.get(where)
        assert answer.status_code == 200
        forms = answer.get_data(as_text=True).count('method="post"')
        assert forms == 1, where  # to leave
    assert "<dt>Coder</dt><dd>Ana</dd>" in page.get(f"/review/encounters/{first}").get_data(as_text=True)
    assert page.get("/review/statistics?coder=Nobody").status_code == 404


def test_in_a_department_terms_are_withdrawn_by_administrators(
    client: FlaskClient, settings: Settings, suggester: Suggester, client_of: Callable[[Flask], FlaskClient]
) -> None:
    ana, lee = of_role(settings, "Ana", "coder"), of_role(settings, "Lee", "administrator")
    laptop = client_of(create_app(settings, suggester))

    def withdraw(at: FlaskClient, who: Headers) -> int:
        return at.post("/v1/synonyms/withdraw", json={"id": "never=I10"}, headers=who).status_code

    assert [withdraw(client, ana), withdraw(client, lee), withdraw(laptop, ana)] == [403, 404, 404]
    page = entered(client, ana)
    assert b"administrators" in send(page, "synonyms/withdraw", id="never=I10").data
