import json
import threading
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from chartside.coding.suggester import Suggester
from chartside.model import Note, Result
from chartside.settings import Settings
from chartside.web.app import create_app

Headers = dict[str, str]
ClientOf = Callable[[Flask], FlaskClient]

NOTE = """History of Present Illness:
Ms. Doe is seen for follow-up. She denies chest pain.

Assessment and Plan:
1. Hypertension. Continue lisinopril.
2. Possible pneumonia, chest film ordered.
"""


def post(client: FlaskClient, headers: Headers, **body: object):
    return client.post("/v1/suggest", json=body, headers=headers)


def test_a_note_becomes_suggestions_with_evidence(client: FlaskClient, bearer: Headers) -> None:
    answer = post(client, bearer, text=NOTE, id="n-1")
    assert answer.status_code == 200
    result = answer.get_json()
    assert result["id"] == "n-1"
    assert result["code_set"] == "ICD-10-CM 2026-04-01"
    assert result["offset_unit"] == "utf16"
    first = next(s for s in result["suggestions"] if s["code"] == "I10")
    assert first["tier"] == "suggested"
    assert NOTE[first["evidence"][0]["start"] : first["evidence"][0]["end"]] == "Hypertension"
    reasons = {item["reason"] for item in result["not_coded"]}
    assert {"negated", "uncertain"} <= reasons


def test_offsets_are_javascript_ones_behind_emoji(client: FlaskClient, bearer: Headers) -> None:
    text = "😀👩‍⚕️ 𝒳 " + NOTE
    result = post(client, bearer, text=text).get_json()
    units = text.encode("utf-16-le")
    evidence = [e for s in result["suggestions"] + result["not_coded"] for e in s["evidence"]]
    assert evidence
    for place in evidence:
        assert units[place["start"] * 2 : place["end"] * 2].decode("utf-16-le") == place["text"]


def test_lone_surrogates_are_read_and_keep_the_offsets(client: FlaskClient, bearer: Headers) -> None:
    body = json.dumps({"text": "cut \ud83d here \ude00\n" + NOTE, "id": "\ud800"}).encode("ascii")
    answer = client.post("/v1/suggest", data=body, headers=bearer, content_type="application/json")
    assert answer.status_code == 200
    result = json.loads(answer.data.decode("utf-8"))
    place = next(s for s in result["suggestions"] if s["code"] == "I10")["evidence"][0]
    assert place["start"] == len("cut x here x\n") + NOTE.index("Hypertension")


@pytest.mark.parametrize("text", ["", "   \n\t", "\0", "​"])
def test_empty_text_gives_an_empty_result(client: FlaskClient, bearer: Headers, text: str) -> None:
    answer = post(client, bearer, text=text)
    assert answer.status_code == 200
    assert answer.get_json()["suggestions"] == []


def test_html_in_a_note_stays_text(client: FlaskClient, bearer: Headers) -> None:
    text = 'Assessment:\n<b onclick="x()">Hypertension</b> <script>alert(1)</script>'
    answer = post(client, bearer, text=text, id="<img src=x>")
    assert answer.mimetype == "application/json"
    result = answer.get_json()
    assert result["id"] == "<img src=x>"
    for place in (e for s in result["suggestions"] for e in s["evidence"]):
        assert text[place["start"] : place["end"]] == place["text"]


def test_setting_decides_what_is_coded(client: FlaskClient, bearer: Headers) -> None:
    outpatient = post(client, bearer, text=NOTE).get_json()
    inpatient = post(client, bearer, text=NOTE, setting="inpatient", date="2026-05-02").get_json()
    assert "J18.9" in {item["code"] for item in outpatient["not_coded"]}
    assert inpatient["setting"] == "inpatient"
    assert "J18.9" in {item["code"] for item in inpatient["suggestions"]}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"CANARY", "not valid JSON"),
        (b"\xff\xfeCANARY", "not UTF-8"),
        (b'["CANARY"]', "one JSON object"),
        (b'{"note": "CANARY"}', "`text` is missing"),
        (b'{"text": "CANARY", "setting": "CANARY"}', "outpatient or inpatient"),
        (b'{"text": "CANARY", "date": "CANARY"}', "YYYY-MM-DD"),
    ],
)
def test_bad_bodies_are_sentences_without_their_text(
    client: FlaskClient, bearer: Headers, body: bytes, said: str
) -> None:
    answer = client.post("/v1/suggest", data=body, headers=bearer, content_type="application/json")
    assert answer.status_code == 400
    error = answer.get_json()["error"]
    assert error["code"] == "bad_input"
    assert said in error["message"]
    assert b"CANARY" not in answer.data


