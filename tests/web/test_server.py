"""A real department's service: workers that come and go, TLS, a socket of systemd's; nobody is let down."""

import http.client
import json
import os
import select
import signal
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest

from chartside.coding.suggester import Suggester
from chartside.web.tokens import TokenStore
from review.postgres import Server

from . import CHROMIUM, STRANGER
from .departments import NOTE, Serving, Start, ask, make_certificate

NAME = "codes.example.org"
LINES = http.client.HTTPConnection


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
        return running[-1]

    yield begin
    for service in running:
        service.stop()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls"), NAME)


class Stream:
    """Asks one thing after the other, in several threads, until it is told to stop; a refusal is kept."""

    def __init__(self, service: Serving, headers: dict[str, str], kept_alive: bool) -> None:
        self._service, self._headers, self._kept_alive = service, headers, kept_alive
        self.answered, self.failed = 0, list[object]()
        self._enough = threading.Event()
        self._news = threading.Condition()
        self._threads = [threading.Thread(target=self._work, args=(number,)) for number in range(3)]
        for thread in self._threads:
            thread.start()

    def wait_for_more(self, count: int = 10) -> None:
        """Until so many more were answered, or one was not."""
        with self._news:
            wanted = self.answered + count
            assert self._news.wait_for(lambda: self.answered >= wanted or self.failed, 60)

    def end(self) -> None:
        """Stop asking."""
        self._enough.set()
        for thread in self._threads:
            thread.join(timeout=60)

    def _work(self, number: int) -> None:
        line = self._service.connection()
        while not self._enough.is_set():
            try:
                body = {"text": NOTE} if number == 0 else None
                where = "/v1/suggest" if body else "/v1/codes?q=gout"
                status = self._once(line, "POST" if body else "GET", where, body)
            except (OSError, http.client.HTTPException) as error:
                status = repr(error)
            with self._news:
                self.answered += 1
                if status != 200:
                    self.failed.append(status)
                self._news.notify_all()
        line.close()

    def _once(self, line: LINES, method: str, where: str, body: object) -> int:
        if self._kept_alive:
            line.request(method, where, body and b'{"text": "Gout."}', self._headers)
            answer = line.getresponse()
            answer.read()
            return answer.status
        return ask(self._service.connection(), method, where, body, self._headers)[0]


@contextmanager
def in_flight(service: Serving, headers: dict[str, str]) -> Iterator[tuple[socket.socket, bytes]]:
    """A request that a worker has begun to read, and the body that it waits for."""
    body = json.dumps({"text": NOTE}).encode()
    told = headers | {"Host": f"127.0.0.1:{service.port}", "Content-Type": "application/json"}
    told |= {"Content-Length": str(len(body)), "Expect": "100-continue"}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    with socket.create_connection(("127.0.0.1", service.port), timeout=60) as line:
        line.sendall(f"POST /v1/suggest HTTP/1.1\r\n{head}\r\n".encode())
        assert line.recv(4096).startswith(b"HTTP/1.1 100 ")
        yield line, body


def test_workers_come_and_go_and_nobody_is_turned_away(start: Start) -> None:
    often = {f"CHARTSIDE_RATE_{kind}": "100000/minute" for kind in ("SUGGEST", "LOOKUP")}
    service = start(often).ready()
    ana = service.coder()
    status, answer, _ = service.send("POST", "/v1/encounters", {"note": {"text": NOTE}}, ana)
    assert status == 200
    assert {"I10", "Z79.4"} <= {each["code"] for each in answer["result"]["suggestions"]}
    where = f"/v1/encounters/{answer['encounter']}"
    codes = ["I10", "Z79.4", "E11.9", "R05.9"]
    for number, code in enumerate(codes, 1):
        told = {"kind": "add", "code": code, "number": number}
        assert service.send("POST", f"{where}/decisions", told, ana)[0] == 200

    # One is killed: another takes its place, and what was decided stands.
    first = service.workers()
    assert len(first) == 2
    os.kill(min(first), signal.SIGKILL)
    service.wait_for(r"(?s)SIGKILL.*Booting worker")
    found = service.send("GET", where, None, ana)[1]["encounter"]
    assert [each["code"] for each in found["decisions"]] == codes

    # All are replaced while requests come in.
    for kept_alive in (False, True):
        before, printed = service.workers(), len(service.printed)
        ends = [os.pidfd_open(pid) for pid in before]
        stream = Stream(service, ana | {"Content-Type": "application/json"}, kept_alive)
        stream.wait_for_more()
        service.process.send_signal(signal.SIGHUP)
        service.wait_for(r"(?s)Booting worker.*Booting worker", printed)
        for end in ends:
            assert select.select([end], [], [], 60)[0], service.printed
            os.close(end)
        stream.wait_for_more()
        stream.end()
        assert stream.failed == [], service.printed
        assert len(service.workers() - before) == 2

    # Numbers are of all workers, also of those that are gone.
    monitor = {"Authorization": f"Bearer {TokenStore(service.home).create('watch', role='monitor')}"}
    until = monotonic() + 30  # the master hears a little later that a worker has ended
    text = ""
    while "chartside_workers 2.0" not in text and monotonic() < until:
        status, text, headers = service.send("GET", "/metrics", None, monitor)
        assert status == 200
    assert headers["content-type"].startswith("text/plain")
    for path in ("/livez", "/metrics", "/no-such-page"):
        assert "server" not in service.send("GET", path)[2]
    assert 'chartside_decisions_total{kind="decided"} 4.0' in text
    assert "chartside_workers 2.0" in text
    assert 'route="/v1/encounters/<encounter>/decisions"' in text
    assert answer["encounter"] not in text

    # Told to end, it answers what it was asked.
    with in_flight(service, ana) as (line, body):
        printed = len(service.printed)
        service.process.send_signal(signal.SIGTERM)
        service.wait_for(r"Handling signal: term", printed)
        line.sendall(body)
        assert b" 200 OK" in line.recv(65536)
    assert service.stop() == 0
    lines = service.logged()
    answered = {line["worker"] for line in lines if line["message"] == "request"}
    assert service.process.pid not in answered
    assert "Gout" not in service.printed
    assert "Hypertension" not in service.printed


