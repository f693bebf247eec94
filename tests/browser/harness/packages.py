"""The store packages, made by the project's script and unpacked as a browser would."""

import subprocess
import sys
import zipfile
from pathlib import Path

from .chromium import EXTENSION, REPOSITORY


def unpacked(folder: Path) -> dict[str, Path]:
    """Make the packages into `folder`; the unpacked folder of each by its browser's name."""
    script = REPOSITORY / "scripts" / "package_extension.py"
    command = [sys.executable, str(script), "--out", str(folder), "--source", str(EXTENSION)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    found = {}
    for package in sorted(folder.glob("*.zip")):
        browser = package.name.split("-")[1]
        found[browser] = folder / browser
        with zipfile.ZipFile(package) as archive:
            archive.extractall(found[browser])
    return found
