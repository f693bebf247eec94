#!/usr/bin/env python3
"""Writes the software bill of materials as CycloneDX 1.6, one JSON file for each thing that is installed.

Run it with the Python of `.venv`: `.venv/bin/python scripts/sbom.py FOLDER`. Packages, versions and hashes
are those of the lock files; which of them wants which, those say that are installed here. Two runs write the
same bytes.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import subprocess
import sys
import tomllib
import uuid
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.dependency import Dependency
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import _locks
import _test_tools
from _locks import ROOT, Pinned
from _requires import wanted_by

LOCKS = {
    "laptop.cdx.json": _locks.LAPTOP,
    "department.cdx.json": _locks.DEPARTMENT,
    "tests.cdx.json": _locks.TESTS,
}
"""What is installed on a laptop, for a department or a batch, and to run the tests."""
EXTRAS = {
    "laptop.cdx.json": (),
    "department.cdx.json": ("batch", "department"),
    "tests.cdx.json": ("batch", "department", "test", "lint"),
}
"""The extras of Chartside that each is locked for."""
JAVASCRIPT = "javascript.cdx.json"
"""The tools that check the extension; nothing of them is shipped."""


def main(arguments: list[str] | None = None) -> int:
    """Write the files; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the files go")
    folder: Path = parser.parse_args(arguments).folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, lock in LOCKS.items():
        (folder / name).write_text(python_bill(_locks.read_lock(lock), EXTRAS[name]), "utf-8")
    told = javascript_bill()
    if told is None:
        print(
            "npm could not write the bill of the JavaScript tools: install npm 10 or newer.", file=sys.stderr
        )
        return 1
    (folder / JAVASCRIPT).write_text(told, "utf-8")
    return 0


def python_bill(pins: Sequence[Pinned], extras: Sequence[str]) -> str:
    """The bill of Chartside with these packages, locked for these extras of it, as JSON."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    optional = project["optional-dependencies"]
    lists = [project["dependencies"], *(optional[extra] for extra in extras)]
    asked = [Requirement(each) for each in itertools.chain(*lists)]
    chartside = Component(
        name=project["name"],
        version=project["version"],
        type=ComponentType.APPLICATION,
        bom_ref=project["name"],
        licenses=[DisjunctiveLicense(id=project["license"])],
    )
    licences = _licences()
    components = {pin: _component(pin, licences.get(pin.name)) for pin in pins}
    wants = wanted_by(pins, asked)

    def named(names: Iterable[str]) -> list[Dependency]:
        # Of a package that is locked in two versions, both may be what is wanted.
        return [Dependency(each.bom_ref) for pin, each in components.items() if pin.name in names]

    bom = Bom(
        components=components.values(),
        metadata=BomMetaData(component=chartside),
        dependencies=[
            Dependency(chartside.bom_ref, named({canonicalize_name(each.name) for each in asked})),
            *(Dependency(each.bom_ref, named(wants[pin.name])) for pin, each in components.items()),
        ],
    )
    return _fixed(json.loads(JsonV1Dot6(bom).output_as_string()))


def javascript_bill() -> str | None:
    """The bill of the tools that check the extension, as JSON; None when npm cannot make one."""
    command = [_test_tools.npm(), "sbom", "--package-lock-only", "--sbom-format", "cyclonedx"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        return None
    bill = json.loads(done.stdout)
    # npm names the project by its folder, and packages by where this computer gets them from.
    bill["metadata"]["component"]["name"] = json.loads((ROOT / "package.json").read_text("utf-8"))["name"]
    for component in [bill["metadata"]["component"], *bill["components"]]:
        component.pop("externalReferences", None)
    return _fixed(bill)


def _component(pin: Pinned, licence: str | None) -> Component:
    return Component(
        name=pin.name,
        version=pin.version,
        bom_ref=pin.purl,
        purl=PackageURL.from_string(pin.purl),
        licenses=[LicenseExpression(licence)] if licence else (),
        # Of every file that the lock lets an installer take: one for each system and Python.
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=each) for each in pin.sha256],
        properties=[Property(name="cdx:python:package:marker", value=pin.marker)] if pin.marker else (),
    )


def _licences() -> dict[str, str]:
    """The licence of each package that Chartside runs with; of its newest version where they differ."""
    lines = (ROOT / "scripts" / "licences.tsv").read_text("utf-8").splitlines()
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row["package"]: row["licence"] for row in rows}


def _fixed(bill: dict[str, Any]) -> str:
    """The same text for the same content: no time, no tool's version, a serial number of the content."""
    for varying in ("timestamp", "tools"):
        bill["metadata"].pop(varying, None)
    bill.pop("serialNumber", None)
    content = json.dumps(bill, sort_keys=True)
    bill["serialNumber"] = uuid.uuid5(uuid.NAMESPACE_URL, content).urn
    return json.dumps(bill, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
