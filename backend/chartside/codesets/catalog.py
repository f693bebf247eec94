"""What is installed, and which release is the right one for a day.

The day is the date of service; for inpatient encounters that of discharge (ICD-10-CM Official Guidelines,
and 45 CFR 162.1000(a): the code set valid when the care is furnished).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from chartside.codesets.release import APRIL_2026, CPT, HCPCS, ICD10CM, Release, day_before
from chartside.codesets.states import State, current_state, releases_on, shelf_of, untouched
from chartside.errors import InputError


@dataclass(frozen=True, slots=True)
class Installed:
    """A release that can be opened, and the days on which it is the right one."""

    release: Release
    state: State
    until: date | None
    """Last day, as far as is certain: the day before the next release, installed or not; None when open."""
    packaged: bool
    """Whether it came with Chartside."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The release to use for a day, and what the coder has to know about it."""

    installed: Installed
    notice: str | None = None
    """One or two plain sentences when the release is not the one in force on that day."""

    @property
    def release(self) -> Release:
        """The release to use."""
        return self.installed.release


def installed_releases(home: Path, today: date | None = None) -> tuple[Installed, ...]:
    """Every installed release, by system and first day; the packaged one is always among them.

    Args:
        home: Chartside's data folder.
        today: the newest release of a system is open (`until` None) while no other is due.

    Raises:
        CodeSetError: what lies in the folder cannot be read.
    """
    today = today or date.today()
    states = {release: current_state(home, release) for release in releases_on(shelf_of(home))}
    states.setdefault(APRIL_2026, untouched(home, APRIL_2026))
    releases = sorted(states)
    found = []
    for place, release in enumerate(releases):
        later = releases[place + 1] if place + 1 < len(releases) else None
        due: date | None = release.next_due
        if later is not None and later.system == release.system:
            due = min(later.effective, release.next_due)
        elif release.next_due > today:
            due = None
        until = None if due is None else day_before(due)
        found.append(Installed(release, states[release], until, release == APRIL_2026))
    return tuple(found)


def choose(
    releases: Sequence[Installed], system: str = ICD10CM, day: date | None = None, today: date | None = None
) -> Choice:
    """The newest release whose first day is on or before `day`, else the oldest, with a notice.

    Args:
        releases: what is installed, by first day.
        system: whose release.
        day: date of service or discharge; today when left out.
        today: for tests.

    Raises:
        InputError: no release of the system is installed.
    """
    own = [installed for installed in releases if installed.release.system == system]
    if not own:
        raise InputError(f"No release of {system} is installed; bring one with `{_how(system)}`.")
    asked = day or today or date.today()
    before = [installed for installed in own if installed.release.effective <= asked]
    dated = (
        f"This encounter is dated {asked}" if day else f"No date of service is given, and today is {asked}"
    )
    if not before:
        notice = (
            f"{dated}; no installed release of {system} goes back to it, so the oldest, {own[0].release}, "
            f"is used. Bring the right one with `{_how(system, asked)}`."
        )
        return Choice(own[0], notice)
    chosen = before[-1]
    due = chosen.release.next_due
    if due > asked:
        return Choice(chosen)
    which = "newest" if chosen is own[-1] else "nearest earlier"
    notice = (
        f"{dated}; the {which} installed release is {chosen.release}. From {due.day} {due:%B %Y} "
        f"another release is in force: bring it with `{_how(system, None if chosen is own[-1] else asked)}`."
    )
    return Choice(chosen, notice)


def _how(system: str, day: date | None = None) -> str:
    if system in (HCPCS, CPT):
        return "chartside codeset import PATH"
    return "chartside codeset fetch" + (f" --date {day}" if day else "")
