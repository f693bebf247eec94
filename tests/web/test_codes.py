from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from chartside.codesets.imports import import_release
from chartside.settings import Settings

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


def test_the_release_of_a_day_is_chosen_and_told(client: FlaskClient, bearer: Headers) -> None:
    assert client.get("/v1/codes?q=gout", headers=bearer).get_json()["notices"] == []
    fits = client.get("/v1/codes?q=gout&date=2026-05-02", headers=bearer).get_json()
    assert (fits["code_set"], fits["notices"]) == ("ICD-10-CM 2026-04-01", [])
    late = client.get("/v1/codes?q=gout&date=2026-11-28", headers=bearer).get_json()
    assert late["results"] == fits["results"]
    assert late["notices"][0].startswith(
        "This encounter is dated 2026-11-28; the newest installed release is"
    )
    early = client.get("/v1/codes/E11.22?date=2020-02-03", headers=bearer).get_json()
    assert early["code"] == "E11.22"
    assert "--date 2020-02-03" in early["notices"][0]


@pytest.mark.parametrize("query", ["date=1.4.2026", "date=2026-02-30", "system=WHO", "system=CPT"])
@pytest.mark.parametrize("path", ["/v1/codes?q=gout&", "/v1/codes/I10?"])
def test_days_and_systems_that_are_none_are_sentences(
    client: FlaskClient, bearer: Headers, path: str, query: str
) -> None:
    answer = client.get(path + query, headers=bearer)
    assert answer.status_code == 400
    assert answer.get_json()["error"]["message"].endswith(".")


def test_other_systems_are_searched_once_imported(
    client: FlaskClient, bearer: Headers, settings: Settings, tmp_path: Path
) -> None:
    table = tmp_path / "cpt.csv"
    table.write_text("code,description\n99213,Sample visit of an established patient\n", "utf-8")
    import_release(settings.home, table, date(2026, 1, 1))
    found = client.get("/v1/codes?q=established+vis&system=cpt", headers=bearer).get_json()
    assert found["code_set"] == "CPT 2026-01-01"
    assert [hit["code"] for hit in found["results"]] == ["99213"]
    code = client.get("/v1/codes/99213?system=CPT&date=2026-02-03", headers=bearer).get_json()
    assert (code["description"], code["billable"], code["parents"], code["notices"]) == (
        "Sample visit of an established patient", True, [], [],
    )  # fmt: skip
    assert client.get("/v1/codes/99999?system=CPT", headers=bearer).status_code == 404
    assert client.get("/v1/codes/99213", headers=bearer).status_code == 404


def test_the_releases_and_their_days(client: FlaskClient, bearer: Headers) -> None:
    (release,) = client.get("/v1/releases", headers=bearer).get_json()["releases"]
    assert release == {
        "code_set": "ICD-10-CM 2026-04-01",
        "system": "ICD-10-CM",
        "from": "2026-04-01",
        "to": "2026-09-30" if date.today() >= date(2026, 10, 1) else None,
        "packaged": True,
        "imported": None,
        "files": {},
        "counts": {},
    }
    assert client.get("/v1/releases").status_code == 401
