import pytest
from flask.testing import FlaskClient

from chartside.web.offsets import from_utf16, utf16_units

Headers = dict[str, str]
TEXT = "🙂 She denies chest pain. Her mother had gout."


def span_of(words: str) -> dict[str, int]:
    start = utf16_units(TEXT)(TEXT.index(words))
    return {"start": start, "end": start + len(words)}


def test_spans_are_judged_in_utf16(client: FlaskClient, bearer: Headers) -> None:
    spans = [span_of("chest pain"), span_of("gout"), span_of("She")]
    answer = client.post("/v1/assertions", json={"id": "a", "text": TEXT, "spans": spans}, headers=bearer)
    assert answer.status_code == 200
    body = answer.get_json()
    assert [span["assertion"] for span in body["spans"]] == ["negated", "family", "present"]
    assert [{"start": span["start"], "end": span["end"]} for span in body["spans"]] == spans
    cue = body["spans"][0]["cues"][0]
    assert TEXT.encode("utf-16-le")[2 * cue["start"] : 2 * cue["end"]].decode("utf-16-le") == "denies"


@pytest.mark.parametrize(
    "spans",
    [None, "x", [1], [{"start": 3}], [{"start": 3, "end": 3}], [{"start": 0, "end": 9999}], [{}] * 501],
)
def test_bad_spans_are_refused_in_one_sentence(client: FlaskClient, bearer: Headers, spans: object) -> None:
    answer = client.post("/v1/assertions", json={"text": TEXT, "spans": spans}, headers=bearer)
    assert answer.status_code == 400
    assert answer.get_json()["error"]["message"].count(".") == 1


def test_offsets_go_there_and_back() -> None:
    text = "a🙂b🙂🙂c"
    there, back = utf16_units(text), from_utf16(text)
    assert [back(there(place)) for place in range(len(text) + 1)] == list(range(len(text) + 1))
    assert back(2) == 1
