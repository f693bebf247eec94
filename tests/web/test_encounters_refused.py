"""What the encounters' routes refuse: one sentence, and nothing is left."""

import pytest
from flask.testing import FlaskClient

from .calls import NOTE, Headers, get, opened, post


@pytest.mark.parametrize(
    "query",
    [
        "state=wrong",
        "from=yesterday",
        "to=2026-02-30",
        "limit=0",
        "limit=501",
        "limit=x",
        "limit=٣",
        "before=AAA",
        "before=2026-02-01T10:00:00",
    ],
)
def test_a_list_that_cannot_be_asked_for_is_a_sentence(client: FlaskClient, ana: Headers, query: str) -> None:
    answer = client.get(f"/v1/encounters?{query}", headers=ana)
    assert answer.status_code == 400
    assert answer.get_json()["error"]["message"].endswith(".")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"note": "text"},
        {"note": {"text": 5}},
        {"note": {"text": NOTE}, "page": "https://ehr.example/patient/QUETZAL"},
        {"note": {"text": NOTE}, "page": 5},
        {"note": {"text": NOTE}, "page": "x" * 121},
        {"note": {"text": NOTE}, "first_pass": "yes"},
        {"note": {"text": NOTE}, "mode": "automatic"},
        {"note": {"text": NOTE}, "mode": ["assisted"]},
    ],
)
def test_what_cannot_be_opened_is_a_sentence_and_leaves_nothing(
    client: FlaskClient, ana: Headers, body: dict
) -> None:
    answer = client.post("/v1/encounters", json=body, headers=ana)
    assert answer.status_code == 400
    assert "QUETZAL" not in answer.get_data(as_text=True)
    assert client.get("/v1/encounters", headers=ana).get_json() == {"encounters": []}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"kind": "finalize", "code": "I10"}, 400),
        ({"kind": "accept"}, 400),
        ({"kind": "accept", "code": "I" * 40}, 400),
        ({"kind": "accept", "code": "Ⅰ10"}, 400),
        ({"kind": "accept", "code": "I99.999"}, 404),
        ({"kind": "reject", "code": "I10\0", "reason": "other"}, 400),
        ({"kind": "reject", "code": "Mr Quetzal", "reason": "other"}, 400),
        ({"kind": "change", "code": "I10"}, 409),
        ({"kind": "accept", "code": "I10", "from_code": "I11.9"}, 409),
        ({"kind": "reject", "code": "I10"}, 409),
        ({"kind": "reject", "code": "I10", "reason": "tired"}, 400),
        ({"kind": "reject", "code": "I10", "reason": "other", "reason_text": "x" * 2001}, 400),
        ({"kind": "accept", "code": "I10", "number": "1"}, 400),
        ({"kind": "accept", "code": "I10", "number": True}, 400),
        ({"kind": "accept", "code": "I10", "evidence": "all"}, 400),
        ({"kind": "accept", "code": "I10", "evidence": [5]}, 400),
        ({"kind": "accept", "code": "I10", "evidence": [{"start": 3, "end": 3}]}, 400),
        ({"kind": "accept", "code": "I10", "evidence": [{"start": 0, "end": 1e3}]}, 400),
        ({"kind": "accept", "code": "I10", "evidence": [{"start": 0, "end": 3}] * 101}, 400),
        ({"kind": "accept", "code": "I10", "evidence": [{"start": 0, "end": 3, "text": "x" * 4001}]}, 400),
        ({"kind": "accept", "code": "I10", "evidence": [{"start": 0, "end": 3, "section": "A B"}]}, 400),
        ({"kind": "accept", "code": "I10", "evidence": [{"start": 0, "end": 3, "assertion": None}]}, 400),
    ],
)
def test_a_decision_that_does_not_fit_is_a_sentence_and_leaves_nothing(
    client: FlaskClient, ana: Headers, body: dict, status: int
) -> None:
    encounter = opened(client, ana)
    answer = post(client, ana, f"{encounter}/decisions", **body)
    assert answer.status_code == status
    assert answer.get_json()["error"]["message"].endswith(".")
    assert get(client, ana, encounter)["decisions"] == []


@pytest.mark.parametrize("seconds", [-1, 61, "5", None, True, float("nan"), 1e999])
def test_beats_are_short_numbers(client: FlaskClient, ana: Headers, seconds: object) -> None:
    encounter = opened(client, ana)
    assert post(client, ana, f"{encounter}/activity", seconds=seconds).status_code == 400


def test_a_script_decides_nothing_for_good(client: FlaskClient, bearer: Headers) -> None:
    encounter = opened(client, bearer)
    for where in ("finalize", "reopen", "erase"):
        answer = post(client, bearer, f"{encounter}/{where}")
        assert answer.status_code == 409
        assert "Only a person" in answer.get_json()["error"]["message"]
    assert get(client, bearer, encounter)["state"] == "open"
