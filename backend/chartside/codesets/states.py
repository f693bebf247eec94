"""What lies on disk for a release: numbered states, one of them in force, one kept to go back to.

    codesets/icd-10-cm-2026-04-01/
        current.json        which state is in force, and which before it; replaced in one rename
        2/release.json      what the state holds: official files with their digests, counts
        2/files/            the official files as they were imported
        2/*.sqlite          compiled from them, made anew when missing or of an older format

State 0 holds nothing that was imported: the packaged release as it comes, for others not installed.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from chartside.codesets.release import Release
from chartside.errors import CodeSetError, InputError
from chartside.wholefile import sync_folder

CURRENT = "current.json"
MANIFEST = "release.json"
FILES = "files"


@dataclass(frozen=True, slots=True)
class OfficialFile:
    """An imported file: where it is kept, the name it came under, and its SHA-256."""

    path: Path
    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class State:
    """One state of one release; `folder` is where its compiled files lie."""

    release: Release
    number: int
    folder: Path
    files: Mapping[str, OfficialFile] = field(default_factory=dict)
    """Kind (see `recognise.py`) and file."""
    counts: Mapping[str, int] = field(default_factory=dict)
    imported: str = ""
    """Day of the import, YYYY-MM-DD; empty for state 0."""

    @property
    def edition(self) -> str:
        """Changes whenever what the release holds changes: release and state."""
        return f"{self.release.slug}.{self.number}"


def shelf_of(home: Path) -> Path:
    """The folder of all code sets."""
    return home / "codesets"


def untouched(home: Path, release: Release) -> State:
    """The state in which nothing was imported."""
    return State(release, 0, shelf_of(home))


def current_state(home: Path, release: Release) -> State:
    """The state in force; number 0 when nothing was imported or all was taken back.

    Raises:
        CodeSetError: what lies there cannot be read.
    """
    return load_state(home, release, pointers(shelf_of(home) / release.slug)[0])


def load_state(home: Path, release: Release, number: int) -> State:
    """A state by its number.

    Raises:
        CodeSetError: what lies there cannot be read.
    """
    if number == 0:
        return untouched(home, release)
    folder = shelf_of(home) / release.slug / str(number)
    kept = _read(folder / MANIFEST)
    try:
        files = {
            kind: OfficialFile(folder / FILES / str(entry["file"]), str(entry["name"]), str(entry["sha256"]))
            for kind, entry in kept["files"].items()
        }
        counts = {str(name): int(count) for name, count in kept["counts"].items()}
        return State(release, number, folder, files, counts, str(kept["imported"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _damaged(folder / MANIFEST) from error


def releases_on(shelf: Path) -> Iterator[Release]:
    """Every release that something was imported for, and that is in force."""
    try:
        folders = sorted(path for path in shelf.iterdir() if (path / CURRENT).is_file())
    except OSError:
        return
    for folder in folders:
        kept = _read(folder / CURRENT)
        try:
            release = Release(str(kept["system"]), date.fromisoformat(kept["effective"]))
        except (KeyError, TypeError, ValueError) as error:
            raise _damaged(folder / CURRENT) from error
        if kept.get("state"):
            yield release


def last_imported(home: Path) -> Release:
    """The release that was imported last and has a state to go back to.

    Raises:
        InputError: there is none.
    """
    found = [
        ((shelf_of(home) / release.slug / CURRENT).stat().st_mtime_ns, release)
        for release in releases_on(shelf_of(home))
        if pointers(shelf_of(home) / release.slug)[1] is not None
    ]
    if not found:
        raise InputError("No import is there to take back; `chartside codeset list` shows what is installed.")
    return max(found)[1]


def pointers(folder: Path) -> tuple[int, int | None]:
    """The numbers of the state in force and of the one to go back to, if there is one."""
    if not (folder / CURRENT).is_file():
        return 0, None
    kept = _read(folder / CURRENT)
    state, previous = kept.get("state"), kept.get("previous")
    if type(state) is not int or not (previous is None or type(previous) is int):
        raise _damaged(folder / CURRENT)
    return state, previous


def point_to(folder: Path, release: Release, state: int, previous: int | None) -> None:
    """Put `state` in force in one rename, then delete the states that nothing leads to."""
    temporary = folder / f"{CURRENT}.tmp"
    write_json(
        temporary,
        {
            "system": release.system,
            "effective": release.effective.isoformat(),
            "state": state,
            "previous": previous,
        },
    )
    os.replace(temporary, folder / CURRENT)
    sync_folder(folder)
    sweep(folder)


def sweep(folder: Path) -> None:
    """Delete unfinished states and those that nothing leads to."""
    kept = {str(number) for number in pointers(folder) if number is not None}
    for path in folder.iterdir():
        if path.is_dir() and path.name not in kept:
            # On Windows a running service may hold a file open; the next import tries again.
            with suppress(OSError):
                shutil.rmtree(path)


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write a small file and wait until it is on disk."""
    with path.open("w", encoding="utf-8") as stream:
        json.dump(value, stream, indent=1)
        stream.flush()
        os.fsync(stream.fileno())


def _read(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise _damaged(path) from error
    if not isinstance(value, dict):
        raise _damaged(path)
    return value


def _damaged(path: Path) -> CodeSetError:
    return CodeSetError(
        f"{path.parent.name}/{path.name} in the folder {path.parent.parent} cannot be read; "
        f"delete {path.parent} and import the release again with `chartside codeset import`."
    )