def test_a_body_larger_than_one_mebibyte_is_refused(client: FlaskClient, bearer: Headers) -> None:
    answer = post(client, bearer, text="x" * 1024 * 1024)
    assert answer.status_code == 413
    assert "larger than 1 MiB; send a shorter part" in answer.get_json()["error"]["message"]


# Where compiled code drops the exception that stops it, Python says so and the service asks again.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("part", ["The patient feels well today.\n", "asthma ", "é😀", "x"])
def test_almost_one_mebibyte_of_text_is_answered_in_time(
    settings: Settings, suggester: Suggester, client_of: ClientOf, bearer: Headers, part: str
) -> None:
    limited = Settings(home=settings.home, port=settings.port, time_limit=4.0)
    client = client_of(create_app(limited, suggester))
    body = json.dumps({"text": ""}, ensure_ascii=False).encode()
    times = (1024 * 1024 - len(body)) // len(json.dumps(part, ensure_ascii=False)[1:-1].encode())
    body = json.dumps({"text": part * times}, ensure_ascii=False).encode()
    answer = client.post("/v1/suggest", data=body, headers=bearer, content_type="application/json")
    assert answer.status_code in (200, 504)
    assert answer.get_json()
    # Work that was given up does not keep the next note waiting.
    assert post(client, bearer, text=NOTE).status_code == 200


class Slow:
    """A suggester that works until it is let go."""

    def __init__(self, real: Suggester) -> None:
        self.code_set, self.flags = real.code_set, real.flags
        self.reader = real.reader
        self.go = threading.Event()

    def suggest(self, note: Note, adjuster: object = None) -> Result:
        if note.text == "wait":
            self.go.wait(30)
        if note.text == "break":
            raise ValueError(f"cannot read CANARY {note.text}")
        return Result(note.id, "x", note.setting)


@pytest.fixture
def slow(suggester: Suggester) -> Slow:
    return Slow(suggester)


@pytest.fixture
def slow_client(slow: Slow, settings: Settings, client_of: ClientOf) -> FlaskClient:
    limited = Settings(home=settings.home, port=settings.port, time_limit=0.05)
    return client_of(create_app(limited, slow))  # type: ignore[arg-type]


def test_a_note_that_takes_too_long_is_answered_and_does_not_block_for_ever(
    slow_client: FlaskClient, slow: Slow, bearer: Headers
) -> None:
    late = post(slow_client, bearer, text="wait")
    assert late.status_code == 504
    assert "longer than 0.05 s; send a shorter part" in late.get_json()["error"]["message"]
    busy = post(slow_client, bearer, text="next")
    assert busy.status_code == 503
    assert "still reading an earlier note" in busy.get_json()["error"]["message"]
    slow.go.set()
    for _ in range(100):
        if post(slow_client, bearer, text="next").status_code == 200:
            break
    else:
        pytest.fail("the service stayed busy after the slow note had ended")


def test_an_error_inside_is_a_sentence_without_the_note(
    slow_client: FlaskClient, bearer: Headers, caplog: pytest.LogCaptureFixture
) -> None:
    answer = post(slow_client, bearer, text="break")
    assert answer.status_code == 500
    assert "Something went wrong inside Chartside" in answer.get_json()["error"]["message"]
    assert b"CANARY" not in answer.data
    assert "CANARY" not in caplog.text
    assert "unexpected ValueError" in caplog.text
