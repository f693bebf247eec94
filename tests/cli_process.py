"""How a process of `chartside` ended."""

import subprocess
from collections.abc import Callable

Run = Callable[..., subprocess.CompletedProcess[bytes]]


def said(done: subprocess.CompletedProcess[bytes], status: int) -> str:
    """The one sentence on stderr."""
    lines = done.stderr.decode().splitlines()
    assert (done.returncode, len(lines), done.stdout) == (status, 1, b""), done
    return lines[0]
