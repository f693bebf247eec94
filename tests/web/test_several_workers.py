"""Two services of one data folder and one record, side by side, as the processes of a department are."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from chartside.cli import DONE, main
from chartside.coding.suggester import Suggester
from chartside.department import Department
from chartside.review.tables import event
from chartside.settings import Settings
from chartside.web.app import create_app
from review.postgres import Server

from . import CHROMIUM
from .calls import Headers, get, opened, post
from .pagecalls import HERE, send


@pytest.fixture(scope="module")
def postgres() -> Iterator[Server]:
    """A real PostgreSQL server."""
    server = Server()
    yield server
    server.stop()


@dataclass
class Workers:
    """Clients of each of two processes, and the apps behind them."""

    clients: tuple[FlaskClient, FlaskClient]
    apps: tuple[Flask, Flask]
    capsys: pytest.CaptureFixture[str]

    def chartside(self, *arguments: str) -> str:
        """What a command prints."""
        assert main(list(arguments)) == DONE
        return self.capsys.readouterr().out

    def invitation(self, *arguments: str) -> str:
        return re.search(r"  (\w{4}-\w{4}-\w{4})\n", self.chartside("coder", "add", *arguments))[1]

    def pair(self, number: int, code: object, **more: object):
        body = {"code": code, "name": "Chromium on laptop", **more}
        return self.clients[number].post("/v1/pair", json=body, headers={"Origin": CHROMIUM})

    def coder(self, *arguments: str) -> Headers:
        """The headers of a browser that was invited and paired, at the first process."""
        token = self.pair(0, self.invitation(*arguments)).get_json()["token"]
        return {"Authorization": f"Bearer {token}", "Origin": CHROMIUM}


@pytest.fixture(params=["sqlite", "postgresql"])
def department(
    request: pytest.FixtureRequest,
    settings: Settings,
    suggester: Suggester,
    client_of: Callable[[Flask], FlaskClient],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Workers]:
    monkeypatch.setenv("CHARTSIDE_HOME", str(settings.home))
    monkeypatch.delenv("CHARTSIDE_DATABASE_URL", raising=False)
    if request.param == "postgresql":
        monkeypatch.setenv("CHARTSIDE_DATABASE_URL", request.getfixturevalue("postgres").url())
    one, other = (create_app(settings, suggester, department=Department("")) for _ in range(2))
    yield Workers((client_of(one), client_of(other)), (one, other), capsys)
    for app in (one, other):
        app.extensions["chartside"]["record"].close()


def test_from_an_invitation_to_an_audit(department: Workers) -> None:
    one, other = department.clients
    code = department.invitation("Ana Ruiz")
    paired = department.pair(1, code.lower().replace("-", " "), coder="Somebody Else")
    assert paired.get_json() | {"token": ""} == {
        "token": "", "name": "Chromium on laptop", "coder": "Ana Ruiz", "role": "coder",
    }  # fmt: skip
    assert [department.pair(number, code).status_code for number in (0, 1)] == [403, 403]
    ana = {"Authorization": f"Bearer {paired.get_json()['token']}", "Origin": CHROMIUM}
    encounter = opened(one, ana)
    assert post(other, ana, f"{encounter}/decisions", kind="accept", code="I10").status_code == 200
    assert post(one, ana, f"{encounter}/decisions", kind="add", code="E11.9").status_code == 200
    assert post(other, ana, f"{encounter}/finalize").status_code == 200

    audits = department.coder("Kim", "--role", "auditor")
    assert get(other, audits, encounter)["codes"] == ["I10", "E11.9"]
    assert post(other, audits, f"{encounter}/reopen").status_code == 403
    report = other.get(f"/v1/encounters/{encounter}/report.json", headers=audits)
    assert report.status_code == 200
    for client in (one, other):
        assert client.get("/v1/statistics?coder=Ana Ruiz", headers=audits).get_json()["finalized"] == 1
        assert client.get("/v1/statistics", headers=ana).get_json()["finalized"] == 1
    assert "nothing was changed" in department.chartside("audit", "verify")


def test_a_link_and_its_session_are_good_at_either_and_once(department: Workers) -> None:
    one, other = department.clients
    ana = department.coder("Ana")
    where = one.post("/v1/review-link", json={}, headers=ana).get_json()["url"].removeprefix(HERE)
    assert other.get(where).status_code == 303
    assert one.get(where).status_code == 401
    cookie = other.get_cookie("chartside_review", "127.0.0.1", "/review").value
    one.set_cookie("chartside_review", cookie, domain="127.0.0.1", path="/review")
    assert "Ana" in one.get("/review").get_data(as_text=True)
    assert other.get("/review").status_code == 200
    assert send(one, "leave").status_code == 200
    assert other.get("/review").status_code == 401


def test_beats_at_both_are_one_total(department: Workers) -> None:
    one, other = department.clients
    ana = department.coder("Ana")
    encounter = opened(one, ana, since=600)
    for client in (one, other, one):
        told = post(client, ana, f"{encounter}/activity", seconds=40).get_json()["active_seconds"]
    assert told == 120
    assert post(other, ana, f"{encounter}/decisions", kind="accept", code="I10").status_code == 200
    assert get(one, ana, encounter)["active_seconds"] == 120


def test_a_decision_that_is_sent_again_to_the_other_is_written_once(department: Workers) -> None:
    one, other = department.clients
    ana = department.coder("Ana")
    encounter = opened(one, ana)
    told = [
        post(client, ana, f"{encounter}/decisions", kind="accept", code="I10", number=1).get_json()
        for client in (one, other, one)
    ]
    assert told[0] == told[1] == told[2]
    assert len(get(other, ana, encounter)["decisions"]) == 1
    different = post(other, ana, f"{encounter}/decisions", kind="accept", code="E11.9", number=1)
    assert different.status_code == 409


def test_what_one_learns_the_other_knows(department: Workers) -> None:
    one, other = department.clients
    ana, lee = department.coder("Ana"), department.coder("Lee", "--role", "administrator")
    for _ in range(10):
        encounter = opened(one, ana)
        assert post(one, ana, f"{encounter}/decisions", kind="accept", code="I10").status_code == 200
    # A process that has read nothing yet lets nobody take back what is another's.
    (mine, *_) = one.get("/v1/learned", headers=ana).get_json()["effects"]
    ben = department.coder("Ben")
    assert other.post("/v1/learned/revert", json={"id": mine["id"]}, headers=ben).status_code == 404
    own = [each for each in other.get("/v1/learned", headers=ana).get_json()["effects"] if each["own"]]
    assert own
    for client, who in ((one, ana), (other, lee)):
        told = {each["id"] for each in client.get("/v1/learned", headers=who).get_json()["effects"]}
        assert bool(told & {each["id"] for each in own}) == (who is ana)
    back = other.post("/v1/learned/revert", json={"id": own[0]["id"]}, headers=ana).get_json()["effects"]
    assert own[0]["id"] not in {each["id"] for each in back}
    assert one.get("/v1/learned", headers=ana).get_json()["effects"] == back


def test_a_coder_who_is_removed_is_refused_by_both_at_once(department: Workers) -> None:
    one, other = department.clients
    ana = department.coder("Ana")
    waiting = department.invitation("Ana")
    where = one.post("/v1/review-link", json={}, headers=ana).get_json()["url"].removeprefix(HERE)
    assert other.get(where).status_code == 303
    department.chartside("coder", "remove", "Ana")
    bare = {"Authorization": ana["Authorization"]}
    for client in (one, other):
        assert client.get("/v1/codes?q=gout", headers=bare).status_code == 401
        assert client.post("/v1/suggest", json={"text": "Gout."}, headers=ana).status_code == 403
        assert client.get("/v1/health", headers=bare).get_json()["paired"] is False
    assert other.get("/review").status_code == 401
    assert department.pair(1, waiting).status_code == 403


def test_guesses_are_counted_over_both(department: Workers) -> None:
    code = department.invitation("Ana")
    answers = [department.pair(number % 2, "0000-0000-0000") for number in range(5)]
    assert [answer.status_code for answer in answers] == [403] * 5
    late = department.pair(1, code)
    assert late.status_code == 429
    assert 290 <= int(late.headers["Retry-After"]) <= 300


def test_six_digits_are_told_to_ask_for_an_invitation(department: Workers) -> None:
    answer = department.pair(0, "123-456")
    assert answer.status_code == 403
    assert "pairs by invitation" in answer.get_json()["error"]["message"]
    scripts = department.clients[0].post("/v1/pair", json={"code": "x", "name": "y"})
    assert scripts.status_code == 403
    with department.apps[0].extensions["chartside"]["record"].reviews().database.read() as connection:
        assert connection.execute(select(event)).first() is None


def test_an_invitation_is_not_lost_when_the_token_cannot_be_written(
    department: Workers, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = department.invitation("Ana")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("chartside.web.tokens.os.replace", full)
        assert department.pair(0, code).status_code == 503
    assert Path(settings.home, "tokens.json").exists() is False
    assert department.pair(1, code).get_json()["coder"] == "Ana"
