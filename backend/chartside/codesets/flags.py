"""Flags of a code: its CMS-HCC and RxHCC groups, whether it is a CC or MCC, its CCSR category.

What holds depends on the day of service (inpatient: of discharge); which table holds when is told in
`flag_sources`. A day before the first table of a kind gets no flag of that kind; one after the last gets the
last. Every answer names its tables, and a code that no table knows gets an empty answer.
"""

from bisect import bisect_right
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from chartside.codesets.code import key_of
from chartside.codesets.database import Database, Progress, compile_lock, is_whole
from chartside.codesets.flag_sources import (
    APPLICATION_ID,
    BOTH,
    Source,
    compile_flags,
    edition,
)
from chartside.errors import CodeSetError

__all__ = ["CodeFlags", "FlagStore", "Group", "open_flags"]

KINDS = ("hcc_v28", "hcc_v24", "rxhcc", "cc_mcc", "ccsr")
"""The fields of CodeFlags that a source tells, in the order in which sources are named."""
LONGEST_KEY = 8
"""Longer strings are no codes, and are not remembered."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group that a code falls into; two are written as one, such as ``2 + 6``, with both labels."""

    number: str
    label: str
    """Empty for CCSR: the package knows the categories by number only."""


@dataclass(frozen=True, slots=True)
class CodeFlags:
    """What the packages know about a code on a day."""

    hcc_v24: Group | None = None
    hcc_v28: Group | None = None
    rxhcc: Group | None = None
    cc_mcc: str | None = None
    """``CC``, ``MCC`` or None."""
    cc_mcc_version: str | None = None
    """Version of MS-DRG that says so, such as ``v43.1``; also when it says neither."""
    ccsr: Group | None = None
    sources: tuple[str, ...] = ()
    """The tables that were asked, such as ``MS-DRG v43.1 (drgpy 0.2.1)``."""


EMPTY = CodeFlags()


@dataclass(frozen=True, slots=True)
class _Era:
    """A span of days in which the same tables hold: by kind the number of the newest one."""

    newest: dict[str, int]
    cc_mcc_version: str | None
    names: tuple[str, ...]


class FlagStore:
    """The compiled tables, open for reading from any number of threads.

    Args:
        path: the compiled file.
        today: the day that stands in when none is given.

    Raises:
        CodeSetError: the file is missing, damaged or of another format.
    """

    def __init__(self, path: Path, today: Callable[[], date] = date.today) -> None:
        self._today = today
        self._database = Database(path, APPLICATION_ID)
        try:
            rows = self._database.rows("SELECT kind, since, version, name FROM source ORDER BY id")
            sources = [Source(kind, date.fromisoformat(day), *told) for kind, day, *told in rows]
            self._starts = sorted({source.since for source in sources})
            self._eras = [_era(sources, start) for start in self._starts]
            found = self._database.rows("SELECT kind, number, label FROM label")
            self._labels = {(kind, number): label for kind, number, label in found}
        except BaseException:
            self._database.close()
            raise
        self._group = lru_cache(maxsize=2048)(self._build_group)
        self._flags = lru_cache(maxsize=8192)(self._load)

    def of(self, code: str, day: date | None = None) -> CodeFlags:
        """The flags of `code`, in any case, with or without its dot, for services of `day` (today).

        Raises:
            CodeSetError: the file was closed or damaged meanwhile.
        """
        key = key_of(code)
        era = bisect_right(self._starts, self._today() if day is None else day) - 1
        # A lone surrogate cannot be handed to SQLite, and no code has one.
        if len(key) > LONGEST_KEY or not key.isascii() or era < 0:
            return EMPTY
        return self._flags(key, era)

    def close(self) -> None:
        """Close the file; the store cannot be used after that."""
        self._database.close()

    def _load(self, key: str, number: int) -> CodeFlags:
        rows = self._database.rows(
            "SELECT s.kind, f.source, f.value FROM flag f JOIN source s ON s.id = f.source"
            " WHERE f.key = ? ORDER BY f.source",
            (key,),
        )
        if not rows:
            return EMPTY
        era = self._eras[number]
        values = {kind: value for kind, source, value in rows if source <= era.newest.get(kind, 0)}
        return CodeFlags(
            hcc_v24=self._group("hcc_v24", values.get("hcc_v24")),
            hcc_v28=self._group("hcc_v28", values.get("hcc_v28")),
            rxhcc=self._group("rxhcc", values.get("rxhcc")),
            cc_mcc=values.get("cc_mcc") or None,
            cc_mcc_version=era.cc_mcc_version,
            ccsr=self._group("ccsr", values.get("ccsr")),
            sources=era.names,
        )

    def _build_group(self, kind: str, number: str | None) -> Group | None:
        if not number:
            return None
        labels = (self._labels.get((kind, each), "") for each in number.split(BOTH))
        return Group(number, BOTH.join(filter(None, labels)))


def _era(sources: list[Source], day: date) -> _Era:
    newest = {source.kind: number for number, source in enumerate(sources, 1) if source.since <= day}
    held = {kind: sources[newest[kind] - 1] for kind in KINDS if kind in newest}
    severity = held.get("cc_mcc")
    return _Era(
        newest, severity.version if severity else None, tuple(source.name for source in held.values())
    )


def open_flags(home: Path, *, progress: Progress | None = None) -> FlagStore:
    """Open the flags in `home`, compiling them first when they are missing, out of date or damaged.

    Args:
        home: Chartside's data folder.
        progress: called with done, total and a label while something is compiled.

    Raises:
        CodeSetError: a package is missing, or the file cannot be compiled.
        DataFileError: the curated file of severity levels is wrong.
    """
    path = home / "codesets" / f"flags-{edition()}.sqlite"
    with suppress(CodeSetError):
        return FlagStore(path)
    with compile_lock(path.parent):
        # Another process may have compiled while this one waited for the lock.
        if not is_whole(path, APPLICATION_ID):
            compile_flags(path, progress)
        _forget_others(path)
        return FlagStore(path)


def _forget_others(path: Path) -> None:
    """Delete the files of other versions; whoever has one open keeps it."""
    for other in path.parent.glob("flags-*.sqlite"):
        if other != path:
            with suppress(OSError):
                other.unlink()
