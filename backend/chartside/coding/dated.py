"""The right release for each note: one suggester a release, made when the first note of its time comes.

The release is chosen by the date of service, for inpatients the date of discharge.
"""

from dataclasses import replace
from pathlib import Path
from threading import Lock

from chartside.codesets.codeset import CodeSet
from chartside.codesets.database import Progress
from chartside.codesets.flags import FlagStore
from chartside.codesets.library import Library
from chartside.coding.adjusting import Adjuster
from chartside.coding.suggester import Suggester, build_suggester, suggester_for
from chartside.model import Note, Result
from chartside.notes.pipeline import NoteReader

KEPT = 2
"""Releases beside the present one whose vocabulary stays in memory, about 60 MB each."""


class DatedSuggester:
    """Suggests with the release in force on a note's date; may be shared between threads.

    Args:
        home: Chartside's data folder.
        library: the installed releases.
        present: the suggester for notes without a date.
    """

    def __init__(self, home: Path, library: Library, present: Suggester) -> None:
        self.library = library
        self._home = home
        self._present = present
        self._others: dict[str, Suggester] = {}
        self._lock = Lock()

    @property
    def code_set(self) -> CodeSet:
        """The code set for notes without a date."""
        return self._present.code_set

    @property
    def reader(self) -> NoteReader:
        """The reader for notes without a date; assertion is the same in every release."""
        return self._present.reader

    @property
    def flags(self) -> FlagStore:
        """Risk groups and severity of all years."""
        return self._present.flags

    def suggest(self, note: Note, adjuster: Adjuster | None = None) -> Result:
        """All that is said about `note`, with a notice when the release is not the one of its date.

        `adjuster` moves the ranking by what was learned from decisions.

        Raises:
            CodeSetError: the release of the note's date cannot be compiled.
        """
        if note.date is None:
            return self._present.suggest(note, adjuster)
        chosen = self.library.code_set(day=note.date)
        result = self._of(chosen.code_set).suggest(note, adjuster)
        return replace(result, notices=(*chosen.notices, *result.notices))

    def close(self) -> None:
        """Close the files; nothing can be suggested after that."""
        self.library.close()
        self._present.close()

    def _of(self, code_set: object) -> Suggester:
        assert isinstance(code_set, CodeSet)
        if code_set.edition == self._present.code_set.edition:
            return self._present
        with self._lock:
            found = self._others.pop(code_set.edition, None)
            if found is None:
                found = suggester_for(self._home, code_set, self._present.flags)
                while len(self._others) >= KEPT:
                    del self._others[next(iter(self._others))]
            self._others[code_set.edition] = found
            return found


def build_dated_suggester(home: Path, *, progress: Progress | None = None) -> DatedSuggester:
    """Open what is needed for notes without a date; other releases follow when they are asked for.

    Raises:
        CodeSetError: the release or the flags cannot be compiled.
        DataFileError: a curated file is wrong.
    """
    present = build_suggester(home, progress=progress)
    return DatedSuggester(home, Library(home, [present.code_set]), present)
