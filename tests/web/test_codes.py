import pytest
from flask.testing import FlaskClient

Headers = dict[str, str]


def test_search_by_words(client: FlaskClient, bearer: Headers) -> None:
    answer = client.get("/v1/codes?q=diabetic+kidney+disease&limit=5", headers=bearer).get_json()
    assert answer["query"] == "diabetic kidney disease"
    assert answer["code_set"] == "ICD-10-CM 2026-04-01"
    assert 0 < len(answer["results"]) <= 5
    assert list(answer["results"][0]) == ["code", "description", "billable", "matched"]


@pytest.mark.parametrize(
    "query", ["", "?q=", "?q=%20%20", "?q=%ed%a0%80", "?q=%00", "?q=<b>", "?q=%22%27%28*"]
)
def test_searches_that_find_little_do_not_fail(client: FlaskClient, bearer: Headers, query: str) -> None:
    assert client.get(f"/v1/codes{query}", headers=bearer).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "q=x&limit=0",
        "q=x&limit=101",
        "q=x&limit=0000000011000",
        "q=x&limit=000000001" + "0" * 5000,
        "q=x&limit=-1",
        "q=x&limit=all",
        "q=x&limit=",
        "q=x&limit=²",
        "q=" + "x" * 201,
    ],
)
def test_searches_out_of_bounds_are_sentences(client: FlaskClient, bearer: Headers, query: str) -> None:
    answer = client.get(f"/v1/codes?{query}", headers=bearer)
    assert answer.status_code == 400
    assert answer.get_json()["error"]["message"].endswith(".")


@pytest.mark.parametrize("written", ["E11.22", "e1122", "E11%2022"])
def test_one_code_whole(client: FlaskClient, bearer: Headers, written: str) -> None:
    code = client.get(f"/v1/codes/{written}", headers=bearer).get_json()
    assert code["code"] == "E11.22"
    assert code["billable"] is True
    assert code["header"] is False
    assert code["chapter"]["number"] == "4"
    assert [parent["code"] for parent in code["parents"]] == ["E11.2", "E11"]
    assert code["children"] == []
    additional = [item for item in code["use_additional"] if item["origin"] == "E11.22"]
    assert "chronic kidney disease" in additional[0]["text"]
    assert any(item["origin"] == "E11" for item in code["excludes1"])


def test_a_header_has_children_and_says_it_is_not_billable(client: FlaskClient, bearer: Headers) -> None:
    code = client.get("/v1/codes/E11.2", headers=bearer).get_json()
    assert code["billable"] is False
    assert {"E11.21", "E11.22", "E11.29"} == {child["code"] for child in code["children"]}


def test_seventh_characters_are_named(client: FlaskClient, bearer: Headers) -> None:
    code = client.get("/v1/codes/S83.2", headers=bearer).get_json()
    assert {"A", "D", "S"} <= {item["character"] for item in code["seventh_characters"]}


@pytest.mark.parametrize(
    "written", ["Z99.999", "nothing", "E11.22X", "%ed%a0%80", "%00", "<b>", "I10'--", "x" * 500]
)
def test_an_unknown_code_is_a_sentence(client: FlaskClient, bearer: Headers, written: str) -> None:
    answer = client.get(f"/v1/codes/{written}", headers=bearer)
    assert answer.status_code == 404
    error = answer.get_json()["error"]
    assert error["code"] == "unknown_code"
    assert "look it up by its words instead" in error["message"]
    assert len(error["message"]) < 120
