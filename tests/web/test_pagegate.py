"""Who may see the review page and use its forms: a tab that a paired browser opened, and nobody else."""

import pytest
from flask.testing import FlaskClient

from chartside.settings import Settings
from chartside.web.sessions import COOKIE

from .calls import Headers, opened
from .pagecalls import HERE, entered, send


def test_without_a_session_there_is_a_page_that_says_what_to_do(client: FlaskClient, bearer: Headers) -> None:
    for headers in ({}, bearer, {"Cookie": f"{COOKIE}=wrong"}):
        for path in ("/review", "/review/statistics", "/review/learned", "/review/encounters/x"):
            answer = client.get(path, headers=headers)
            assert answer.status_code == 401
            assert answer.mimetype == "text/html"
            assert "open it from the extension" in answer.get_data(as_text=True)
    assert client.post("/v1/review-link", json={}).status_code == 401


def test_the_cookie_opens_nothing_but_the_page(page: FlaskClient) -> None:
    assert page.get("/v1/encounters").status_code == 401
    assert page.post("/v1/review-link", json={}).status_code == 401


@pytest.mark.parametrize("site", ["cross-site", "same-site", "strange"])
def test_another_site_gets_nothing_even_with_the_cookie(page: FlaskClient, site: str) -> None:
    for path in ("/review", "/review/statistics", "/review/static/review.css", "/review?code=x"):
        assert page.get(path, headers={"Sec-Fetch-Site": site}).status_code == 403
    assert page.post("/review/leave", headers={"Sec-Fetch-Site": site, "Origin": HERE}).status_code == 403
    assert page.get("/review").status_code == 200


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "https://ehr.example",
        "http://127.0.0.1:9999",
        "http://localhost:8765",
        "https://127.0.0.1:8765",
    ],
)
def test_a_form_of_another_origin_changes_nothing(
    page: FlaskClient, client: FlaskClient, ana: Headers, origin: str | None
) -> None:
    encounter = opened(client, ana)
    for act in ("finalize", "erase"):
        assert send(page, f"encounters/{encounter}/{act}", origin=origin).status_code == 403
    assert client.get(f"/v1/encounters/{encounter}", headers=ana).get_json()["encounter"]["state"] == "open"


def test_a_form_without_the_sessions_word_changes_nothing(
    page: FlaskClient, client: FlaskClient, ana: Headers
) -> None:
    encounter = opened(client, ana)
    for csrf in ("", "wrong", "é"):
        answer = send(page, f"encounters/{encounter}/finalize", csrf)
        assert answer.status_code == 403
        assert "load the page again" in answer.get_data(as_text=True)
    answer = page.post(f"/review/encounters/{encounter}/finalize", json={}, headers={"Origin": HERE})
    assert answer.status_code == 415
    assert client.get(f"/v1/encounters/{encounter}", headers=ana).get_json()["encounter"]["state"] == "open"


def test_the_page_of_a_script_finalizes_nothing(
    client: FlaskClient, settings: Settings, bearer: Headers
) -> None:
    encounter = opened(client, bearer)
    page = entered(client, bearer)
    for act in ("finalize", "erase"):
        answer = send(page, f"encounters/{encounter}/{act}")
        assert answer.status_code == 409
        assert "Only a person" in answer.get_data(as_text=True)
