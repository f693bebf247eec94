"""`POST /v1/check`: the claims of the chart check's own table, over HTTP, as the extension sends them."""

import csv
import json
import logging
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

import chartside.web
from chartside.review.findings import Verdict
from chartside.settings import Settings

Headers = dict[str, str]
TABLE = Path(__file__).parents[1] / "review" / "check-cases.tsv"
LINES = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
CASES = list(csv.DictReader(LINES, delimiter="\t"))
NOTE = "😀 History:\nMs. Quetzal denies chest pain.\n\nAssessment:\n1. Hypertension. 2. Gout.\n"


def ask(client: FlaskClient, headers: Headers, **body: object):
    return client.post("/v1/check", json=body, headers=headers)


def schema(name: str) -> Draft202012Validator:
    path = Path(chartside.web.__file__).with_name("openapi.json")
    return Draft202012Validator(
        json.loads(path.read_text("utf-8")) | {"$ref": f"#/components/schemas/{name}"}
    )


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_is_answered_as_the_command_line_does(
    client: FlaskClient, bearer: Headers, verdict: Verdict
) -> None:
    case = next(each for each in CASES if f"={verdict}" in each["expected"])
    note = {"text": case["note"].replace("\\n", "\n"), "setting": case["setting"]}
    body = {"note": note, "codes": case["claimed"].split(",")}
    schema("Claim").validate(body)
    answer = ask(client, bearer, **body)
    assert answer.status_code == 200
    told = answer.get_json()
    schema("Checked").validate(told)
    assert told["code_set"] == "ICD-10-CM 2026-04-01"
    assert told["setting"] == case["setting"]
    said = {
        f"{each['code']}={each['verdict']}" for each in told["findings"] if each["verdict"] != "conflicting"
    }
    assert {each for each in case["expected"].split("; ") if "+" not in each and each != "*"} <= said
    assert verdict in {each["verdict"] for each in told["findings"]}


def test_offsets_are_javascript_ones_behind_emoji(client: FlaskClient, bearer: Headers) -> None:
    told = ask(client, bearer, note={"text": NOTE}, codes=["R07.9", "i10"]).get_json()
    assert told["offset_unit"] == "utf16"
    verdicts = {each["code"]: each["verdict"] for each in told["findings"]}
    assert verdicts == {"R07.9": "contradicted", "I10": "supported", "M10.9": "missing"}
    units = NOTE.encode("utf-16-le")
    places = [e | {"of": each["code"]} for each in told["findings"] for e in each["evidence"]]
    assert {each["of"] for each in places} == set(verdicts)
    for place in places:
        assert units[place["start"] * 2 : place["end"] * 2].decode("utf-16-le") == place["text"]


def test_an_empty_claim_asks_what_is_missing(client: FlaskClient, bearer: Headers) -> None:
    told = ask(client, bearer, note={"text": NOTE}, codes=[]).get_json()
    assert {each["verdict"] for each in told["findings"]} == {"missing"}


def test_the_release_of_the_note_s_date_judges(client: FlaskClient, bearer: Headers) -> None:
    told = ask(client, bearer, note={"text": NOTE, "date": "2030-01-01"}, codes=["I10"]).get_json()
    assert told["findings"][0]["verdict"] == "supported"
    assert told["notices"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "The field `note`"),
        ({"note": "Gout.", "codes": []}, "The field `note`"),
        ({"note": {}, "codes": []}, "The field `text`"),
        ({"note": {"text": "Gout."}}, "The field `codes`"),
        ({"note": {"text": "Gout."}, "codes": "E11.9"}, "The field `codes`"),
        ({"note": {"text": "Gout."}, "codes": [1]}, "The field `codes`"),
        ({"note": {"text": "Gout."}, "codes": ["I10"] * 201}, "A claim of more than 200 codes"),
        ({"note": {"text": "Gout.", "setting": "emergency"}, "codes": []}, "The setting must be"),
        ({"note": {"text": "Gout.", "date": "tomorrow"}, "codes": []}, "The date must be"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(
    client: FlaskClient, bearer: Headers, body: dict[str, object], said: str
) -> None:
    answer = ask(client, bearer, **body)
    assert answer.status_code == 400
    message = answer.get_json()["error"]["message"]
    assert message.startswith(said)
    assert "Gout" not in message


def test_codes_that_are_none_come_back_tame(client: FlaskClient, bearer: Headers) -> None:
    codes = ["<img src=x>", "\x1b[31m", "John Quetzal", "\ud800", "", "Q99.999"]
    body = json.dumps({"note": {"text": NOTE}, "codes": codes}).encode("ascii")
    answer = client.post("/v1/check", data=body, headers=bearer, content_type="application/json")
    assert answer.status_code == 200
    told = [each for each in answer.get_json()["findings"] if each["verdict"] != "missing"]
    assert {each["verdict"] for each in told} == {"unknown_code"}
    assert {each["code"] for each in told} == {"This", "Q99999"}


def test_it_needs_a_token(client: FlaskClient) -> None:
    assert ask(client, {}, note={"text": NOTE}, codes=["I10"]).status_code == 401


def test_a_paired_browser_hears_that_the_service_can(client: FlaskClient, bearer: Headers) -> None:
    assert "check" in client.get("/v1/health", headers=bearer).get_json()["capabilities"]


def test_neither_note_nor_codes_reach_a_log_or_a_file(
    client: FlaskClient, bearer: Headers, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert ask(client, bearer, note={"text": NOTE}, codes=["R07.9", "Zebu"]).status_code == 200
    assert ask(client, bearer, note={"text": NOTE}, codes=[7]).status_code == 400
    said = caplog.text + "".join(
        file.read_bytes().decode("latin-1") for file in settings.home.rglob("*") if file.is_file()
    )
    for word in ("Quetzal", "Gout", "R07", "R079", "Zebu", "ZEBU"):
        assert word not in said
    assert "/v1/check" in caplog.text
