"""Makes .venv and installs what a lock file names, with nothing but the standard library.

Every failure is a `Stop` with one sentence that says what to do. A stamp in .venv remembers which
lock was installed, so a second run starts at once.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
CHARTSIDE = BIN / ("chartside.exe" if os.name == "nt" else "chartside")
RUN_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-test.lock"
NODE_LOCK = ROOT / "requirements-node.lock"
OLDEST, NEWEST = (3, 11), (3, 13)
_STAMP = VENV / "chartside-installed.json"


class Stop(Exception):
    """The set-up cannot go on; the text says why and what to do."""


def use_supported_python() -> None:
    """Start the calling script again under Python 3.11 to 3.13 if this one is older or newer.

    Raises:
        Stop: there is no such Python on this computer.
    """
    if OLDEST <= tuple(sys.version_info[:2]) <= NEWEST:
        return
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found and subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode == 0:
            sys.stdout.flush()
            raise SystemExit(subprocess.call([found, *sys.argv]))
    raise Stop(
        f"Chartside needs Python 3.11, 3.12 or 3.13 and this is {sys.version_info[0]}.{sys.version_info[1]}: "
        "install one of them and start the script with it, for example `python3.12 scripts/run.py`."
    )


def may_apt() -> bool:
    """Whether packages of the system can be installed without asking: Debian or Ubuntu, as root."""
    return os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(packages: Iterable[str]) -> None:
    """Install Debian packages by name.

    Raises:
        Stop: apt-get failed; its last words are in the text.
    """
    names = list(packages)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *names]
    with Line(f"Installing {', '.join(names)}"):
        done = subprocess.run(install, capture_output=True, text=True, env=env, check=False)
        if done.returncode:  # the package lists may be missing or old
            subprocess.run(["apt-get", "update", "-q"], capture_output=True, env=env, check=False)
            done = subprocess.run(install, capture_output=True, text=True, env=env, check=False)
        if done.returncode:
            raise Stop(f"apt-get could not install {', '.join(names)}; it said: {_tail(done.stderr, 3)}")


def make_environment() -> None:
    """Make .venv, or make it anew when its Python is gone or of another version.

    Raises:
        Stop: Python's venv module is incomplete, as on a bare Debian, and cannot be installed here.
    """
    if _version_of(PYTHON) == tuple(sys.version_info[:2]) and _runs(PYTHON, "import pip"):
        return
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        package = f"python3.{sys.version_info[1]}-venv"
        if not may_apt():
            raise Stop(
                f"Python's venv module is incomplete here: install it (on Debian and Ubuntu "
                f"`sudo apt-get install {package}`) and run this again."
            )
        apt_install([package])
    with Line("Making .venv"):
        made = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
        )
        if made.returncode:
            said = _tail(made.stdout + made.stderr, 3)
            raise Stop(f"Python could not make {VENV}: {said}")


def install(lock: Path) -> None:
    """Install exactly what `lock` names, hashes checked, and the project itself, editable.

    Raises:
        Stop: pip failed; its last words are in the text.
    """
    # The lock has the build backend too, so nothing is fetched that the lock does not name.
    install_packages(lock, ["--no-deps", "--no-build-isolation", "-e", str(ROOT)])


def install_packages(lock: Path, then: list[str] | None = None) -> None:
    """Install exactly what `lock` names, unless a stamp says it is done; `then` goes to pip afterwards.

    Raises:
        Stop: pip failed; its last words are in the text.
    """
    stamp = _stamp_of(lock)
    if stamp in _read_stamps():
        return
    with Line(f"Installing {lock.name}") as line:
        _pip(["--require-hashes", "-r", str(lock)], line)
        if then:
            _pip(then, line)
    _STAMP.write_text(json.dumps([*_read_stamps(), stamp]), encoding="utf-8")


def _pip(arguments: list[str], line: Line) -> None:
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *arguments]
    said: list[str] = []
    count = 0
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as pip:
        assert pip.stdout is not None
        for text in pip.stdout:
            said.append(text)
            if text.startswith("Collecting "):
                count += 1
                line.detail = f"{count}: {text.split()[1].split('==')[0]}"
            elif text.startswith("Installing collected"):
                line.detail = "unpacking"
    if pip.returncode:
        errors = [text for text in said if "ERROR" in text] or said
        raise Stop(
            f"pip could not install the packages; check the network and run this again. "
            f"It said: {_tail(''.join(errors), 4)}"
        )


def _stamp_of(lock: Path) -> str:
    digest = hashlib.sha256(f"{VENV} {sys.version_info[:2]}".encode())
    for file in (lock, ROOT / "pyproject.toml"):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _read_stamps() -> list[str]:
    try:
        return [str(stamp) for stamp in json.loads(_STAMP.read_text(encoding="utf-8"))]
    except (OSError, ValueError):
        return []


def _version_of(python: Path) -> tuple[int, ...] | None:
    ask = [str(python), "-c", "import sys; print(*sys.version_info[:2])"]
    try:
        said = subprocess.run(ask, capture_output=True, text=True, check=False).stdout
    except OSError:
        return None
    return tuple(int(part) for part in said.split()) or None


def _runs(python: Path, code: str) -> bool:
    return subprocess.run([str(python), "-c", code], capture_output=True, check=False).returncode == 0


def _tail(text: str, lines: int) -> str:
    return " ".join(line.strip() for line in text.strip().splitlines()[-lines:])


class Line:
    """One line of progress: what is done, how far it is, and the seconds it took in the end."""

    def __init__(self, title: str) -> None:
        self.title, self.detail = title, ""
        self._live = sys.stdout.isatty()
        self._done = threading.Event()
        self._ticker = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self) -> Line:
        self._start = time.monotonic()
        if self._live:
            self._ticker.start()
        else:
            print(f"{self.title} …", flush=True)
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._done.set()
        if self._live:
            self._ticker.join()
        seconds = time.monotonic() - self._start
        end = "failed" if kind else "done"
        print(f"{self._clear()}{self.title}: {end} in {seconds:.1f} s", flush=True)

    def _tick(self) -> None:
        while not self._done.wait(0.2):
            width = shutil.get_terminal_size().columns - 1
            seconds = time.monotonic() - self._start
            text = f"{self.title} … {seconds:.0f} s  {self.detail}"
            print(f"{self._clear()}{text[:width]}", end="", flush=True)

    def _clear(self) -> str:
        return "\r\x1b[2K" if self._live else ""
