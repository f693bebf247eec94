from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from chartside.settings import Settings
from chartside.web.record import Record

from . import CHROMIUM
from .calls import NOTE, Headers, opened


def test_pairing_names_the_coder_and_is_in_the_record(
    app: Flask, client: FlaskClient, codes_shown: list[str]
) -> None:
    body = {"code": codes_shown[-1], "name": "Chromium on laptop", "coder": " Ana  Ruiz "}
    answer = client.post("/v1/pair", json=body, headers={"Origin": CHROMIUM}).get_json()
    assert answer["coder"] == "Ana Ruiz"
    headers = {"Authorization": f"Bearer {answer['token']}", "Origin": CHROMIUM}
    health = client.get("/v1/health", headers=headers).get_json()
    assert (health["coder"], health["record"]) == ("Ana Ruiz", "")
    assert "decisions" in health["capabilities"]
    with app.extensions["chartside"]["record"].reviews().database.read() as connection:
        kinds = connection.exec_driver_sql("SELECT kind FROM event ORDER BY seq").scalars().all()
    assert kinds == ["coder_added", "browser_paired"]


def test_a_record_without_its_keys_is_refused_while_suggestions_go_on(
    client: FlaskClient, settings: Settings, ana: Headers, app: Flask
) -> None:
    opened(client, ana)
    record = app.extensions["chartside"]["record"]
    record.close()
    keys = settings.home / "review" / "keys.json"
    kept = keys.rename(settings.home / "away.json")
    answer = client.get("/v1/encounters", headers=ana)
    assert answer.status_code == 503
    said = answer.get_json()["error"]["message"]
    assert "bring back keys.json" in said
    assert client.get("/v1/health", headers=ana).get_json()["record"] == said
    assert client.post("/v1/suggest", json={"text": NOTE}, headers=ana).status_code == 200
    assert client.post("/v1/encounters", json={"note": {"text": NOTE}}, headers=ana).status_code == 503
    kept.rename(keys)
    record.close()  # as after the pause in which it is not tried again
    assert len(client.get("/v1/encounters", headers=ana).get_json()["encounters"]) == 1


def test_a_record_that_could_not_be_opened_is_tried_again_after_a_pause(tmp_path: Path) -> None:
    now = [0.0]
    (tmp_path / "review").write_text("a file where the folder should be")
    record = Record(tmp_path, lambda: now[0])
    assert record.trouble()
    (tmp_path / "review").unlink()
    assert record.trouble()
    now[0] += 6
    assert record.trouble() == ""
    record.close()
