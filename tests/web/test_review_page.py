import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from chartside.settings import Settings
from chartside.web.sessions import COOKIE
from chartside.web.tokens import TokenStore

from .calls import NOTE, Headers, opened, paired, post
from .pagecalls import HERE, entered, send


@pytest.fixture
def ana(settings: Settings) -> Headers:
    """A name that must be written with care."""
    return paired(settings, "Ana <b>Ruiz")


def test_the_link_sets_a_cookie_that_no_script_and_no_other_site_can_use(
    client: FlaskClient, ana: Headers
) -> None:
    url = client.post("/v1/review-link", json={}, headers=ana).get_json()["url"]
    answer = client.get(url.removeprefix(HERE))
    cookie = answer.headers["Set-Cookie"]
    for part in ("HttpOnly", "SameSite=Strict", "Path=/review", "Max-Age=28800"):
        assert part in cookie
    again = client.get(url.removeprefix(HERE))
    assert again.status_code == 401
    assert "used or is too old" in again.get_data(as_text=True)


@pytest.mark.parametrize(
    ("named", "place"),
    [
        ("6f-1_a", "/review/encounters/6f-1_a"),
        ("../x", "/review"),
        ("//evil.example", "/review"),
        ("", "/review"),
    ],
)
def test_the_link_leads_to_an_encounter_and_nowhere_else(
    named: str, place: str, client: FlaskClient, ana: Headers
) -> None:
    url = client.post("/v1/review-link", json={}, headers=ana).get_json()["url"]
    answer = client.get("/review", query_string={"encounter": named} | code_of(url))
    assert (answer.status_code, answer.headers["Location"]) == (303, place)


def code_of(url: str) -> dict[str, str]:
    """The one-time code of a link."""
    return {"code": url.partition("code=")[2]}


def test_encounters_are_listed_shown_and_finalized_by_the_coder(
    page: FlaskClient, client: FlaskClient, ana: Headers
) -> None:
    encounter = opened(client, ana)
    post(client, ana, f"{encounter}/decisions", kind="accept", code="I10")
    listed = page.get("/review").get_data(as_text=True)
    assert encounter in listed
    assert "1 accepted" in listed
    assert "Ana &lt;b&gt;Ruiz" in listed
    shown = page.get(f"/review/encounters/{encounter}").get_data(as_text=True)
    assert "<q>Hypertension</q>" in shown
    assert "Finalize 1 code" in shown
    answer = send(page, f"encounters/{encounter}/finalize")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/review/encounters/{encounter}")
    assert "Open again" in page.get(f"/review/encounters/{encounter}").get_data(as_text=True)
    assert send(page, f"encounters/{encounter}/finalize").status_code == 409
    assert send(page, f"encounters/{encounter}/reopen").status_code == 303
    assert send(page, f"encounters/{encounter}/erase").status_code == 303
    assert "Hypertension" not in page.get(f"/review/encounters/{encounter}").get_data(as_text=True).replace(
        "Essential (primary) hypertension", ""
    )


def test_filters_find_and_say_what_cannot_be_asked(
    page: FlaskClient, client: FlaskClient, ana: Headers
) -> None:
    encounter = opened(client, ana)
    assert encounter in page.get("/review?state=open&source=ehr.example&from=&to=").get_data(as_text=True)
    assert "No encounter is here" in page.get("/review?state=finalized").get_data(as_text=True)
    answer = page.get("/review?from=yesterday")
    assert answer.status_code == 400
    assert "YYYY-MM-DD" in answer.get_data(as_text=True)


def test_a_session_sees_no_encounter_of_another_coder(
    page: FlaskClient, client: FlaskClient, settings: Settings
) -> None:
    other = opened(client, paired(settings, "Ben"))
    assert other not in page.get("/review").get_data(as_text=True)
    for where in ("", "/report.pdf", "/report.json"):
        assert page.get(f"/review/encounters/{other}{where}").status_code == 404
    for act in ("finalize", "reopen", "erase"):
        assert send(page, f"encounters/{other}/{act}").status_code == 404


