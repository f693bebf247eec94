#!/usr/bin/env python3
"""Makes the packages for the stores of Chrome, Edge and Firefox; needs Python 3.11 to 3.13 and nothing else.

One folder, three manifests: each store gets what its browser knows and nothing else. The same files give
the same bytes on every computer: sorted names, one time, one set of permissions, and nothing compressed, so
that no version of a compressor shows.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import os
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
EXTENSION = ROOT / "extension"
BROWSERS = ("chrome", "edge", "firefox")
LEFT_OUT = ("store", "types")
"""Names in the extension's folder that are no part of it: texts for the stores, and types for the checker."""
SHIPPED = {".js", ".json", ".html", ".css", ".png"}
EARLIEST = 315_532_800
"""Seconds to 1 January 1980, the first moment that a zip file can name."""
CHROMIUM_ALONE = ("key", "minimum_chrome_version", "storage")
MODE = 0o100644


class Stop(Exception):
    """Something that the person must mend; the text says what to do."""


def main() -> int:
    """Run the command line; the exit status."""
    parser = argparse.ArgumentParser(description="Make the store packages of the extension.")
    parser.add_argument(
        "--out", type=Path, default=ROOT / "dist", help="folder for the packages (default dist)"
    )
    parser.add_argument("--source", type=Path, default=EXTENSION, help=argparse.SUPPRESS)
    options = parser.parse_args()
    try:
        made = make_all(options.source, options.out, moment())
    except Stop as why:
        print(why, file=sys.stderr)
        return 1
    for package, digest in made.items():
        print(f"{digest}  {package.name}  {package.stat().st_size:,} bytes")
    return 0


def moment() -> int:
    """The time of every file in the packages: SOURCE_DATE_EPOCH, else the earliest that there is.

    Raises:
        Stop: SOURCE_DATE_EPOCH is no number.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given and not given.isdecimal():
        raise Stop("SOURCE_DATE_EPOCH must be a number of seconds; unset it or correct it.")
    return max(int(given or 0), EARLIEST)


def make_all(source: Path, out: Path, when: int) -> dict[Path, str]:
    """Write the three packages and their listing SHA256SUMS.

    Returns:
        Path and SHA-256 of each package.

    Raises:
        Stop: the extension's folder holds what is not to be shipped.
    """
    manifest = json.loads((source / "manifest.json").read_text(encoding="utf-8"))
    files = shipped(source)
    out.mkdir(parents=True, exist_ok=True)
    made: dict[Path, str] = {}
    for browser in BROWSERS:
        package = out / f"chartside-{browser}-{manifest['version']}.zip"
        own = dict(files)
        own["manifest.json"] = text_of(manifest_for(browser, manifest))
        if browser == "firefox":
            del own["managed_schema.json"]
        write(package, own, when)
        made[package] = hashlib.sha256(package.read_bytes()).hexdigest()
    lines = [f"{digest}  {package.name}\n" for package, digest in made.items()]
    (out / "SHA256SUMS").write_text("".join(lines), encoding="ascii", newline="\n")
    return made


def shipped(source: Path) -> dict[str, bytes]:
    """Every file of the extension by its name in the package.

    Raises:
        Stop: a file of a kind that is not shipped lies in the folder.
    """
    files: dict[str, bytes] = {}
    for file in source.rglob("*"):
        name = file.relative_to(source).as_posix()
        if file.is_dir() or name.split("/")[0] in LEFT_OUT:
            continue
        if file.suffix not in SHIPPED or file.is_symlink() or name.split("/")[-1].startswith("."):
            raise Stop(f"{name} does not belong into the extension; take it away, or name it in LEFT_OUT.")
        files[name] = file.read_bytes()
    return files


def manifest_for(browser: str, manifest: dict[str, Any]) -> dict[str, Any]:
    """The manifest of one store's package, derived from the one that both browsers load from the folder.

    The stores for Chromium sign with a key of their own and refuse background scripts; Firefox has no service
    workers for extensions, finds a policy in a native manifest and must be told that no data are collected.
    """
    own = copy.deepcopy(manifest)
    if browser == "firefox":
        del own["background"]["service_worker"]
        for name in CHROMIUM_ALONE:
            own.pop(name, None)
    else:
        del own["background"]["scripts"], own["key"], own["browser_specific_settings"]
    return own


def text_of(manifest: dict[str, Any]) -> bytes:
    """A manifest as the bytes of its file."""
    return (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()


def write(package: Path, files: dict[str, bytes], when: int) -> None:
    """Write a zip file that depends on nothing but names, contents and time; all or nothing."""
    part = package.with_suffix(".part")
    stamp = time.gmtime(when)[:6]
    with zipfile.ZipFile(part, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, stamp)
            entry.create_system = 3
            entry.external_attr = MODE << 16
            entry.compress_type = zipfile.ZIP_STORED
            archive.writestr(entry, files[name])
    part.replace(package)


if __name__ == "__main__":
    raise SystemExit(main())
