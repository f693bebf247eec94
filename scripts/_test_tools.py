"""The programs that the tests need beside Python's packages: JavaScript tools, browsers, PostgreSQL."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import _setup
from _progress import Line
from _setup import ROOT, Stop

OLDEST_NODE = (20, 19)
NODE_MODULES = ROOT / "node_modules"


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
