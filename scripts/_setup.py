"""Makes .venv and installs what a lock file names, with nothing but the standard library.

Every failure is a `Stop` with one sentence that says what to do. A stamp in .venv remembers which
lock was installed, so a second run starts at once.
"""

from __future__ import annotations

import hashlib
import importlib.util
import itertools
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from _progress import Line

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
CHARTSIDE = BIN / ("chartside.exe" if os.name == "nt" else "chartside")
RUN_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-test.lock"
NODE_LOCK = ROOT / "requirements-node.lock"
BUILD = ("--no-build-isolation", "--use-pep517")
"""Some packages are built here: with the locked setuptools and Cython, nothing else."""
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
        # The package lists may be missing, or so old that they name versions of last year.
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
    install_packages(lock, ["--no-deps", *BUILD, "-e", str(ROOT)])


def install_packages(lock: Path, then: list[str] | None = None) -> None:
    """Install exactly what `lock` names, unless a stamp says it is done; `then` goes to pip afterwards.

    Raises:
        Stop: pip failed; its last words are in the text.
    """
    stamp = _stamp_of(lock)
    if stamp in _read_stamps():
        return
    if "cython==" in lock.read_text(encoding="utf-8"):
        _need_compiler()
    with Line(f"Installing {lock.name}") as line:
        if build := _entry(lock, "setuptools") + _entry(lock, "cython"):
            with tempfile.TemporaryDirectory() as folder:
                backend = Path(folder) / "requirements.txt"
                backend.write_text(build, encoding="utf-8")
                _pip(["--require-hashes", "--no-deps", "-r", str(backend)], line)
        _pip(["--require-hashes", *BUILD, "-r", str(lock)], line)
        if then:
            _pip(then, line)
    _STAMP.write_text(json.dumps([*_read_stamps(), stamp]), encoding="utf-8")


def _need_compiler() -> None:
    # quicksectx (which medspacy needs) has no wheel for 3.13, medspacy-unqlite none for Linux on ARM.
    arm = sys.platform == "linux" and platform.machine() != "x86_64"
    if os.name == "nt" or not (arm or tuple(sys.version_info[:2]) == (3, 13)):
        return
    if any(map(shutil.which, ("cc", "gcc", "clang"))):
        return
    if not may_apt():
        raise Stop(
            "One package has to be built here, and there is no C compiler: install one (on Debian and Ubuntu "
            "`sudo apt-get install gcc libc6-dev python3-dev`)"
            + ("." if arm else ", or start the script with Python 3.11 or 3.12.")
        )
    apt_install(["gcc", "libc6-dev", "python3-dev"])


def _entry(lock: Path, name: str) -> str:
    """The lines of one package in the lock, hashes included; nothing if it is not in there."""
    lines = iter(lock.read_text(encoding="utf-8").splitlines(keepends=True))
    for line in lines:
        if line.startswith(f"{name}=="):
            return line + "".join(itertools.takewhile(lambda more: more.startswith(" "), lines))
    return ""


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
