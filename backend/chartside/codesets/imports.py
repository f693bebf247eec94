"""Brings official files in: finds them, checks them, compiles them, and puts all in force in one rename.

Until that rename nothing that is in force is touched. The state before it is kept, to go back to.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from chartside.codesets.archive import HEAD, Found, Limits, open_official
from chartside.codesets.database import Progress, compile_lock
from chartside.codesets.effective import Named, effective_day, kinds_said, what_it_says
from chartside.codesets.opening import compile_state
from chartside.codesets.recognise import SUFFIXES, kind_of
from chartside.codesets.release import APRIL_2026, ICD10CM, ICD10PCS, Release
from chartside.codesets.states import (
    FILES,
    MANIFEST,
    OfficialFile,
    State,
    current_state,
    load_state,
    point_to,
    pointers,
    shelf_of,
    sweep,
    write_json,
)
from chartside.errors import CodeSetError, InputError
from chartside.wholefile import sync_folder

UNUSED = frozenset({"tables"})
"""Known files that nothing is compiled from."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import, or going back, has done."""

    release: Release
    files: Mapping[str, str]
    """Kind and the name it came under, of the files that are new or changed; none when all were there."""
    counts: Mapping[str, int]
    """`codes`, `headers` and entries of `main`, `external`, `neoplasm`, `drugs`, of all that is in force."""
    ignored: tuple[str, ...] = ()
    """Names of files that are of no use here."""
    remarks: tuple[str, ...] = ()
    """Sentences that the person has to read."""


