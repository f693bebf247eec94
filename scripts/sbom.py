#!/usr/bin/env python3
"""Writes the bill of materials as CycloneDX JSON: one file for Python's packages, one for JavaScript's.

Run it with the Python of `.venv`: `.venv/bin/python scripts/sbom.py FOLDER`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Write both files; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the two files go")
    folder = parser.parse_args(arguments).folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    out = str(folder / "python.cdx.json")
    python = [sys.executable, "-m", "cyclonedx_py", "environment", "--of", "JSON", "-o", out]
    javascript = ["npm", "sbom", "--package-lock-only", "--sbom-format", "cyclonedx"]
    done = subprocess.run([*python, sys.executable], cwd=ROOT, check=False)
    told = subprocess.run(javascript, cwd=ROOT, capture_output=True, check=False)
    if told.returncode == 0:
        (folder / "javascript.cdx.json").write_bytes(told.stdout)
    return done.returncode or told.returncode


if __name__ == "__main__":
    raise SystemExit(main())
