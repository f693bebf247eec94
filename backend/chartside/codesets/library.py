"""All installed releases, opened when they are asked for and kept: the right code set for any day at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock
from time import monotonic

from chartside.codesets.catalog import Choice, Installed, choose, installed_releases
from chartside.codesets.database import Progress
from chartside.codesets.opening import AnyCodeSet, open_state
from chartside.codesets.release import ICD10CM

FRESH = 1.0
"""Seconds for which the folder is not looked at again; an import shows after that at the latest."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """An open code set for a day, and the sentence for the coder when it is not the one in force then."""

    code_set: AnyCodeSet
    notice: str | None

    @property
    def notices(self) -> tuple[str, ...]:
        """The notice as results carry it."""
        return () if self.notice is None else (self.notice,)


class Library:
    """The releases under one home; may be shared by any number of threads.

    Args:
        home: Chartside's data folder.
        opened: code sets that are open already; they are used, and closed by whoever opened them.
        progress: told when something has to be compiled.
        terms_folder: the curated terms that search knows; by default the packaged ones.
    """

    def __init__(
        self,
        home: Path,
        opened: Iterable[AnyCodeSet] = (),
        *,
        progress: Progress | None = None,
        terms_folder: Path | None = None,
    ) -> None:
        self.home = home
        self._progress = progress
        self._terms_folder = terms_folder
        self._open = {code_set.edition: code_set for code_set in opened}
        self._mine: list[AnyCodeSet] = []
        self._lock = Lock()
        self._seen: tuple[Installed, ...] = ()
        self._looked = float("-inf")

    def installed(self) -> tuple[Installed, ...]:
        """Every installed release, by system and first day.

        Raises:
            CodeSetError: what lies in the folder cannot be read.
        """
        if monotonic() - self._looked > FRESH:
            self._seen = installed_releases(self.home)
            self._looked = monotonic()
        return self._seen

    def choose(self, system: str = ICD10CM, day: date | None = None) -> Choice:
        """The release for a day and a notice, without opening anything.

        Raises:
            InputError: no release of the system is installed.
        """
        return choose(self.installed(), system, day)

    def code_set(self, system: str = ICD10CM, day: date | None = None) -> Chosen:
        """The code set for a day (date of service, for inpatients of discharge; today when left out).

        A few microseconds once it is open. After an import the new state is opened; whoever holds the old one
        may go on using it.

        Raises:
            InputError: no release of the system is installed.
            CodeSetError: it cannot be compiled.
        """
        choice = self.choose(system, day)
        return Chosen(self._opened(choice.installed), choice.notice)

    def close(self) -> None:
        """Close every code set that was opened here."""
        with self._lock:
            for code_set in self._mine:
                code_set.close()
            self._mine.clear()
            self._open.clear()

    def _opened(self, installed: Installed) -> AnyCodeSet:
        edition = installed.state.edition
        found = self._open.get(edition)
        if found is not None:
            return found
        with self._lock:
            if edition not in self._open:
                made = open_state(
                    self.home, installed.state, progress=self._progress, terms_folder=self._terms_folder
                )
                self._open[edition] = made
                self._mine.append(made)
            return self._open[edition]
