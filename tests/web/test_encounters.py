import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from chartside.review.verify import verify
from chartside.settings import Settings
from chartside.web.record import Record
from chartside.web.tokens import TokenStore

from . import CHROMIUM, FIREFOX

Headers = dict[str, str]
NOTE = (
    "😀 History:\nMs. Quetzal is seen for follow-up.\n\nAssessment and Plan:\n"
    "1. Hypertension. Continue lisinopril.\n2. Type 2 diabetes mellitus, on insulin.\n"
)


@pytest.fixture
def ana(settings: Settings) -> Headers:
    return paired(settings, "Ana")


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


def test_a_review_over_http_from_the_note_to_the_final_codes(client: FlaskClient, ana: Headers) -> None:
    answer = client.post(
        "/v1/encounters", json={"note": {"id": "n", "text": NOTE}, "page": "EHR.example:8443"}, headers=ana
    ).get_json()
    shown = {each["code"] for each in answer["result"]["suggestions"]}
    assert {"I10", "Z79.4"} <= shown
    encounter = answer["encounter"]
    assert post(client, ana, f"{encounter}/activity", seconds=0.01).status_code == 200
    accepted = post(client, ana, f"{encounter}/decisions", kind="accept", code="i10").get_json()["decision"]
    assert (accepted["code"], accepted["number"], accepted["shown"]) == ("I10", 1, True)
    for body in (
        {"kind": "reject", "code": "Z79.4", "reason": "other", "reason_text": "asked the physician"},
        {"kind": "change", "code": "E1165", "from_code": "E11.9"},
        {"kind": "add", "code": "Z00.00", "reason": None, "from_code": ""},
    ):
        assert post(client, ana, f"{encounter}/decisions", **body).status_code == 200
    assert post(client, ana, f"{encounter}/undo").get_json()["decision"]["undone"]
    closed = post(client, ana, f"{encounter}/finalize").get_json()["encounter"]
    assert (closed["state"], closed["codes"], closed["page"]) == (
        "finalized",
        ["I10", "E11.65"],
        "ehr.example:8443",
    )
    whole = get(client, ana, encounter)
    assert whole["quoted"]["2"]["reason_text"] == "asked the physician"
    assert {each["code"] for each in whole["suggested"]} == shown
    assert post(client, ana, f"{encounter}/decisions", kind="accept", code="I10").status_code == 409
    assert post(client, ana, f"{encounter}/reopen").get_json()["encounter"]["state"] == "open"


def test_offsets_come_in_and_go_out_as_javascript_counts_and_lie_in_the_record_as_code_points(
    app: Flask, client: FlaskClient, ana: Headers
) -> None:
    encounter = opened(client, ana)
    start = NOTE.index("insulin")
    quote = {"start": start + 1, "end": start + 8, "text": "insulin", "section": "assessment_plan"}
    post(client, ana, f"{encounter}/decisions", kind="add", code="Z79.4", evidence=[quote])
    told = get(client, ana, encounter)["quoted"]["1"]["evidence"]
    assert told == [quote | {"assertion": "present"}]
    with app.extensions["chartside"]["record"].reviews().database.read() as connection:
        body = connection.exec_driver_sql("SELECT body FROM event WHERE kind = 'decided'").scalar()
    assert json.loads(body)["evidence"] == [[start, start + 7, "assessment_plan", "present"]]


def test_a_decision_that_is_sent_twice_is_written_once(client: FlaskClient, ana: Headers) -> None:
    encounter = opened(client, ana)
    for _ in range(2):
        answer = post(client, ana, f"{encounter}/decisions", kind="accept", code="I10", number=1)
        assert answer.get_json()["decision"]["number"] == 1
    other = post(client, ana, f"{encounter}/decisions", kind="accept", code="Z79.4", number=1)
    assert other.status_code == 409
    post(client, ana, f"{encounter}/decisions", kind="accept", code="Z79.4", number=2)
    for _ in range(2):
        assert post(client, ana, f"{encounter}/undo", number=1).get_json()["decision"]["number"] == 1
    assert get(client, ana, encounter)["codes"] == ["Z79.4"]
    assert post(client, ana, f"{encounter}/undo", number=9).get_json() == {"decision": None}


def test_a_changed_note_is_read_again(client: FlaskClient, ana: Headers) -> None:
    encounter = opened(client, ana, first_pass=True)
    answer = post(client, ana, f"{encounter}/read", note={"text": NOTE + "3. Gout.\n"})
    assert "M10.9" in {each["code"] for each in answer.get_json()["suggestions"]}
    told = get(client, ana, encounter)
    assert (told["readings"], told["mode"], told["codes"]) == (2, "first_pass", [])
    assert "M10.9" in {each["code"] for each in told["suggested"]}


def test_time_is_what_the_browser_counted_and_never_more_than_has_passed(
    client: FlaskClient, ana: Headers
) -> None:
    encounter = opened(client, ana)
    for _ in range(3):
        beat = post(client, ana, f"{encounter}/activity", seconds=60).get_json()["active_seconds"]
    assert beat < 60
    post(client, ana, f"{encounter}/decisions", kind="accept", code="I10")
    assert get(client, ana, encounter)["active_seconds"] >= beat


