"""The examples of scripts/deploy do what they say: nginx runs before the service, the others are read."""

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from chartside.cli import build_parser
from chartside.coding.suggester import Suggester
from chartside.department import VARIABLES, read_department
from chartside.web.proof import key_of, name_of, proof_of
from chartside.web.tokens import TokenStore
from review.postgres import Server
from web import CHROMIUM
from web.departments import NOTE, Serving, ask, make_certificate

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "scripts" / "deploy"
NAME = "codes.example.org"
GUESS = {"code": "7KQM-2X9D-RB4T", "name": "Chromium"}
UNITS = ("chartside.service", "chartside.socket")


def settings() -> dict[str, str]:
    lines = (DEPLOY / "department.env").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def options(unit: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (DEPLOY / unit).read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            name, value = line.split("=", 1)
            found.setdefault(name, []).append(value)
    return found


def test_the_settings_are_good_ones_and_named_in_the_help() -> None:
    told = settings()
    assert set(told) <= set(VARIABLES)
    department = read_department(told)
    assert (department.hosts, department.proxies) == ((NAME,), ("127.0.0.1",))
    assert department.is_local


def test_the_unit_gives_the_service_little_and_lets_it_end(tmp_path: Path) -> None:
    service = options("chartside.service")
    wanted = {
        "ProtectSystem": "strict", "ProtectHome": "yes", "NoNewPrivileges": "yes", "DynamicUser": "yes",
        "StateDirectory": "chartside", "PrivateTmp": "yes", "CapabilityBoundingSet": "", "UMask": "0077",
        "Type": "notify", "KillMode": "mixed", "ExecReload": "/bin/kill -HUP $MAINPID",
    }  # fmt: skip
    assert {name: service[name][0] for name in wanted} == wanted
    assert int(service["TimeoutStopSec"][0]) > 30  # the time of a note, and a little
    (command,) = service["ExecStart"]
    build_parser().parse_args(command.split()[1:])
    assert options("chartside.socket")["ListenStream"] == [settings()["CHARTSIDE_BIND"]]
    program = shutil.which("systemd-analyze")
    if program is not None:
        for unit in UNITS:
            text = (DEPLOY / unit).read_text(encoding="utf-8").replace(command.split()[0], "/bin/true")
            (tmp_path / unit).write_text(text, encoding="utf-8")
        paths = [str(tmp_path / unit) for unit in UNITS]
        said = subprocess.run(
            [program, "verify", *paths], capture_output=True, text=True, timeout=60, check=False
        )
        ours = [line for line in (said.stdout + said.stderr).splitlines() if "chartside" in line]
        assert ours == []


def test_the_container_copies_what_there_is_and_runs_the_service() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    for words in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE):
        for name in words.split()[:-1]:
            assert (ROOT / name).exists(), name
    found = {word: re.search(rf"^{word} (\[.*\])$", text, re.MULTILINE) for word in ("ENTRYPOINT", "CMD")}
    entry, command = (json.loads(each[1]) for each in found.values())
    assert Path(entry[0]).name == "chartside"
    assert build_parser().parse_args(command).department
    assert "USER chartside" in text
    readme = (DEPLOY / "README.md").read_text(encoding="utf-8")
    assert re.search(r"`(podman build .+)`", text)[1] in readme


def test_the_readme_names_every_file_and_commands_that_there_are() -> None:
    readme = (DEPLOY / "README.md").read_text(encoding="utf-8")
    assert {path.name for path in DEPLOY.iterdir()} - {"README.md"} <= set(re.findall(r"`([\w.]+)`", readme))
    assert set(re.findall(r"CHARTSIDE_\w+", readme)) <= {*VARIABLES, "CHARTSIDE_HOME", "CHARTSIDE_KEYS"}
    run = (
        "coder add Ana",
        "coder list",
        "audit key export -o keys.chartside",
        "token monitor --role monitor",
    )
    for line in run:
        build_parser().parse_args(line.split())


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return make_certificate(tmp_path, NAME)


