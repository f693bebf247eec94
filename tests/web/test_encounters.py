import json

from flask import Flask
from flask.testing import FlaskClient

from chartside.review.verify import verify
from chartside.settings import Settings

from . import FIREFOX
from .calls import NOTE, Headers, get, opened, paired, post


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
    encounter = opened(client, ana)
    answer = post(client, ana, f"{encounter}/read", note={"text": NOTE + "3. Gout.\n"})
    assert "M10.9" in {each["code"] for each in answer.get_json()["suggestions"]}
    told = get(client, ana, encounter)
    assert (told["readings"], told["mode"], told["codes"]) == (2, "assisted", [])
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
