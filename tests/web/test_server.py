"""A real department's service: workers that come and go, TLS, a socket of systemd's; nobody is let down."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chartside.coding.suggester import Suggester
from review.postgres import Server

from .departments import NOTE, Serving, Start

NAME = "codes.example.org"


@pytest.fixture(scope="module")
def postgres() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def start(home: Path, suggester: Suggester, tmp_path: Path, postgres: Server) -> Iterator[Start]:
    """Starts services of one data folder and one database."""
    mine, url = tmp_path / "home", postgres.url()
    mine.mkdir()
    for folder in ("codesets", "vocabulary"):
        (mine / folder).symlink_to(home / folder, target_is_directory=True)
    running: list[Serving] = []

    def begin(told: dict[str, str] | None = None, **more: int) -> Serving:
        running.append(Serving(mine, url, told, **more))
        return running[-1].ready()

    yield begin
    for service in running:
        service.stop()


def test_it_suggests_and_keeps_decisions_whichever_worker_answers(start: Start) -> None:
    service = start()
    ana = service.coder()
    status, answer, _ = service.send("POST", "/v1/encounters", {"note": {"text": NOTE}}, ana)
    assert status == 200
    assert {"I10", "Z79.4"} <= {each["code"] for each in answer["result"]["suggestions"]}
    where = f"/v1/encounters/{answer['encounter']}"
    for number, code in enumerate(("I10", "Z79.4", "E11.9", "R05.9"), 1):
        told = {"kind": "add", "code": code, "number": number}
        assert service.send("POST", f"{where}/decisions", told, ana)[0] == 200
    found = service.send("GET", where, None, ana)[1]["encounter"]
    assert [each["code"] for each in found["decisions"]] == ["I10", "Z79.4", "E11.9", "R05.9"]
    assert service.stop() == 0
    answered = {line["worker"] for line in service.logged() if line["message"] == "request"}
    assert service.process.pid not in answered
