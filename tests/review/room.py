"""A disk that is nearly full, and room on it when it is wanted."""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .serving import Served

SIZE = 24 << 20
LEFT = 400 << 10
"""Bytes that a narrow disk still takes: some decisions."""


class SmallDisk:
    """A small file system of its own, which takes root; `ballast` on it makes it smaller still."""

    said = "the disk is full; make room and try again"

    def __init__(self, folder: Path) -> None:
        self._folder, self._ballast = folder, folder / "ballast"

    def narrow(self, _served: Served) -> None:
        """Leave less room."""
        there = os.statvfs(self._folder)
        self._ballast.write_bytes(bytes(there.f_bavail * there.f_frsize - LEFT))

    def widen(self, _served: Served) -> None:
        """Make room."""
        self._ballast.unlink()


class Limit:
    """For who may not mount: the service may make no file larger than this, which its writes meet alike."""

    said = "the disk does not take it; see that it has room and is sound, and try again"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def narrow(self, served: Served) -> None:
        """Leave less room."""
        largest = max(path.stat().st_size for path in self._folder.iterdir())
        resource.prlimit(served.pid, resource.RLIMIT_FSIZE, (largest + LEFT, resource.RLIM_INFINITY))

    def widen(self, served: Served) -> None:
        """Make room."""
        resource.prlimit(served.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@contextmanager
def little_room(folder: Path) -> Iterator[SmallDisk | Limit]:
    """`folder` on a disk that soon is full."""
    folder.mkdir(mode=0o700)
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0700", "none", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode != 0:
        yield Limit(folder)
        return
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
