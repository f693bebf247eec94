"""Files that are written whole or not at all, and that their owner alone can read."""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO


def write_whole(
    path: Path, content: bytes | Callable[[BinaryIO], object], prefix: str = ".chartside-"
) -> None:
    """Put a file in place of `path` in one step, once it is on disk.

    Args:
        path: its folder must be there.
        content: the bytes, or what writes them.
        prefix: of the name that it has until then.

    Raises:
        OSError: it cannot be written; `path` is as it was, and nothing is left beside it.
    """
    # mkstemp makes the file 0600 from its first byte on.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=prefix)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content) if isinstance(content, bytes) else content(stream)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on disk; Windows has no such thing."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
