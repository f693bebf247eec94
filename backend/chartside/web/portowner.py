"""Who holds a port that we cannot have, said as well as it can be told without special rights."""

import http.client
import json
import os
from pathlib import Path

from chartside.settings import HOST
from chartside.terminal import tame


def describe(port: int) -> str:
    """A few words such as "another Chartside (0.1.0)" or "nginx (process 812)"."""
    version = _chartside_version(port)
    process = _process(port)
    if version is not None:
        return f"another Chartside ({version}{f', process {process[0]}' if process else ''})"
    return f"{process[1]} (process {process[0]})" if process else "another program"


def _chartside_version(port: int) -> str | None:
    connection = http.client.HTTPConnection(HOST, port, timeout=1)
    try:
        connection.request("GET", "/v1/health")
        answer = json.loads(connection.getresponse().read(4096))
        if answer["service"] == "chartside":
            return tame(str(answer["version"]), 20)  # whoever listens there may say anything
    except (OSError, ValueError, KeyError, TypeError, RecursionError, http.client.HTTPException):
        pass
    finally:
        connection.close()
    return None


def _process(port: int) -> tuple[int, str] | None:
    """Process id and name of the listener, from Linux's /proc; other users' processes cannot be seen."""
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            rows = Path(table).read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        for fields in map(str.split, rows):
            # 0A is the state "listening"; the local address ends in the port, in hexadecimal.
            if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:
                inodes.add(f"socket:[{fields[9]}]")
    if not inodes:
        return None
    for folder in Path("/proc").glob("[0-9]*/fd"):
        try:
            if any(os.readlink(link) in inodes for link in folder.iterdir()):
                name = (folder.parent / "comm").read_text(encoding="utf-8", errors="replace").strip()
                return int(folder.parent.name), tame(name)
        except OSError:
            continue
    return None