def test_a_coder_finds_only_encounters_of_their_own(
    client: FlaskClient, settings: Settings, ana: Headers
) -> None:
    ben, firefox = paired(settings, "Ben"), paired(settings, "ana", FIREFOX)
    encounter = opened(client, ana)
    opened(client, ben)
    for where, body in (
        ("decisions", {"kind": "accept", "code": "I10"}),
        ("read", {"note": {"text": NOTE}}),
        *((where, {}) for where in ("undo", "finalize", "reopen", "erase")),
        ("activity", {"seconds": 1}),
    ):
        assert post(client, ben, f"{encounter}/{where}", **body).status_code == 404
    assert client.get(f"/v1/encounters/{encounter}", headers=ben).status_code == 404
    assert client.get("/v1/encounters?coder=Ana", headers=ben).status_code == 404
    # The same coder in another browser.
    for headers in (ana, firefox):
        found = client.get("/v1/encounters", headers=headers).get_json()["encounters"]
        assert [each["id"] for each in found] == [encounter]


def test_a_list_is_filtered_and_read_on(client: FlaskClient, ana: Headers) -> None:
    first, second = opened(client, ana), opened(client, ana, page="other.example")
    post(client, ana, f"{second}/finalize")

    def ids(query: str) -> list[str]:
        found = client.get(f"/v1/encounters?{query}", headers=ana).get_json()["encounters"]
        return [each["id"] for each in found]

    today = get(client, ana, first)["opened_at"][:10]
    assert ids("") == [second, first]
    assert ids("state=open") == [first]
    assert ids("source=other.example") == [second]
    assert ids(f"from={today}") == [second, first]
    assert ids(f"to={today}&limit=1") == [second]
    assert ids("from=2000-01-01&to=2000-01-02") == []
    before = get(client, ana, second)["opened_at"].replace("+", "%2B")
    assert ids(f"before={before}") == [first]


@pytest.mark.parametrize(
    "query", ["state=wrong", "from=yesterday", "to=2026-02-30", "limit=0", "limit=501", "limit=x", "limit=٣"]
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


def test_erasing_leaves_no_quotation_and_a_chain_that_verifies(
    app: Flask, client: FlaskClient, ana: Headers
) -> None:
    encounter = opened(client, ana)
    post(client, ana, f"{encounter}/decisions", kind="accept", code="I10")
    assert post(client, ana, f"{encounter}/erase").get_json()["encounter"]["state"] == "erased"
    told = get(client, ana, encounter)
    assert (told["page"], told["quoted"], told["suggested"]) == ("", {}, [])
    reviews = app.extensions["chartside"]["record"].reviews()
    with reviews.database.read() as connection:
        assert verify(connection, reviews.vault).ok


def test_pairing_names_the_coder_and_is_in_the_record(
    app: Flask, client: FlaskClient, codes_shown: list[str]
) -> None:
    body = {"code": codes_shown[-1], "name": "Chromium on laptop", "coder": " Ana  Ruiz "}
    answer = client.post("/v1/pair", json=body, headers={"Origin": CHROMIUM}).get_json()
    assert answer["coder"] == "Ana Ruiz"
    headers = {"Authorization": f"Bearer {answer['token']}", "Origin": CHROMIUM}
    health = client.get("/v1/health", headers=headers).get_json()
    assert (health["coder"], health["record"]) == ("Ana Ruiz", "")
    assert "decisions" in health["capabilities"]
    with app.extensions["chartside"]["record"].reviews().database.read() as connection:
        kinds = connection.exec_driver_sql("SELECT kind FROM event ORDER BY seq").scalars().all()
    assert kinds == ["coder_added", "browser_paired"]


def test_a_record_without_its_keys_is_refused_while_suggestions_go_on(
    client: FlaskClient, settings: Settings, ana: Headers, app: Flask
) -> None:
    opened(client, ana)
    record = app.extensions["chartside"]["record"]
    record.close()
    keys = settings.home / "review" / "keys.json"
    kept = keys.rename(settings.home / "away.json")
    answer = client.get("/v1/encounters", headers=ana)
    assert answer.status_code == 503
    said = answer.get_json()["error"]["message"]
    assert "bring back keys.json" in said
    assert client.get("/v1/health", headers=ana).get_json()["record"] == said
    assert client.post("/v1/suggest", json={"text": NOTE}, headers=ana).status_code == 200
    assert client.post("/v1/encounters", json={"note": {"text": NOTE}}, headers=ana).status_code == 503
    kept.rename(keys)
    record.close()  # as after the pause in which it is not tried again
    assert len(client.get("/v1/encounters", headers=ana).get_json()["encounters"]) == 1


def test_a_record_that_could_not_be_opened_is_tried_again_after_a_pause(tmp_path: Path) -> None:
    now = [0.0]
    (tmp_path / "review").write_text("a file where the folder should be")
    record = Record(tmp_path, lambda: now[0])
    assert record.trouble()
    (tmp_path / "review").unlink()
    assert record.trouble()
    now[0] += 6
    assert record.trouble() == ""
    record.close()
