"""Reads the lock files: which package, which version, which files of it, and where it is wanted."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LAPTOP = ROOT / "requirements.lock"
DEPARTMENT = ROOT / "requirements-server.lock"
TESTS = ROOT / "requirements-test.lock"
NODE = ROOT / "requirements-node.lock"
JAVASCRIPT = ROOT / "package-lock.json"


@dataclass(frozen=True, slots=True)
class Pinned:
    """One package of a lock.

    Attributes:
        ecosystem: `PyPI` or `npm`, as OSV names them.
        marker: where it is wanted (PEP 508); empty is everywhere.
        sha256: of the files that may be installed, in hexadecimal; none for JavaScript.
    """

    ecosystem: str
    name: str
    version: str
    marker: str = ""
    sha256: tuple[str, ...] = ()

    @property
    def purl(self) -> str:
        """Its package URL."""
        return f"pkg:{self.ecosystem.lower()}/{quote(self.name)}@{quote(self.version)}"


def read_lock(path: Path) -> list[Pinned]:
    """The packages of a `requirements*.lock`, in its order.

    Raises:
        ValueError: a line is not a pin with hashes.
    """
    pins = []
    for line in path.read_text("utf-8").replace("\\\n", " ").splitlines():
        wanted, *hashes = re.split(r"\s--hash=sha256:", line.partition("#")[0].strip())
        if not wanted:
            continue
        pin = Requirement(wanted)
        versions = [each.version for each in pin.specifier if each.operator == "=="]
        if len(versions) != 1 or not hashes:
            raise ValueError(f"{path.name}: {pin.name} is not pinned by version and hash: lock it again.")
        found = tuple(sorted(each.strip() for each in hashes))
        pins.append(Pinned("PyPI", canonicalize_name(pin.name), versions[0], str(pin.marker or ""), found))
    return pins


def read_npm(path: Path) -> list[Pinned]:
    """The packages of a `package-lock.json`, each name and version once."""
    packages = json.loads(path.read_text("utf-8"))["packages"]
    named = {
        (package.get("name") or place.rpartition("node_modules/")[2], package["version"])
        for place, package in packages.items()
        if place
    }
    return [Pinned("npm", name, version) for name, version in sorted(named)]