def import_release(
    home: Path,
    path: Path,
    effective: date | None = None,
    *,
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> Imported:
    """Import an official zip, a folder, or a single file.

    Args:
        home: Chartside's data folder.
        path: what to import.
        effective: first day of the release, where the files do not say it.
        progress: called with done, total and a label.
        limits: for tests.

    Raises:
        InputError: `path` holds nothing of use, or what no release has.
        CodeSetError: the files are damaged, not of one release, or the disk is full; what is in force stays.
    """
    shelf = shelf_of(home)
    if progress is not None:
        progress(0, 100, "Looking through the files")
    with compile_lock(shelf), _scratch(shelf) as scratch:
        found, ignored = open_official(path, scratch, kind_of, limits)
        system, files = _of_one_system(found, path)
        said = {kind: what_it_says(file.name, _head(file.path)) for kind, file in files.items()}
        day, remark = effective_day(system, kinds_said(said), path.resolve().stem, effective)
        _refuse_other_guidelines(said, day)
        release = Release(system, day)
        imported = _bring(home, release, files, progress)
    return replace(imported, ignored=ignored, remarks=(*([remark] if remark else []), *imported.remarks))


def roll_back(home: Path, release: Release) -> Imported:
    """Put the state before the last import of a release in force again.

    Raises:
        InputError: nothing was imported for the release, or there is nothing left to go back to.
    """
    with compile_lock(shelf_of(home)):
        folder = shelf_of(home) / release.slug
        _, previous = pointers(folder)
        if previous is None:
            raise InputError(f"There is no earlier state of {release} to go back to.")
        state = load_state(home, release, previous)
        point_to(folder, release, previous, None)
    gone = previous == 0 and release != APRIL_2026
    remark = (
        f"{release} is no longer installed." if gone else f"{release} is as it was before the last import."
    )
    return Imported(release, {}, state.counts, remarks=(remark,))


def _of_one_system(found: tuple[Found, ...], path: Path) -> tuple[str, dict[str, Found]]:
    """The system of the files, and the one file of each kind; the same file twice is one."""
    systems: dict[str, str] = {}
    for file in found:
        systems.setdefault(file.kind.partition("/")[0], file.name)
    if len(systems) > 1:
        (first, one), (second, two) = list(systems.items())[:2]
        raise InputError(f"{one} is of {first} and {two} of {second}; import one system at a time.")
    files: dict[str, Found] = {}
    for file in found:
        kind = file.kind.partition("/")[2]
        other = files.setdefault(kind, file)
        if other is not file and _digest(other.path) != _digest(file.path):
            raise InputError(
                f"{other.name} and {file.name} differ and are both the same part ({kind}); "
                "import the files of one release together."
            )
    if not any(kind not in UNUSED for kind in files):
        more = " The order file is what is needed of ICD-10-PCS." if ICD10PCS in systems else ""
        raise InputError(
            f"{path.name or path} holds no file of an official release that Chartside knows; "
            f"`chartside codeset import --help` names them.{more}"
        )
    return next(iter(systems)), {kind: file for kind, file in files.items() if kind not in UNUSED}


def _refuse_other_guidelines(said: Mapping[str, Named], day: date) -> None:
    """Guidelines stand for a fiscal year; those of another one do not belong here."""
    named = said.get("guidelines")
    if named is not None and len(said) > 1:
        effective_day(ICD10CM, [Named(named.name, None, named.year)], "", day)


def _bring(home: Path, release: Release, files: Mapping[str, Found], progress: Progress | None) -> Imported:
    before = current_state(home, release)
    digests = {kind: _digest(file.path) for kind, file in files.items()}
    new = {
        kind: file.name
        for kind, file in files.items()
        if kind not in before.files or before.files[kind].digest != digests[kind]
    }
    if not new:
        return Imported(release, {}, before.counts, remarks=(f"{release} has all of this already.",))
    folder = shelf_of(home) / release.slug
    folder.mkdir(exist_ok=True)
    sweep(folder)
    current, previous = pointers(folder)
    number = max(current, previous or 0) + 1
    building = folder / f"{number}.tmp"
    try:
        state = _gather(building, replace(before, number=number), files, digests)
        counts = dict(before.counts) | compile_state(home, state, progress)
        _write_manifest(state, counts)
        os.rename(building, folder / str(number))
        point_to(folder, release, number, current)
    except OSError as error:
        raise CodeSetError(
            f"The release cannot be written into {folder} ({error.strerror or error}); "
            "make room there and import again."
        ) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
        with suppress(OSError):
            folder.rmdir()  # only when nothing was ever in force here
    if progress is not None:
        progress(100, 100, "Ready")
    return Imported(release, new, counts, remarks=_remarks(home, state))


def _gather(folder: Path, before: State, files: Mapping[str, Found], digests: Mapping[str, str]) -> State:
    """Lay the official files of the new state into `folder`, those that stay from the state before too."""
    kept = folder / FILES
    kept.mkdir(parents=True)
    together: dict[str, OfficialFile] = {}
    for kind, file in before.files.items():
        if kind not in files:
            target = kept / file.path.name
            shutil.copyfile(file.path, target)
            together[kind] = replace(file, path=target)
    for kind, found in files.items():
        target = kept / f"{kind}{SUFFIXES.get(kind, '.xml')}"
        shutil.copyfile(found.path, target)
        if _digest(target) != digests[kind]:
            raise CodeSetError(f"{found.name} changed while it was read; import it again.")
        together[kind] = OfficialFile(target, found.name, digests[kind])
    return State(before.release, before.number, folder, together, before.counts, date.today().isoformat())


def _write_manifest(state: State, counts: Mapping[str, int]) -> None:
    write_json(
        state.folder / MANIFEST,
        {
            "system": state.release.system,
            "effective": state.release.effective.isoformat(),
            "imported": state.imported,
            "counts": counts,
            "files": {
                kind: {"file": file.path.name, "name": file.name, "sha256": file.digest}
                for kind, file in state.files.items()
            },
        },
    )
    for folder in (state.folder / FILES, state.folder, state.folder.parent):
        sync_folder(folder)


def _remarks(home: Path, state: State) -> tuple[str, ...]:
    if "tabular" in state.files and not {"order", "list"} & set(state.files):
        return (
            "No order file or code list came with the Tabular List, so a few 7th characters may be offered "
            "that do not exist; import the order file of the same release too.",
        )
    return ()


@contextmanager
def _scratch(shelf: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="import-", suffix=".tmp", dir=shelf) as folder:
        yield Path(folder)


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(HEAD)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