@pytest.fixture
def proxied(
    home: Path, suggester: Suggester, tmp_path: Path, certificate: Path
) -> Iterator[tuple[Serving, int]]:
    """A service with nginx before it, as the example has it, and nginx's port, which browsers then name."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    postgres, mine = Server(), tmp_path / "home"
    mine.mkdir()
    for folder in ("codesets", "vocabulary"):
        (mine / folder).symlink_to(home / folder, target_is_directory=True)
    told = settings() | {"CHARTSIDE_BIND": "127.0.0.1:0", "CHARTSIDE_WORKERS": "1"}
    told["CHARTSIDE_HOSTS"] += f",{NAME}:{port}"
    del told["CHARTSIDE_DATABASE_URL"]
    service = Serving(mine, postgres.url(), told).ready()
    nginx = started(tmp_path, certificate, service.port, port)
    try:
        yield service, port
    finally:
        nginx.terminate()
        nginx.wait(timeout=30)
        service.stop()
        postgres.stop()


def started(folder: Path, certificate: Path, behind: int, port: int) -> subprocess.Popen[bytes]:
    """nginx with the example, which answers."""
    example = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    ours = {
        "server 127.0.0.1:8765;": f"server 127.0.0.1:{behind};",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "/etc/chartside/cert.pem": str(certificate),
        "/etc/chartside/key.pem": str(certificate.with_name("key.pem")),
    }
    for theirs, put in ours.items():
        assert theirs in example
        example = example.replace(theirs, put)
    (folder / "example.conf").write_text(example, encoding="utf-8")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root; " if os.geteuid() == 0 else ""
    main = (
        f"{user}daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; events {{}} "
        f"http {{ {temporary} include {folder}/example.conf; }}"
    )
    (folder / "nginx.conf").write_text(main, encoding="utf-8")
    path = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"
    program = shutil.which("nginx", path=path)
    assert program, "nginx is missing; install it (on Debian `sudo apt-get install nginx-light`)."
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 30
    while time.monotonic() < until:
        assert process.poll() is None, (folder / "nginx.log").read_text(encoding="utf-8")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return process
    raise AssertionError("nginx does not answer")


def test_nginx_in_front_hands_on_who_asked_and_how(proxied: tuple[Serving, int], certificate: Path) -> None:
    service, port = proxied
    name = f"{NAME}:{port}"
    ana = service.coder() | {"Host": name}

    def send(
        method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> tuple[int, object, dict[str, str]]:
        context = ssl.create_default_context(cafile=str(certificate))
        line = http.client.HTTPSConnection("127.0.0.1", port, timeout=60, context=context)
        return ask(line, method, path, body, headers)

    named = ana | {"X-Request-ID": "from-the-proxy"}
    status, answer, told = send("POST", "/v1/suggest", {"text": NOTE}, named)
    assert (status, told["x-request-id"]) == (200, "from-the-proxy")
    assert told["strict-transport-security"]
    assert "I10" in {each["code"] for each in answer["suggestions"]}

    # What a client says about itself under a proxy's names does not get through.
    forged = {
        "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http", "X-Forwarded-For": "10.0.0.9",
        "Forwarded": "host=evil.example;proto=http",
    }  # fmt: skip
    status, answer, _ = send("POST", "/v1/review-link", {}, ana | forged)
    assert (status, answer["url"].split("?")[0]) == (200, f"https://{name}/review")
    bare = send("POST", "/v1/review-link", {}, ana | {"Host": NAME.upper()})[1]["url"]
    assert bare.lower().startswith(f"https://{NAME}/review?")
    for forged_name in (f"{NAME}:1", f"{NAME}:{port}0"):
        assert send("POST", "/v1/review-link", {}, ana | {"Host": forged_name})[0] == 403
    for stranger in ("evil.example", f"evil.example:{port}", f"{NAME}.evil.example:{port}"):
        with pytest.raises(http.client.RemoteDisconnected):
            send("GET", "/v1/health", None, {"Host": stranger})

    # The proof holds for the address that the browser has.
    key = key_of(TokenStore(service.home).clients()[0])
    asked = {"client": name_of(key), "nonce": "ab" * 32}
    proof = send("POST", "/v1/proof", asked, {"Host": name})[1]["proof"]
    assert proof == proof_of(key, bytes.fromhex("ab" * 32), name)

    # The review page: its cookie goes over TLS only, its form is believed by its own origin.
    browser = {"Host": name, "Sec-Fetch-Site": "none"}
    status, _, told = send("GET", answer["url"].removeprefix(f"https://{name}"), None, browser)
    assert (status, told["location"]) == (303, "/review")
    cookie = told["set-cookie"]
    assert "Secure" in cookie
    browser |= {"Cookie": cookie.split(";")[0], "Sec-Fetch-Site": "same-origin"}
    status, page, _ = send("GET", "/review", None, browser)
    assert status == 200
    word = re.search(r'name="csrf" value="([^"]+)"', page)[1]
    form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{name}"}
    bad = form | {"Origin": f"http://{name}"}
    assert send("POST", "/review/leave", f"csrf={word}".encode(), browser | bad)[0] == 403
    assert send("POST", "/review/leave", f"csrf={word}".encode(), browser | form)[0] == 200
    assert send("GET", "/review", None, browser)[0] == 401

    # Who guesses invitations is known by the real address, whatever is said to the proxy.
    guesser = {"Host": name, "Origin": CHROMIUM}
    tried = [
        send("POST", "/v1/pair", GUESS, guesser | {"X-Forwarded-For": f"10.0.0.{number}"})[0]
        for number in range(6)
    ]
    assert (tried[0], tried[-1]) == (403, 429)

    # Too much is refused: a little too much with a sentence, far too much at once.
    status, answer, _ = send("POST", "/v1/suggest", {"text": "x" * 1_200_000}, ana)
    assert (status, answer["error"]["code"]) == (413, "too_large")
    assert send("GET", "/metrics", None, ana)[0] == 404
    assert send("GET", "/readyz", None, {"Host": name})[0] == 404
    assert service.send("GET", "/readyz")[0] == 200
