"""The real thing, built once for the whole run: code set, vocabulary, suggester, service."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from chartside.codesets.database import compile_lock
from chartside.codesets.index import read_index
from chartside.codesets.index_store import AlphabeticIndex, compile_index
from chartside.coding.suggester import Suggester, build_suggester
from chartside.settings import Settings
from chartside.web.app import create_app
from chartside.web.tokens import TokenStore
from cli_process import Run
from clock import Clock

PORT = 8765
INDEX = Path(__file__).parent / "codesets" / "data"
# Keys of test records never go into the keyring of whoever runs the tests.
os.environ["CHARTSIDE_KEYS"] = "file"

ClientOf = Callable[[Flask], FlaskClient]


@pytest.fixture
def clock() -> Clock:
    """A clock that stands until it is moved."""
    return Clock()


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose code set and vocabulary are compiled; tests put no tokens there."""
    return tmp_path_factory.mktemp("chartside-home")


@pytest.fixture(scope="session")
def suggester(home: Path) -> Iterator[Suggester]:
    """The suggester as the service and the command line build it."""
    built = build_suggester(home)
    yield built
    built.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data folder of the test's own, for tokens."""
    return Settings(home=tmp_path / "home", port=PORT)


@pytest.fixture
def codes_shown() -> list[str]:
    """The pairing codes that the terminal would show, oldest first."""
    return []


@pytest.fixture
def app(settings: Settings, suggester: Suggester, codes_shown: list[str]) -> Flask:
    """The whole service on the real suggester, with a pairing code shown."""
    made = create_app(settings, suggester, show_code=codes_shown.append)
    made.extensions["chartside"]["desk"].open()
    return made


@pytest.fixture
def client_of() -> ClientOf:
    """A client of an app that says the right Host."""

    class Client(FlaskClient):
        def open(self, *args: Any, **kwargs: Any) -> Any:
            kwargs.setdefault("base_url", f"http://127.0.0.1:{PORT}")
            return super().open(*args, **kwargs)

    def make(app: Flask) -> FlaskClient:
        app.test_client_class = Client
        return app.test_client()

    return make


@pytest.fixture
def client(app: Flask, client_of: ClientOf) -> FlaskClient:
    """A client without a token."""
    return client_of(app)


@pytest.fixture
def token(settings: Settings) -> str:
    """A script's token, as `chartside token` makes it."""
    return TokenStore(settings.home).create("a test")


@pytest.fixture
def bearer(token: str) -> dict[str, str]:
    """The header that carries the token."""
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def run(home: Path, suggester: Suggester) -> Run:
    """Runs `chartside`; the fixture `suggester` has compiled what it needs."""

    def chartside(*arguments: str, stdin: bytes = b"", **more: object) -> subprocess.CompletedProcess[bytes]:
        env = os.environ | {"CHARTSIDE_HOME": str(home), "PYTHONIOENCODING": "ascii"} | more.pop("env", {})
        command = [sys.executable, "-m", "chartside.cli", *arguments]
        done = subprocess.run(command, input=stdin, capture_output=True, timeout=120, env=env, **more)
        assert b"Traceback" not in done.stderr
        return done

    return chartside


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AlphabeticIndex]:
    """A compiled index of our own, all four of its parts."""
    folder = tmp_path_factory.mktemp("index")
    files = []
    for part in ("index", "external", "neoplasm", "drugs"):
        with (INDEX / f"{part}-small.xml").open("rb") as stream:
            files.append(read_index(stream))
    with compile_lock(folder):
        compile_index(folder / "index.sqlite", files)
    with AlphabeticIndex(folder / "index.sqlite") as opened:
        yield opened