@pytest.mark.parametrize("form", ["html", "pdf", "json", "csv", "fhir"])
def test_reports_are_files_and_each_is_an_event(
    page: FlaskClient, client: FlaskClient, ana: Headers, app: Flask, form: str
) -> None:
    encounter = opened(client, ana)
    answer = page.get(f"/review/encounters/{encounter}/report.{form}")
    assert answer.status_code == 200
    assert answer.data == answer.data.strip() + b"\n" or form in ("pdf", "html", "csv", "fhir")
    assert ("attachment" in answer.headers.get("Content-Disposition", "")) == (form != "html")
    assert "script-src" not in answer.headers["Content-Security-Policy"] or form != "html"
    again = client.get(f"/v1/encounters/{encounter}/report.{form}", headers=ana)
    assert again.mimetype == answer.mimetype
    with app.extensions["chartside"]["record"].reviews().database.read() as connection:
        kinds = connection.exec_driver_sql("SELECT kind FROM event").scalars().all()
    assert kinds.count("exported") == 2
    assert page.get(f"/review/encounters/{encounter}/report.exe").status_code == 404


def test_leaving_ends_the_session(page: FlaskClient) -> None:
    cookie = page.get_cookie(COOKIE, "127.0.0.1", "/review").value
    assert send(page, "leave").status_code == 200
    assert page.get("/review", headers={"Cookie": f"{COOKIE}={cookie}"}).status_code == 401


def test_every_page_has_a_strict_policy_and_no_script_or_style_of_its_own(
    page: FlaskClient, client: FlaskClient, ana: Headers
) -> None:
    encounter = opened(client, ana)
    for path in ("", "/statistics", "/learned", f"/encounters/{encounter}", "/encounters/none"):
        answer = page.get(f"/review{path}")
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert ("unsafe-inline" in policy) == (path == "/statistics")
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in answer.headers
        text = answer.get_data(as_text=True)
        assert not re.search(r"<style|\sstyle=|\son\w+=|https?://", text)
        for script in re.findall(r"<script[^>]*>", text):
            assert 'src="/review/static/' in script or "application/json" in script


def test_statistics_show_the_figures_and_the_library_comes_from_here(
    page: FlaskClient, client: FlaskClient, ana: Headers
) -> None:
    encounter = opened(client, ana)
    post(client, ana, f"{encounter}/decisions", kind="accept", code="I10")
    post(client, ana, f"{encounter}/decisions", kind="reject", code="E11.9", reason="unrelated")
    post(client, ana, f"{encounter}/finalize")
    for query in ("", "?step=week", "?coder=all", "?from=2000-01-01&to=2000-01-02"):
        answer = page.get(f"/review/statistics{query}")
        assert answer.status_code == 200
    numbers = client.get("/v1/statistics", headers=ana).get_json()
    assert (numbers["finalized"], numbers["match"]["final"]) == (1, 1)
    assert numbers["days"][0]["accepted"] == 1
    assert page.get("/review/statistics?step=year").status_code == 400
    assert client.get("/v1/statistics?coder=Ben", headers=ana).status_code == 404
    assert client.get("/v1/statistics?from=x", headers=ana).status_code == 400
    script = page.get("/review/static/plotly.min.js")
    assert script.mimetype == "text/javascript"
    assert len(script.data) > 1_000_000
    assert page.get("/review/static/nothing.js").status_code == 404
    assert page.get("/review/static/..%2f..%2fapp.py").status_code in (401, 404)


def test_the_record_that_is_not_open_is_said_as_a_page(
    page: FlaskClient, app: Flask, settings: Settings
) -> None:
    page.get("/review")
    app.extensions["chartside"]["record"].close()
    (settings.home / "review" / "keys.json").unlink()
    answer = page.get("/review")
    assert answer.status_code == 503
    assert "bring back keys.json" in answer.get_data(as_text=True)


def test_nothing_of_the_note_is_in_what_is_logged(
    page: FlaskClient, client: FlaskClient, ana: Headers, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    encounter = opened(client, ana)
    quote = [{"start": 0, "end": 9, "text": "Quetzalcoatlus"}]
    post(client, ana, f"{encounter}/decisions", kind="add", code="I10", evidence=quote)
    page.get(f"/review/encounters/{encounter}/report.pdf")
    said = "\n".join(record.getMessage() for record in caplog.records)
    assert "Quetzal" in NOTE
    assert "uetzal" not in said
    assert "/review/encounters/<encounter>/report.<form>" in said
    assert encounter not in said


def test_a_token_file_of_an_older_version_opens_the_page_under_the_clients_name(
    client: FlaskClient, settings: Settings
) -> None:
    store = TokenStore(settings.home)
    token = store.create("Chromium on laptop", "chrome-extension://" + "abcdefghijklmnop" * 2)
    text = store.path.read_text()
    store.path.write_text(re.sub(r',\s*"(coder|coder_id|role)": "[^"]*"', "", text))
    assert '"coder' not in store.path.read_text()
    page = entered(client, {"Authorization": f"Bearer {token}"})
    assert "Chromium on laptop" in page.get("/review").get_data(as_text=True)
