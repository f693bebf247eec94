#!/usr/bin/env python3
"""Installs what the tests need and runs them all; needs Python 3.11 to 3.13 and nothing else.

Ends with pytest, so the last line is the test runner's own summary.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import _setup
from _progress import Line
from _setup import ROOT, Stop

LIMIT = 60 * 60
"""Seconds after which the whole is given up; it is meant to take a third of that."""
STEP_LIMIT = 300
OLDEST_NODE = (20, 19)
NODE_MODULES = ROOT / "node_modules"


def main() -> int:
    """Run the whole; the exit status."""
    parser = argparse.ArgumentParser(
        description="Run all checks and tests.", epilog="Further arguments go to pytest."
    )
    parser.add_argument("--fast", action="store_true", help="leave out the tests in real browsers")
    parser.add_argument("-k", metavar="EXPRESSION", help="only the tests that pytest's -k selects")
    options, more = parser.parse_known_args()
    start = time.monotonic()
    try:
        _setup.use_supported_python()
        _setup.make_environment()
        _setup.install(_setup.TEST_LOCK)
        node_packages()
        postgresql()
        if not options.fast:
            browsers()
    except Stop as why:
        print(why, file=sys.stderr)
        return 1
    failed = run_steps()
    arguments = [*(["-k", options.k] if options.k else []), *more]
    if options.fast:
        arguments += ["--ignore", "tests/browser"]
    tests = pytest(arguments, LIMIT - (time.monotonic() - start))
    return tests or int(failed)


def node_packages() -> None:
    """Install the JavaScript tools that package-lock.json names.

    Raises:
        Stop: npm failed.
    """
    if not node_is_enough():
        # Debian 12 has Node.js 18; the package index has newer ones for every system, without root.
        _setup.install_packages(_setup.NODE_LOCK)
    lock = (ROOT / "package-lock.json").read_bytes()
    stamp, wanted = NODE_MODULES / ".chartside-installed", hashlib.sha256(lock).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    with Line("Installing the JavaScript tools"):
        done = run([npm(), "ci", "--no-audit", "--no-fund"], 600)
        if done.returncode:
            raise Stop(f"npm could not install the tools; it said:\n{done.stdout[-2000:]}")
    stamp.write_text(wanted, encoding="utf-8")


def node_is_enough() -> bool:
    """Whether Node.js and npm are there and new enough."""
    node = shutil.which("node", path=search_path())
    if node is None or shutil.which("npm", path=search_path()) is None:
        return False
    said = run([node, "--version"], 60).stdout.strip().lstrip("v")
    try:
        return tuple(int(part) for part in said.split(".")[:2]) >= OLDEST_NODE
    except ValueError:
        return False


def npm() -> str:
    """The npm of this computer, or the one in .venv."""
    return shutil.which("npm", path=search_path()) or "npm"


def search_path() -> str:
    """Where programs are looked for: .venv first, where Node.js may have been put."""
    return os.pathsep.join([str(_setup.BIN), os.environ.get("PATH", os.defpath)])


def browsers() -> None:
    """Make sure that a Chromium and a Firefox are there, new enough for the extension.

    Raises:
        Stop: one is missing and cannot be installed here.
    """
    manifest = json.loads((ROOT / "extension" / "manifest.json").read_text(encoding="utf-8"))
    wanted = {
        "chromium": ("CHARTSIDE_CHROMIUM", manifest["minimum_chrome_version"], "chromium", "google-chrome"),
        "firefox-esr": (
            "CHARTSIDE_FIREFOX",
            manifest["browser_specific_settings"]["gecko"]["strict_min_version"],
            "firefox-esr",
            "firefox",
        ),
    }
    missing = [
        package
        for package, (named, oldest, *names) in wanted.items()
        if not os.environ.get(named) and not any(is_enough(name, oldest) for name in names)
    ]
    if missing and not _setup.may_apt():
        raise Stop(
            f"The tests need a present {' and '.join(missing)}: install it (on Debian "
            f"`sudo apt-get install {' '.join(missing)}`), or run with --fast to do without browsers."
        )
    if missing:
        _setup.apt_install(missing)


def postgresql() -> None:
    """Make sure that PostgreSQL's programs are there; the tests start a server of their own.

    Raises:
        Stop: they are missing and cannot be installed here.
    """
    if shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return
    if not _setup.may_apt():
        raise Stop("The tests need PostgreSQL: install it (on Debian `sudo apt-get install postgresql`).")
    _setup.apt_install(["postgresql"])


def is_enough(name: str, oldest: str) -> bool:
    """Whether a browser is there and not older than the extension's manifest asks for."""
    path = shutil.which(name)
    found = re.search(r"(\d+)\.\d", run([path, "--version"], 60).stdout) if path else None
    return found is not None and int(found[1]) >= int(oldest.split(".")[0])


def steps() -> dict[str, list[str]]:
    """Every check before the tests: its name and its command."""
    python = str(_setup.PYTHON)
    return {
        "ruff check": [python, "-m", "ruff", "check", "."],
        "ruff format": [python, "-m", "ruff", "format", "--check", "."],
        "mypy": [python, "-m", "mypy"],
        "tsc": [npm(), "run", "--silent", "types"],
        "eslint": [npm(), "run", "--silent", "lint"],
        "web-ext lint": [npm(), "run", "--silent", "webext"],
    }


def run_steps() -> bool:
    """Run every check, print what failing ones say and a table of all; whether one failed."""
    rows: list[tuple[str, bool, float]] = []
    for name, command in steps().items():
        start = time.monotonic()
        done = run(command, STEP_LIMIT)
        rows.append((name, done.returncode == 0, time.monotonic() - start))
        if done.returncode:
            print(f"\n--- {name} ---\n{done.stdout}", flush=True)
    print("\nstep            result   seconds")
    for name, passed, seconds in rows:
        print(f"{name:<15} {'passed' if passed else 'FAILED':<7} {seconds:>8.1f}")
    print(flush=True)
    return not all(passed for _, passed, _ in rows)


def run(command: list[str], limit: float) -> subprocess.CompletedProcess[str]:
    """Run one command in the project's folder and catch what it says, both streams as one."""
    try:
        return subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "PATH": search_path()},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=limit,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, f"gave up after {limit:.0f} s")
    except OSError as wrong:
        return subprocess.CompletedProcess(command, 1, f"could not start: {wrong}")


def pytest(arguments: list[str], limit: float) -> int:
    """Run pytest on the terminal; its exit status."""
    command = [str(_setup.PYTHON), "-m", "pytest", *arguments]
    env = {**os.environ, "PATH": search_path()}
    try:
        return subprocess.run(command, cwd=ROOT, env=env, timeout=limit, check=False).returncode
    except subprocess.TimeoutExpired:
        print(f"The tests were ended after {limit:.0f} s.", file=sys.stderr)
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
