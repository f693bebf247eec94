"""What is new, revised or deleted between two releases of a system."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from chartside.codesets.catalog import Installed, installed_releases
from chartside.codesets.database import Progress
from chartside.codesets.opening import AnyCodeSet, open_state
from chartside.codesets.release import ICD10CM, Release, read_system
from chartside.errors import InputError

NEW, REVISED, DELETED = "new", "revised", "deleted"


@dataclass(frozen=True, slots=True)
class Change:
    """One code that is not the same in both releases."""

    change: str
    """`new`, `revised` or `deleted`."""
    code: str
    description: str
    """In the later release; of a deleted code in the earlier one."""
    billable: bool
    was: str = ""
    """What differs in the earlier release: its description, `billable` or `header`; for revised codes."""


def compare(before: AnyCodeSet, after: AnyCodeSet) -> tuple[Change, ...]:
    """Every difference: deleted codes first, then new and revised ones in the order of the later release."""
    old = {code: (title, billable) for code, title, billable in before.every()}
    deleted: list[Change] = []
    found: list[Change] = []
    kept: set[str] = set()
    for code, title, billable in after.every():
        kept.add(code)
        earlier = old.get(code)
        if earlier is None:
            found.append(Change(NEW, code, title, billable))
        elif earlier != (title, billable):
            was = [earlier[0]] if earlier[0] != title else []
            was += [_standing(earlier[1])] if earlier[1] != billable else []
            found.append(Change(REVISED, code, title, billable, "; ".join(was)))
    for code, (title, billable) in old.items():
        if code not in kept:
            deleted.append(Change(DELETED, code, title, billable))
    return (*deleted, *found)


def changes_between(
    home: Path, first: str, second: str, *, progress: Progress | None = None
) -> tuple[Release, Release, tuple[Change, ...]]:
    """Compare two installed releases.

    Args:
        home: Chartside's data folder.
        first: the earlier one, as `find_release` takes it.
        second: the later one.
        progress: called with done, total and a label while something is compiled.

    Raises:
        InputError: one of them is not installed, or they are of different systems.
        CodeSetError: one of them cannot be opened.
    """
    releases = installed_releases(home)
    one, other = find_release(releases, first), find_release(releases, second)
    if one.release.system != other.release.system:
        raise InputError(f"{one.release} and {other.release} are of different systems; compare within one.")
    with (
        open_state(home, one.state, progress=progress) as before,
        open_state(home, other.state, progress=progress) as after,
    ):
        return one.release, other.release, compare(before, after)


def find_release(releases: Sequence[Installed], name: str) -> Installed:
    """An installed release by its day (of ICD-10-CM) or its label: ``2026-04-01``, ``HCPCS 2026-01-01``.

    Raises:
        InputError: there is none of that name.
    """
    system, _, day = name.strip().replace("_", " ").rpartition(" ")
    wanted = read_system(system) if system else ICD10CM
    for installed in releases:
        release = installed.release
        if day == release.slug or (day == release.effective.isoformat() and release.system == wanted):
            return installed
    known = ", ".join(installed.release.label for installed in releases)
    raise InputError(f"There is no release {name[:40]!r} here; installed are {known}.")


def _standing(billable: bool) -> str:
    return "billable" if billable else "header"
