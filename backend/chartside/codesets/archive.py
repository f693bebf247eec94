"""Opens what a person hands in: a file, a folder or a zip (zips within it too), however hostile.

Nothing is written but the files that are wanted, each under a number of our own, so no name in an archive
decides where something goes. Sizes are counted while reading: what a zip says of itself is a first check.
"""

import os
import stat
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from chartside.errors import CodeSetError, InputError

MIB = 1024 * 1024
HEAD = 256 * 1024
"""Bytes from the beginning of a file that decide what it is."""
CHUNK = MIB
ZIP_START = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Limits:
    """What is more than any official release has; the largest known is 60 MB in 40 files."""

    member: int = 150 * MIB
    total: int = 500 * MIB
    members: int = 1000
    ratio: int = 120
    """Unpacked bytes per packed byte; order files, mostly blanks, come to 20."""
    depth: int = 3
    """Zips within zips."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file that was wanted."""

    name: str
    """As a person finds it again: ``release.zip/Table and Index/icd10cm_tabular_2026.xml``."""
    path: Path
    """Where it can be read."""
    kind: str


@dataclass(slots=True)
class _Tally:
    limits: Limits
    members: int = 0
    total: int = 0
    ignored: list[str] = field(default_factory=list)

    def member(self, name: str) -> None:
        self.members += 1
        if self.members > self.limits.members:
            raise InputError(
                f"{name} is file number {self.members}, and no official release has more than "
                f"{self.limits.members}; name the zip or the folder of one release."
            )

    def bytes(self, name: str, count: int) -> None:
        self.total += count
        if self.total > self.limits.total:
            raise _too_large(name, self.limits.total)


Wanted = Callable[[str, bytes, int], str | None]
"""Given name, beginning and size of a file: its kind, or None when it is of no use."""


def open_official(
    path: Path, scratch: Path, wanted: Wanted, limits: Limits | None = None
) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    """Find the wanted files at `path`; those within a zip are unpacked into `scratch`.

    Returns:
        The files, and the names of those left out.

    Raises:
        InputError: there is nothing, it is damaged, or it is larger or stranger than any release.
        CodeSetError: the disk is full.
    """
    tally = _Tally(limits or Limits())
    found = []
    try:
        for name, file in _files(path, tally):
            found += _look(name, file, 0, scratch, wanted, tally)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise CodeSetError(
            f"{error.filename or path.name} cannot be read or written ({reason}); "
            "see to the folder and import again."
        ) from error
    return tuple(found), tuple(tally.ignored)


def _files(path: Path, tally: _Tally) -> Iterator[tuple[str, Path]]:
    if path.is_file():
        tally.member(path.name)
        yield path.name, path
        return
    if not path.is_dir():
        raise InputError(f"There is no file or folder {path}; name the official zip or its folder.")
    for folder, below, names in os.walk(path):
        below.sort()
        for name in sorted(names):
            file = Path(folder, name)
            shown = f"{path.resolve().name}/{file.relative_to(path).as_posix()}"
            tally.member(shown)
            mode = file.lstat().st_mode
            if stat.S_ISLNK(mode):
                raise InputError(f"{shown} is a symbolic link; put the file itself there.")
            # A pipe or a device would never end.
            if stat.S_ISREG(mode):
                yield shown, file


def _look(name: str, file: Path, depth: int, scratch: Path, wanted: Wanted, tally: _Tally) -> list[Found]:
    """The file itself when it is wanted, or what is wanted within it."""
    with file.open("rb") as stream:
        head = stream.read(HEAD)
    size = file.stat().st_size
    if head.startswith(ZIP_START) and not name.lower().endswith((".xlsx", ".docx", ".pptx")):
        return _zip(name, file, depth, scratch, wanted, tally)
    kind = wanted(name, head, size)
    if kind is None:
        tally.ignored.append(name)
        return []
    if size > tally.limits.member:
        raise _too_large(name, tally.limits.member)
    if depth == 0:
        tally.bytes(name, size)
    return [Found(name, file, kind)]


def _zip(name: str, file: Path, depth: int, scratch: Path, wanted: Wanted, tally: _Tally) -> list[Found]:
    if depth >= tally.limits.depth:
        raise InputError(f"{name} lies in zips within zips, deeper than any release; unpack it by hand.")
    found = []
    try:
        with ZipFile(file) as archive:
            seen: set[str] = set()
            for member in archive.infolist():
                shown = f"{name}/{member.filename}"
                tally.member(shown)
                _check(shown, member, seen, tally.limits)
                if not member.is_dir():
                    found += _member(shown, archive, member, depth, scratch, wanted, tally)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise InputError(f"{name} is a damaged zip ({_said(error)}); download it again.") from error
    return found


def _check(name: str, member: ZipInfo, seen: set[str], limits: Limits) -> None:
    """Refuse what no official zip has, before a byte of it is read."""
    parts = member.filename.replace("\\", "/").split("/")
    if ".." in parts or member.filename.startswith(("/", "\\")) or ":" in parts[0] or "\0" in member.filename:
        raise InputError(f"{name} would be put outside of its folder; this is no official zip.")
    if member.filename in seen:
        raise InputError(f"{name} stands twice in its zip; download it again.")
    seen.add(member.filename)
    if stat.S_ISLNK(member.external_attr >> 16):
        raise InputError(f"{name} is a symbolic link; this is no official zip.")
    if member.flag_bits & 1:
        raise InputError(f"{name} is encrypted; unpack the zip with its password and import the folder.")
    if member.file_size > limits.member:
        raise _too_large(name, limits.member)
    if member.file_size > MIB and member.file_size > limits.ratio * max(member.compress_size, 1):
        raise _bomb(name, limits)


def _member(
    name: str,
    archive: ZipFile,
    member: ZipInfo,
    depth: int,
    scratch: Path,
    wanted: Wanted,
    tally: _Tally,
) -> list[Found]:
    with archive.open(member) as stream:
        head = stream.read(HEAD)
        nested = head.startswith(ZIP_START)
        if not nested and wanted(name, head, member.file_size) is None:
            tally.ignored.append(name)
            return []
        target = scratch / f"{tally.members}{Path(member.filename).suffix[:8]}"
        with target.open("xb") as out:
            _copy(name, head, stream, out, member, tally)
    return _look(name, target, depth + 1, scratch, wanted, tally)


def _copy(name: str, head: bytes, stream: IO[bytes], out: IO[bytes], member: ZipInfo, tally: _Tally) -> None:
    written = 0
    part = head
    while part:
        written += len(part)
        tally.bytes(name, len(part))
        if written > tally.limits.member:
            raise _too_large(name, tally.limits.member)
        if written > MIB and written > tally.limits.ratio * max(member.compress_size, 1):
            raise _bomb(name, tally.limits)
        out.write(part)
        part = stream.read(CHUNK)


def _too_large(name: str, most: int) -> InputError:
    return InputError(f"{name} goes beyond {most // MIB} MB, more than any official release; not imported.")


def _bomb(name: str, limits: Limits) -> InputError:
    return InputError(
        f"{name} unpacks to more than {limits.ratio} times its size, as zip bombs do; not imported."
    )


def _said(error: Exception) -> str:
    return str(error).splitlines()[0][:80] if str(error) else type(error).__name__
