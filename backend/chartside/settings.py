"""Settings of one running Chartside: where its data lives and where it listens."""

import os
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

HOST = "127.0.0.1"
PORT = 8765
MAX_BODY_BYTES = 1024 * 1024
"""Largest request body that is read, in bytes."""


def default_home() -> Path:
    """The user's data folder: `CHARTSIDE_HOME` if set, else the system's usual place."""
    named = os.environ.get("CHARTSIDE_HOME")
    return Path(named).expanduser() if named else Path(platformdirs.user_data_dir("chartside", False))


@dataclass(frozen=True, slots=True)
class Settings:
    """What `create_app` and the command line need to build the whole.

    Attributes:
        home: data folder; holds the compiled code sets, the token file and the record.
        port: TCP port on 127.0.0.1.
        max_body_bytes: requests larger than this are refused.
        time_limit: seconds after which a request for one note is given up.
    """

    home: Path = field(default_factory=default_home)
    port: int = PORT
    max_body_bytes: int = MAX_BODY_BYTES
    time_limit: float = 20.0