def test_it_says_at_once_why_it_does_not_start(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        bind = f"127.0.0.1:{taken.getsockname()[1]}"
        refused = {
            "CHARTSIDE_BIND": (bind, rf"chartside: {bind} cannot be used \(.*\); end what listens there"),
            "CHARTSIDE_DATABASE_URL": ("postgresql://127.0.0.1:1/none", "(?s)the database is not there"),
            "CHARTSIDE_WORKERS": ("0", "chartside: CHARTSIDE_WORKERS must be"),
        }
        for name, (value, said) in refused.items():
            service = start({name: value})
            service.wait_for(said)
            assert service.process.wait(timeout=60) in (1, 2)
            assert "Traceback" not in service.printed


def test_over_tls_on_a_socket_of_systemds(start: Start, certificate: Path) -> None:
    told = {
        "CHARTSIDE_TLS_CERT": str(certificate), "CHARTSIDE_TLS_KEY": str(certificate.with_name("key.pem")),
        "CHARTSIDE_BIND": "0.0.0.0:0", "CHARTSIDE_HOSTS": NAME, "CHARTSIDE_WORKERS": "1",
    }  # fmt: skip
    with socket.create_server(("127.0.0.1", 0)) as listener:
        service = start(told, listening=listener.fileno()).ready()
        assert (service.scheme, service.port) == ("https", listener.getsockname()[1])
        ana = service.coder() | {"Host": NAME}

        def send(method: str, path: str, body: object = None, **more: str) -> tuple[int, object, dict]:
            return service.send(method, path, body, ana | more, trusted=certificate)

        status, answer, headers = send("POST", "/v1/suggest", {"text": NOTE})
        assert (status, headers["access-control-allow-origin"]) == (200, CHROMIUM)
        assert "I10" in {each["code"] for each in answer["suggestions"]}
        assert send("POST", "/v1/suggest", {"text": NOTE}, Host="evil.example")[0] == 403
        assert send("GET", "/v1/codes?q=gout", Host=f"127.0.0.1:{service.port}")[0] == 403
        assert send("POST", "/v1/suggest", {"text": NOTE}, Origin=STRANGER)[0] == 403
        assert send("GET", "/livez", Host="10.0.0.7")[:2] == (200, "ok\n")

        # The review page is linked by the name that it was asked by, and its cookie goes over TLS only.
        link = send("POST", "/v1/review-link", {})[1]["url"]
        assert link.startswith(f"https://{NAME}/review?code=")
        status, _, headers = service.send(
            "GET", link.removeprefix(f"https://{NAME}"), None, {"Host": NAME}, trusted=certificate
        )
        assert status == 303
        assert "Secure" in headers["set-cookie"]

        old = ssl.create_default_context(cafile=str(certificate))
        old.set_ciphers("ALL:@SECLEVEL=0")
        with pytest.deprecated_call():
            old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
        line = socket.create_connection(("127.0.0.1", service.port), timeout=60)
        with line, pytest.raises(ssl.SSLError, match="PROTOCOL_VERSION"):
            old.wrap_socket(line, server_hostname=NAME)

        # Stopped and started anew: who asks meanwhile waits, and is answered.
        assert service.stop() == 0
        context = ssl.create_default_context(cafile=str(certificate))
        with socket.create_connection(listener.getsockname(), timeout=90) as line:
            start(told, listening=listener.fileno()).ready()
            with context.wrap_socket(line, server_hostname=NAME) as secure:
                secure.sendall(f"GET /readyz HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n".encode())
                assert b" 200 OK" in secure.recv(4096)
