"""Reads advisories as OSV writes them (https://ossf.github.io/osv-schema/): which pins are they about?"""

from __future__ import annotations

import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from _locks import Pinned


@dataclass(frozen=True, slots=True)
class Found:
    """One advisory about one package that is locked; `fixed` names versions without the hole."""

    pin: Pinned
    id: str
    aliases: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    summary: str = ""


@dataclass(slots=True)
class Findings:
    """What advisories say of pins.

    Attributes:
        found: one for each advisory and pin.
        read: how many advisories there were, by ecosystem.
        newest: when the newest of them was changed, as OSV writes it.
    """

    found: list[Found] = field(default_factory=list)
    read: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    newest: str = ""


def look(pins: Iterable[Pinned], place: Path) -> Findings:
    """Check pins against a file, a zip file or a folder of advisories.

    Raises:
        ValueError: in one sentence, when something there is not an advisory; then nothing was checked.
    """
    by_name: dict[tuple[str, str], list[Pinned]] = defaultdict(list)
    for pin in pins:
        by_name[pin.ecosystem, pin.name].append(pin)
    findings = Findings()
    for name, advisory in _advisories(place):
        try:
            _check(advisory, by_name, findings)
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError(
                f"{name} is not an advisory in OSV's form: take it away and try again."
            ) from error
    return findings


def _check(
    advisory: dict[str, Any], by_name: dict[tuple[str, str], list[Pinned]], findings: Findings
) -> None:
    known, affected = str(advisory["id"]), advisory.get("affected", [])
    findings.newest = max(findings.newest, str(advisory.get("modified", "")))
    for ecosystem in {
        each["package"]["ecosystem"].partition(":")[0] for each in affected if "package" in each
    }:
        findings.read[ecosystem] += 1
    if advisory.get("withdrawn"):
        return
    told: dict[Pinned, Found] = {}
    for each in affected:
        package = each.get("package", {"ecosystem": "", "name": ""})
        ecosystem, name = package["ecosystem"], package["name"]
        name = canonicalize_name(name) if ecosystem == "PyPI" else name
        for pin in by_name.get((ecosystem, name), []):
            if _affects(each, pin):
                events = [event for span in each.get("ranges", []) for event in span["events"]]
                fixed = tuple(event["fixed"] for event in events if "fixed" in event)
                aliases = tuple(advisory.get("aliases", []))
                told[pin] = Found(pin, known, aliases, fixed, str(advisory.get("summary", "")))
    findings.found += told.values()


def _affects(affected: dict[str, Any], pin: Pinned) -> bool:
    """Whether a version is meant; also when that cannot be told, since a false alarm costs less."""
    if pin.version in affected.get("versions", []):
        return True
    spans = [span["events"] for span in affected.get("ranges", []) if span["type"] in ("ECOSYSTEM", "SEMVER")]
    if not spans:
        return not affected.get("versions")
    order: Callable[[str], Any] = Version if pin.ecosystem == "PyPI" else semver
    try:
        return any(_inside(events, order, pin.version) for events in spans)
    except (InvalidVersion, ValueError):
        return True


def _inside(events: list[dict[str, str]], order: Callable[[str], Any], version: str) -> bool:
    own, inside = order(version), False
    bounds = [(kind, bound) for event in events for kind, bound in event.items() if kind != "limit"]
    zero = [kind for kind, bound in bounds if kind == "introduced" and bound == "0"]
    inside = bool(zero)
    sorted_bounds = sorted(
        ((order(bound), kind) for kind, bound in bounds if bound != "0"), key=lambda each: each[0]
    )
    for bound, kind in sorted_bounds:
        if kind == "introduced" and own >= bound:
            inside = True
        elif (kind == "fixed" and own >= bound) or (kind == "last_affected" and own > bound):
            inside = False
    return inside


def semver(version: str) -> tuple[Any, ...]:
    """The order of Semantic Versioning 2.0.0, section 11; what stands after `+` counts for nothing.

    Raises:
        ValueError: it is no such version.
    """
    parts = re.fullmatch(r"v?(\d+)\.(\d+)\.(\d+)(?:-([\w.-]+))?(?:\+.*)?", version)
    if parts is None:
        raise ValueError(version)
    before = parts[4].split(".") if parts[4] else []
    order = tuple((0, int(each), "") if each.isdigit() else (1, 0, each) for each in before)
    return (*(int(parts[number]) for number in (1, 2, 3)), not before, order)


def _advisories(place: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every advisory with the name of its file; a file may hold a list."""
    if not place.exists():
        raise ValueError(f"{place.name} is not there: give a file, a zip file or a folder of advisories.")
    files = sorted(each for each in place.rglob("*") if each.is_file()) if place.is_dir() else [place]
    for file in files:
        if file.suffix == ".zip":
            try:
                with zipfile.ZipFile(file) as archive:
                    for name in archive.namelist():
                        if name.endswith(".json"):
                            yield from _parsed(name, archive.read(name))
            except zipfile.BadZipFile as error:
                raise ValueError(f"{file.name} is no zip file: fetch it again.") from error
        elif file.suffix == ".json" or not place.is_dir():
            yield from _parsed(file.name, file.read_bytes())


def _parsed(name: str, data: bytes) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        told = json.loads(data)
    except ValueError as error:
        raise ValueError(f"{name} is not JSON: take it away, or fetch it again.") from error
    for each in told if isinstance(told, list) else [told]:
        yield name, each
