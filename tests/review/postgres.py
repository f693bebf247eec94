"""A PostgreSQL server of the tests' own, on a socket in a temporary folder."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

USER = "postgres"


def binaries() -> Path:
    """The folder of the newest PostgreSQL programs."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parent.parent.name)
    )
    if found:
        return found[-1].parent
    named = shutil.which("initdb")
    assert named, "PostgreSQL is missing; install it (on Debian `sudo apt-get install postgresql`)."
    return Path(named).resolve().parent


class Server:
    """Initialised and started; `url` makes a new, empty database."""

    def __init__(self) -> None:
        self._bin = binaries()
        # Not below pytest's own folder, which is closed to other users.
        folder = self._folder = Path(tempfile.mkdtemp(prefix="chartside-postgres-"))
        self._made = 0
        data = folder / "data"
        if self._as_root():
            shutil.chown(folder, USER, USER)
        self._run("initdb", "-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync")
        options = (
            f"-c fsync=off -c listen_addresses= -c unix_socket_directories={folder} -c max_connections=60"
        )
        self._run(
            "pg_ctl", "-D", str(data), "-w", "-t", "60", "-o", options, "-l", str(folder / "log"), "start"
        )

    def url(self) -> str:
        """The address of a new database."""
        self._made += 1
        name = f"record{self._made}"
        self._run("createdb", "-h", str(self._folder), "-U", USER, name)
        return f"postgresql://{USER}@/{name}?unix_sock={self._folder}/.s.PGSQL.5432"

    def stop(self) -> None:
        """Stop at once."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    @staticmethod
    def _as_root() -> bool:
        return os.name == "posix" and os.geteuid() == 0

    def _run(self, program: str, *arguments: str) -> None:
        command: Sequence[str] = (str(self._bin / program), *arguments)
        if self._as_root():
            # PostgreSQL refuses to run as root.
            command = ("runuser", "-u", USER, "--", *command)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self._folder, timeout=120)
