"""What is finished lies in `OUT.parts/`: a file for each part, and what the run was asked for.

A file appears under its name only when it is whole and on disk; so a run that is ended at any moment leaves
nothing half-done, and the same command goes on. The folder goes when OUT stands.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from chartside.batch.rows import BatchError, Outcome
from chartside.errors import InputError
from chartside.wholefile import write_whole

MANIFEST = "manifest.json"
IDENTITY = "engine"
UNFINISHED = ".unfinished-"
Join = Callable[[Iterator[Path], BinaryIO], None]
"""Puts the files of parts together into one."""


class PartStore:
    """The parts of one output, held by one run at a time.

    Args:
        out: where the whole is to stand.
        order: what the run is asked for, by name; another order does not go on with what is there.
    """

    def __init__(self, out: Path, order: Mapping[str, str]) -> None:
        self.out = out
        self.failed = out.with_name(out.name + ".failed.jsonl")
        self.folder = out.with_name(out.name + ".parts")
        self._order = dict(order)
        self._told: dict[str, str] = {}

    @contextmanager
    def opened(self, fresh: bool = False) -> Iterator["PartStore"]:
        """The folder, made or found again; `fresh` throws away what is there.

        Raises:
            InputError: what is there was made by another order, or OUT stands already.
            BatchError: another run holds it, or it cannot be written.
        """
        try:
            if not self.folder.exists():
                for left in self.folder.parent.glob(f"{glob_safe(self.folder.name)}{UNFINISHED}*"):
                    shutil.rmtree(left, ignore_errors=True)
            if self.out.exists() and not self.folder.exists() and not fresh:
                raise InputError(
                    f"{self.out} is there already; name another file, or add --fresh to replace it."
                )
            self.folder.mkdir(mode=0o700, exist_ok=True)
            with (self.folder / "lock").open("ab") as lock:
                _take(lock, self.folder)
                self._enter(fresh)
                yield self
        except OSError as error:
            raise _unwritable(self.folder, error) from None

    def has(self, number: int) -> bool:
        """Whether a part is finished."""
        return self._part(number).exists()

    def identify(self, identity: str) -> None:
        """Hold the run to one engine; the first part decides.

        Raises:
            InputError: what is finished was read by another.
        """
        known = self._told.get(IDENTITY)
        if known is None:
            self._told[IDENTITY] = identity
            self._write(MANIFEST, json.dumps(self._told, ensure_ascii=False, indent=1).encode())
        elif known != identity:
            raise InputError(
                f"The parts in {self.folder} were read by another version of Chartside or with other code "
                f"sets ({known}, now {identity}); bring those back, or add --fresh to begin anew."
            )

    def keep(self, number: int, outcome: Outcome) -> None:
        """Put a finished part on disk."""
        failed = self._part(number, failed=True)
        # The part's own file comes last: where it stands, the other is right too.
        if outcome.failed:
            self._write(failed.name, outcome.failed)
        else:
            failed.unlink(missing_ok=True)
        self._write(self._part(number).name, outcome.data)

    def failures(self, parts: int) -> int:
        """How many notes failed in all parts."""
        return sum(file.read_bytes().count(b"\n") for file in self._files(parts, failed=True))

    def finish(self, parts: int, join: Join) -> None:
        """Put all parts together under the final names, and remove the folder."""
        if any(True for _ in self._files(parts, failed=True)):
            self._whole(self.failed, lambda stream: joined(self._files(parts, failed=True), stream))
        else:
            self.failed.unlink(missing_ok=True)
        self._whole(self.out, lambda stream: join(self._files(parts), stream))
        # In this order, an end in the middle leaves either a folder to go on with or none.
        gone = self.folder.with_name(f"{self.folder.name}{UNFINISHED}{os.getpid()}")
        os.replace(self.folder, gone)
        shutil.rmtree(gone, ignore_errors=True)

    def _enter(self, fresh: bool) -> None:
        for left in self.folder.parent.glob(f"{glob_safe(self.out.name)}*{UNFINISHED}*"):
            if left.is_file():
                left.unlink()
        for left in self.folder.glob(f"{UNFINISHED}*"):
            left.unlink()
        if fresh:
            for left in self.folder.iterdir():
                if left.name != "lock":
                    left.unlink()
        try:
            told = json.loads((self.folder / MANIFEST).read_text(encoding="utf-8"))
        except FileNotFoundError:
            if any(self.folder.glob("part-*")):
                raise InputError(f"{self.folder} holds parts of something else; name another OUT.") from None
            self._told = dict(self._order)
            self._write(MANIFEST, json.dumps(self._told, ensure_ascii=False, indent=1).encode())
            return
        except ValueError:
            told = {}
        for name, value in self._order.items():
            if not isinstance(told, dict) or told.get(name) != value:
                raise InputError(
                    f"{self.folder} holds an unfinished run with another {name}; give the command as it was "
                    "to go on, or add --fresh to begin anew."
                )
        self._told = told

    def _files(self, parts: int, failed: bool = False) -> Iterator[Path]:
        for number in range(parts):
            file = self._part(number, failed)
            if not failed or file.exists():
                yield file

    def _part(self, number: int, failed: bool = False) -> Path:
        return self.folder / (f"part-{number:07d}" + (".failed" if failed else ""))

    def _write(self, name: str, content: bytes) -> None:
        self._whole(self.folder / name, lambda stream: stream.write(content))

    def _whole(self, path: Path, fill: Callable[[BinaryIO], object]) -> None:
        """Write a file that its owner alone can read, all or nothing, and wait until it is on disk."""
        # Files for OUT lie beside it, with a name that the next run finds and removes.
        prefix = UNFINISHED if path.parent == self.folder else f"{path.name}{UNFINISHED}"
        write_whole(path, fill, prefix)


def joined(files: Iterator[Path], out: BinaryIO) -> None:
    """One file after the other."""
    for file in files:
        with file.open("rb") as part:
            shutil.copyfileobj(part, out, 1024 * 1024)


def glob_safe(name: str) -> str:
    """A name without the characters that mean something in a pattern."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def _take(lock: BinaryIO, folder: Path) -> None:
    with suppress(OSError):
        if sys.platform == "win32":
            import msvcrt

            lock.seek(0)
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        return
    raise BatchError(f"Another run is writing to {folder}; wait until it has ended.")


def _unwritable(folder: Path, error: OSError) -> BatchError:
    return BatchError(
        f"{folder} cannot be written ({error.strerror or type(error).__name__}); what is finished is kept, "
        "and the same command goes on."
    )
