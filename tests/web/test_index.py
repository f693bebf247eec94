"""The routes of the Alphabetic Index, on a small index of our own and on the service at its first start."""

import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

import chartside.web
from chartside.codesets.index_store import AlphabeticIndex
from chartside.codesets.library import Library
from chartside.web import index as routes

Headers = dict[str, str]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    path = Path(chartside.web.__file__).with_name("openapi.json")
    return json.loads(path.read_text(encoding="utf-8"))


def check(document: dict[str, Any], schema: str, value: object) -> None:
    """The answer is what the description says, and says all of it."""
    Draft202012Validator(document | {"$ref": f"#/components/schemas/{schema}"}).validate(value)
    assert set(value) == set(document["components"]["schemas"][schema]["properties"])


@pytest.fixture
def with_index(client: FlaskClient, app: Flask, small_index: AlphabeticIndex, monkeypatch) -> FlaskClient:
    """The service as it is once an index was imported; what stays is the code set that was open before."""
    whole = Library.code_set

    def code_set(self: Library, *args: object, **kwargs: object) -> object:
        chosen = whole(self, *args, **kwargs)
        release = chosen.code_set.release
        return SimpleNamespace(
            code_set=SimpleNamespace(release=release, index=small_index), notices=chosen.notices
        )

    monkeypatch.setattr(Library, "code_set", code_set)
    return client


def test_without_an_index_nothing_is_found_and_a_sentence_says_how_to_bring_one(
    client: FlaskClient, bearer: Headers, document: dict[str, Any]
) -> None:
    answer = client.get("/v1/index?q=fall+ladder", headers=bearer)
    found = answer.get_json()
    assert (answer.status_code, found["results"], found["notice"]) == (200, [], routes.NO_INDEX)
    assert "`chartside codeset import PATH`" in found["notice"]
    check(document, "IndexHits", found)
    one = client.get("/v1/index/3", headers=bearer)
    assert (one.status_code, one.get_json()["error"]["message"]) == (404, routes.NO_INDEX)


def test_entries_are_found_by_words(
    with_index: FlaskClient, bearer: Headers, document: dict[str, Any]
) -> None:
    found = with_index.get("/v1/index?q=kidney+type+2+diabetes&limit=5", headers=bearer).get_json()
    check(document, "IndexHits", found)
    best = found["results"][0]
    assert best["path"] == ["Diabetes, diabetic", "type 2", "with", "chronic kidney disease"]
    assert best["codes"] == [{"code": "E11.22", "written": "E11.22", "needs_more": False, "role": "default"}]
    assert found["notice"] is None
    assert found["code_set"] == "ICD-10-CM 2026-04-01"


def test_one_part_of_the_index_alone(with_index: FlaskClient, bearer: Headers) -> None:
    for kind in ("main", "external", "neoplasm", "drugs"):
        found = with_index.get(f"/v1/index?q=a&kind={kind}&limit=50", headers=bearer).get_json()
        assert found["kind"] == kind
        assert {entry["kind"] for entry in found["results"]} == {kind}


def test_a_table_row_has_its_columns(with_index: FlaskClient, bearer: Headers) -> None:
    best = with_index.get("/v1/index?q=aspirin", headers=bearer).get_json()["results"][0]
    assert best["title"] == "Aspirin"
    assert [cell["column"].split()[0] for cell in best["cells"]] == ["Poisoning"] * 4 + [
        "Adverse",
        "Underdosing",
    ]
    assert [cell["code"] for cell in best["cells"]] == [f"T39.01{last}" for last in "123456"]


def test_an_entry_whole(with_index: FlaskClient, bearer: Headers, document: dict[str, Any]) -> None:
    found = with_index.get("/v1/index?q=failure+heart", headers=bearer).get_json()["results"][0]
    entry = with_index.get(f"/v1/index/{found['id']}", headers=bearer).get_json()
    check(document, "WholeIndexEntry", entry)
    assert entry["title"] == "heart"
    assert entry["nemods"] == ["acute", "senile", "sudden"]
    assert [parent["title"] for parent in entry["parents"]] == ["Failure, failed"]
    below = {child["title"]: child for child in entry["children"]}
    assert {"with", "systolic", "diastolic"} <= set(below)
    assert [child["id"] for child in entry["children"]] == found["children"]
    assert len(below["systolic"]["children"]) == 2


def test_a_reference_leads_to_its_entry(with_index: FlaskClient, bearer: Headers) -> None:
    found = with_index.get("/v1/index?q=failure+renal", headers=bearer).get_json()["results"][0]
    (see,) = found["see"]
    assert see["text"] == "Failure, kidney"
    target = with_index.get(f"/v1/index/{see['id']}", headers=bearer).get_json()
    assert target["path"] == ["Failure, failed", "kidney"]


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20", "?q=%00", "?q=%22%27%28*", "?q=kind0", "?q=%CE%BA0"])
def test_searches_without_a_word_of_the_index_find_nothing(
    with_index: FlaskClient, bearer: Headers, query: str
) -> None:
    answer = with_index.get(f"/v1/index{query}", headers=bearer)
    assert (answer.status_code, answer.get_json()["results"]) == (200, [])


@pytest.mark.parametrize("query", ["%ed%a0%80", "<b>", "AND+OR+NOT", "a*+OR+b", "x" * 200, "NEAR(a+b)"])
def test_odd_searches_do_not_fail(with_index: FlaskClient, bearer: Headers, query: str) -> None:
    assert with_index.get(f"/v1/index?q={query}", headers=bearer).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["q=x&limit=0", "q=x&limit=101", "q=x&limit=²", "q=x&kind=all", "q=" + "x" * 201, "q=x&date=soon"],
)
def test_searches_out_of_bounds_are_sentences(client: FlaskClient, bearer: Headers, query: str) -> None:
    answer = client.get(f"/v1/index?{query}", headers=bearer)
    assert answer.status_code == 400
    assert answer.get_json()["error"]["message"].endswith(".")


@pytest.mark.parametrize("written", ["999999", "99999999999999999999", "-1", "nothing", "²", "%00", "1.5"])
def test_an_unknown_entry_is_a_sentence(with_index: FlaskClient, bearer: Headers, written: str) -> None:
    answer = with_index.get(f"/v1/index/{written}", headers=bearer)
    assert answer.status_code == 404
    error = answer.get_json()["error"]
    assert error["code"] == "unknown_entry"
    assert "find it again by its words" in error["message"]


def test_a_token_is_needed(client: FlaskClient) -> None:
    for path in ("/v1/index?q=x", "/v1/index/1"):
        assert client.get(path).status_code == 401


def test_the_day_of_service_chooses_the_release(client: FlaskClient, bearer: Headers) -> None:
    found = client.get(f"/v1/index?q=x&date={date(2026, 5, 1)}", headers=bearer).get_json()
    assert found["code_set"] == "ICD-10-CM 2026-04-01"
