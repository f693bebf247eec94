#!/usr/bin/env python3
"""Asks whether a hole is known in anything that Chartside installs, or that checks it.

`.venv/bin/python scripts/audit.py` asks the package indexes, by pip-audit and `npm audit`. Without the net,
give it OSV's exports for PyPI and npm, fetched elsewhere (each an `all.zip`; a folder may hold both), with
`--offline`.

Exit status: 0 everything was audited and nothing is known; 1 something is known; 2 wrong use or unreadable
advisories; 3 not everything could be audited, and nothing is known of the rest.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import _locks
import _test_tools
from _advisories import Found, look
from _locks import ROOT, Pinned

LOCKS = (_locks.LAPTOP, _locks.DEPARTMENT, _locks.TESTS, _locks.NODE)
LIMIT = 600
"""Seconds for one question to an index."""


def main(arguments: list[str] | None = None) -> int:
    """Audit and print; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--offline", type=Path, metavar="PLACE", help="advisories as OSV writes them")
    place: Path | None = parser.parse_args(arguments).offline
    python = sorted({pin for lock in LOCKS for pin in _locks.read_lock(lock)}, key=_order)
    javascript = _locks.read_npm(_locks.JAVASCRIPT)
    if place is None:
        found, silent = ask_pip_audit(python)
        more, why = ask_npm(javascript)
        return tell(found + more, silent | why, len(python) + len(javascript))
    try:
        findings = look([*python, *javascript], place)
    except (OSError, ValueError) as error:
        print(f"Nothing was audited: {error}", file=sys.stderr)
        return 2
    print(
        f"{sum(findings.read.values()):,} advisories read; the newest is of {findings.newest or 'no date'}."
    )
    reason = "there are no advisories for {} among them"
    without = {
        pin: reason.format(pin.ecosystem)
        for pin in [*python, *javascript]
        if not findings.read.get(pin.ecosystem)
    }
    return tell(findings.found, without, len(python) + len(javascript))


def ask_pip_audit(pins: Sequence[Pinned]) -> tuple[list[Found], dict[Pinned, str]]:
    """What the index of Python packages knows; and of which pins it said nothing, with the reason."""
    found: list[Found] = []
    silent: dict[Pinned, str] = {}
    rest = list(pins)
    while rest:
        # A name may be locked in two versions, for older and newer Python; pip-audit takes one at a time.
        batch = {pin.name: pin for pin in reversed(rest)}
        rest = [pin for pin in rest if batch[pin.name] != pin]
        told = _run_pip_audit(list(batch.values()))
        answers = {each["name"]: each for each in told.get("dependencies", [])}
        for name, pin in batch.items():
            answer = answers.get(name, {})
            if "vulns" not in answer or answer.get("version") != pin.version:
                silent[pin] = "the package index gave no advisories"
            for hole in answer.get("vulns", []):
                aliases, fixed = tuple(hole.get("aliases", [])), tuple(hole.get("fix_versions", []))
                summary = str(hole.get("description") or "").partition("\n")[0]
                found.append(Found(pin, hole["id"], aliases, fixed, summary))
    return found, silent


def _run_pip_audit(pins: Sequence[Pinned]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "requirements.txt"
        lines = (
            " ".join([f"{pin.name}=={pin.version}", *(f"--hash=sha256:{each}" for each in pin.sha256)])
            for pin in pins
        )
        wanted.write_text("\n".join(lines) + "\n", "utf-8")
        command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "-r", str(wanted)]
        return _json([*command, "--format", "json", "--progress-spinner", "off"])


def ask_npm(pins: Sequence[Pinned]) -> tuple[list[Found], dict[Pinned, str]]:
    """What npm's index knows of the tools that check the extension; as `ask_pip_audit`.

    Never with `--offline`: npm then finds nothing, whatever is there.
    """
    told = _json([_test_tools.npm(), "audit", "--json", "--package-lock-only"])
    if "auditReportVersion" not in told or "vulnerabilities" not in told:
        return [], dict.fromkeys(pins, "npm's index gave no advisories")
    found = []
    for name, entry in told["vulnerabilities"].items():
        holes = [each for each in entry.get("via", []) if isinstance(each, dict)]
        for pin in [pin for pin in pins if pin.name == name]:
            found += [Found(pin, each.get("url", ""), summary=each.get("title", "")) for each in holes]
    return found, {}


def _json(command: list[str]) -> dict[str, Any]:
    """What a command prints as JSON; nothing when it fails or prints something else."""
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT, check=False)
        told = json.loads(done.stdout)
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def tell(found: Sequence[Found], silent: dict[Pinned, str], total: int) -> int:
    """Print what is known and what is not; the exit status."""
    for each in sorted(found, key=lambda each: _order(each.pin)):
        known = ", ".join([each.id, *each.aliases])
        fixed = f"fixed in {', '.join(each.fixed)}" if each.fixed else "no version without it is named"
        print(f"{each.pin.ecosystem} {each.pin.name} {each.pin.version}: {known}; {fixed}. {each.summary}")
    for why in sorted(set(silent.values())):
        names = sorted({pin.name for pin, reason in silent.items() if reason == why})
        shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
        print(f"Not audited, since {why}: {shown}.")
    if found:
        count = len({each.pin for each in found})
        print(f"Holes are known in {count} of {total} locked packages: lock newer versions.")
        return 1
    if silent:
        print(f"{len(silent)} of {total} locked packages could not be audited; this says nothing about them.")
        return 3
    print(f"Nothing is known against any of the {total} locked packages.")
    return 0


def _order(pin: Pinned) -> tuple[str, str, str]:
    return pin.ecosystem, pin.name, pin.version


if __name__ == "__main__":
    raise SystemExit(main())
