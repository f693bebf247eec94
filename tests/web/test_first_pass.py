"""Own codes first: nothing that could lead the coder is told before they are in."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from chartside.review.verify import verify
from chartside.settings import Settings

from .calls import NOTE, Headers, get, opened, paired, post
from .pagecalls import entered

CODES = ("I10", "Z79.4", "E11.9")
LONGER = NOTE + "3. Gout.\n4. No asthma.\n"


def find(client: FlaskClient, headers: Headers, text: str = NOTE, page: str = "ehr.example") -> dict | None:
    body = {"note": {"text": text}, "page": page}
    return client.post("/v1/encounters/find", json=body, headers=headers).get_json()["encounter"]


@pytest.mark.parametrize("mode", ["first_pass", "training"])
def test_until_the_own_codes_are_in_no_answer_tells_what_is_suggested(
    client: FlaskClient, ana: Headers, mode: str
) -> None:
    body = {"note": {"id": "n", "text": LONGER, "setting": "inpatient"}, "page": "ehr.example", "mode": mode}
    answer = client.post("/v1/encounters", json=body, headers=ana).get_json()
    encounter, result = answer["encounter"], answer["result"]
    assert (answer["mode"], result["id"], result["ms_drg"]) == (mode, "n", None)
    assert [result[name] for name in ("suggestions", "not_coded", "conflicts")] == [[], [], []]
    assert post(client, ana, f"{encounter}/read", note={"text": LONGER}).get_json()["suggestions"] == []
    post(client, ana, f"{encounter}/decisions", kind="add", code="I10")
    for told in (get(client, ana, encounter), find(client, ana, LONGER)):
        assert not any(code in json.dumps(told) for code in ("M10.9", "E11.9", "J45"))
    report = client.get(f"/v1/encounters/{encounter}/report.json", headers=ana).get_data(as_text=True)
    page = entered(client, ana).get(f"/review/encounters/{encounter}").get_data(as_text=True)
    for text in (report, page):
        assert "I10" in text
        assert not any(code in text for code in ("M10.9", "E11.9", "J45"))


def test_then_both_are_compared_and_what_follows_is_assisted(client: FlaskClient, ana: Headers) -> None:
    encounter = opened(client, ana, mode="first_pass")
    for code in ("I10", "J45.909"):
        made = post(client, ana, f"{encounter}/decisions", kind="add", code=code).get_json()["decision"]
        assert not made["shown"]
    answer = post(client, ana, f"{encounter}/reveal").get_json()
    result = answer["result"]
    diabetes = next(each for each in result["suggestions"] if each["code"].startswith("E11"))
    quoted = diabetes["evidence"][0]
    units = NOTE.encode("utf-16-le")
    assert units[2 * quoted["start"] : 2 * quoted["end"]].decode("utf-16-le") == quoted["text"]
    told = {each["code"]: each for each in answer["differences"]}
    assert "I10" not in told
    assert (told["J45.909"]["mine"], told["J45.909"]["suggested"]) == (True, False)
    assert (told[diabetes["code"]]["mine"], told[diabetes["code"]]["suggested"]) == (False, True)
    assert all(each["text"] and each["guideline"]["summary"] for each in told.values())
    after = post(client, ana, f"{encounter}/decisions", kind="accept", code="Z79.4").get_json()["decision"]
    assert after["shown"]
    assert get(client, ana, encounter)["revealed_at"]
    again = post(client, ana, f"{encounter}/reveal").get_json()
    assert again == answer
    assert post(client, ana, f"{encounter}/read", note={"text": NOTE}).get_json()["suggestions"]


def test_what_it_answers_is_what_would_have_been_suggested(client: FlaskClient, ana: Headers) -> None:
    plain = client.post("/v1/suggest", json={"text": LONGER}, headers=ana).get_json()
    encounter = opened(client, ana, mode="training", note={"text": LONGER})
    assert post(client, ana, f"{encounter}/reveal").get_json()["result"] == plain


def test_only_a_first_pass_is_revealed_and_only_by_its_coder(
    app: Flask, client: FlaskClient, settings: Settings, ana: Headers
) -> None:
    ben = paired(settings, "Ben")
    assert post(client, ana, f"{opened(client, ana)}/reveal").status_code == 409
    encounter = opened(client, ana, mode="first_pass")
    assert post(client, ben, f"{encounter}/reveal").status_code == 404
    post(client, ana, f"{encounter}/finalize")
    assert post(client, ana, f"{encounter}/reveal").status_code == 409
    reviews = app.extensions["chartside"]["record"].reviews()
    with reviews.database.read() as connection:
        assert verify(connection, reviews.vault).ok


def test_a_browser_that_was_started_again_finds_its_encounter(
    client: FlaskClient, settings: Settings, ana: Headers
) -> None:
    ben = paired(settings, "Ben")
    assert find(client, ana) is None
    first = opened(client, ana)
    post(client, ana, f"{first}/decisions", kind="accept", code="I10")
    opened(client, ana)
    found = find(client, ana)
    assert (found["id"], found["codes"]) == (first, ["I10"])
    assert find(client, ben) is None
    assert find(client, ana, NOTE + " ") is None
    assert find(client, ana, page="other.example") is None
    post(client, ana, f"{first}/finalize")
    assert find(client, ana)["id"] != first


def test_an_encounter_begins_when_the_coder_saw_the_note(client: FlaskClient, ana: Headers) -> None:
    encounter = opened(client, ana, since=600, active_seconds=90.5)
    told = get(client, ana, encounter)
    assert told["active_seconds"] == 90.5
    assert post(client, ana, f"{encounter}/activity", seconds=60).get_json()["active_seconds"] == 150.5
    now = get(client, ana, opened(client, ana))["opened_at"]
    assert told["opened_at"] < now
    assert get(client, ana, opened(client, ana, since=5, active_seconds=60))["active_seconds"] == 5


@pytest.mark.parametrize("body", [{"since": -1}, {"since": 43201}, {"since": "1"}, {"active_seconds": None}])
def test_times_that_cannot_be_are_refused(client: FlaskClient, ana: Headers, body: dict) -> None:
    answer = client.post("/v1/encounters", json={"note": {"text": NOTE}, **body}, headers=ana)
    assert answer.status_code == 400
