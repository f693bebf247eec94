"""A real `chartside serve` in a process of its own; nothing of a note may come out of it but the answer."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chartside.coding.suggester import Suggester

from . import CHROMIUM
from .serving import Serving

CANARY = "Quetzalcoatlus"


Start = Callable[..., Serving]


@pytest.fixture
def start(home: Path, suggester: Suggester, tmp_path: Path) -> Iterator[Start]:
    """Starts services with tokens of their own on the code set that is compiled already."""
    mine = tmp_path / "home"
    mine.mkdir()
    for folder in ("codesets", "vocabulary"):
        (mine / folder).symlink_to(home / folder, target_is_directory=True)
    running: list[Serving] = []

    def begin(*command: str) -> Serving:
        running.append(Serving(mine, *command))
        return running[-1]

    yield begin
    for service in running:
        service.stop()


def pair(service: Serving) -> dict[str, str]:
    """Pair as the extension does; the headers of its later requests."""
    code = service.wait_for(r"[Pp]airing code\s+(\d{3}-\d{3})")
    status, answer, _ = service.send("POST", "/v1/pair", {"code": code, "name": "t"}, {"Origin": CHROMIUM})
    assert status == 200
    return {"Authorization": f"Bearer {answer['token']}", "Origin": CHROMIUM}


def test_nothing_of_a_note_comes_out_but_the_answer(start: Start) -> None:
    service = start()
    headers = pair(service)
    note = f"HPI:\n{CANARY} denies chest pain.\n\nAssessment:\n1. Hypertension {CANARY}.\n2. {CANARY} asthma?"
    status, answer, _ = service.send("POST", "/v1/suggest", {"text": note, "id": CANARY}, headers)
    assert (status, answer["id"]) == (200, CANARY)
    trials = [
        ("POST", "/v1/suggest", b'{"text": "' + CANARY.encode(), 400),
        ("POST", "/v1/suggest", b"\xff" + CANARY.encode(), 400),
        ("POST", "/v1/suggest", {"text": "x", "date": CANARY}, 400),
        ("POST", "/v1/suggest", {"text": CANARY * 100_000}, 413),
        ("POST", f"/v1/suggest?{CANARY}", {"text": CANARY + "\ud800"}, 200),
        ("GET", f"/v1/codes?q={CANARY}", None, 200),
        ("GET", f"/v1/codes/{CANARY}", None, 404),
        ("GET", f"/{CANARY}?{CANARY}", None, 404),
        ("DELETE", f"/{CANARY}", None, 404),
        (CANARY.upper(), "/v1/health", None, 405),
        ("POST", "/v1/pair", {"code": CANARY, "name": CANARY}, 403),
    ]
    for method, path, body, expected in trials:
        assert service.send(method, path, body, headers)[0] == expected, (method, path)
    assert service.send("GET", "/v1/health", None, {"Host": CANARY})[0] == 403
    assert service.send("GET", "/v1/health", None, {"Authorization": CANARY})[0] == 200
    with socket.create_connection(("127.0.0.1", service.port)) as raw:
        raw.sendall(f"{CANARY} {CANARY}\r\nContent-Length: {CANARY}\r\n\r\n{CANARY}".encode())
        assert raw.recv(100)
    service.wait_for(r"POST (/v1/suggest) 200 \d+ ms")
    service.wait_for(r"(\(no such address\)) 404")
    assert service.stop() == 0
    assert CANARY.lower() not in service.printed.lower()
    assert CHROMIUM not in service.printed
    assert headers["Authorization"].split()[1] not in service.printed


BROKEN = """
import logging, sys, threading, time, warnings
import chartside.coding.suggester as floor

def suggest(self, note, *learned):
    from loguru import logger
    logger.debug("token {}", note.text)
    logging.getLogger("medspacy").error("cannot read %s", note.text)
    warnings.warn(note.text)
    if "wait" in note.text:
        time.sleep(3)
    raise RuntimeError(note.text)

floor.Suggester.suggest = suggest
import chartside.commands as commands
from dataclasses import replace
real = commands.run_serve
commands.run_serve = lambda asked, given: real(asked, replace(given, time_limit=0.3))
from chartside.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_nothing_comes_out_when_it_breaks_or_takes_too_long(start: Start, tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text(BROKEN, encoding="utf-8")
    service = start(str(tmp_path / "broken.py"))
    headers = pair(service)
    status, answer, _ = service.send("POST", "/v1/suggest", {"text": CANARY}, headers)
    assert (status, answer["error"]["code"]) == (500, "internal")
    status, answer, _ = service.send("POST", "/v1/suggest", {"text": f"wait {CANARY}"}, headers)
    assert (status, answer["error"]["code"]) == (504, "too_slow")
    status, answer, _ = service.send("POST", "/v1/suggest", {"text": CANARY}, headers)
    assert (status, answer["error"]["code"]) == (503, "busy")
    service.wait_for(r"(unexpected RuntimeError at \w+\.py:\d+)")
    assert service.stop() == 0
    assert CANARY not in service.printed


def test_a_chunked_body_has_the_same_limit(start: Start) -> None:
    service = start()
    headers = pair(service) | {"Transfer-Encoding": "chunked"}
    small = iter([b'{"text": "Has ', b'gout."}'])
    assert service.send("POST", "/v1/suggest", small, headers)[0] == 200
    large = iter([b'{"text": "'] + [b"x" * 65536] * 17 + [b'"}'])
    status, answer, answered = service.send("POST", "/v1/suggest", large, headers)
    assert (status, answer["error"]["code"]) == (413, "too_large")
    assert "server" not in answered


def test_a_token_is_good_after_a_restart_and_made_while_it_runs(start: Start) -> None:
    first = start()
    headers = pair(first)
    assert first.send("GET", "/v1/health", None, headers)[1]["paired"] is True
    made = subprocess.run(
        [sys.executable, "-m", "chartside.cli", "token", "script"],
        env=os.environ | {"CHARTSIDE_HOME": str(first.home)},
        capture_output=True,
        text=True,
        check=True,
    )
    script = {"Authorization": f"Bearer {made.stdout.strip()}"}
    assert first.send("GET", "/v1/health", None, script)[1]["coder"] == "script"
    assert first.stop(signal.SIGINT) == 0
    assert "Chartside has stopped." in first.printed
    second = start()
    for known in (headers, script):
        assert second.send("POST", "/v1/suggest", {"text": "gout"}, known)[0] == 200


def refused(home: Path, port: int) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "chartside.cli", "serve", "--port", str(port)],
        env=os.environ | {"CHARTSIDE_HOME": str(home)},
        capture_output=True, text=True, timeout=30,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


def test_a_taken_port_is_said_with_who_has_it(start: Start, tmp_path: Path) -> None:
    service = start()
    said = refused(tmp_path / "other", service.port)
    assert f"Port {service.port} is taken by another Chartside (" in said
    assert f"process {service.process.pid}" in said
    assert f"`chartside serve --port {service.port + 1}`" in said


def test_it_answers_on_one_address_alone(start: Start) -> None:
    with pytest.raises(OSError, match=r"refused|timed out|assign"):
        socket.create_connection(("127.0.0.2", start().port), timeout=5)


def test_a_port_taken_by_a_stranger_is_said_too(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        said = refused(tmp_path / "home", stranger.getsockname()[1])
    assert f"(process {os.getpid()})" in said
    assert "end that first, or choose another port" in said
