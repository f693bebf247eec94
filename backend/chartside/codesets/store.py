"""The code set as the rest of Chartside sees it: how to open one, and the types that come out of it."""

from datetime import date
from pathlib import Path

from chartside.codesets.catalog import choose, installed_releases
from chartside.codesets.code import Code, Hit, Instruction
from chartside.codesets.codeset import CodeSet
from chartside.codesets.compile import compile_file
from chartside.codesets.database import Progress, compile_lock
from chartside.codesets.opening import compiled_of, open_state
from chartside.codesets.release import APRIL_2026
from chartside.codesets.states import shelf_of, untouched

__all__ = ["Code", "CodeSet", "Hit", "Instruction", "compile_release", "open_code_set"]


def compile_release(home: Path, *, progress: Progress | None = None) -> Path:
    """Compile the packaged release into the folder `codesets` of `home`, anew even if it is there.

    Returns:
        The compiled file.

    Raises:
        CodeSetError: the official files cannot be read, or the folder not written.
    """
    path = compiled_of(home, untouched(home, APRIL_2026)).codes
    with compile_lock(shelf_of(home)):
        compile_file(path, APRIL_2026, progress=progress)
    return path


def open_code_set(
    home: Path,
    *,
    day: date | None = None,
    progress: Progress | None = None,
    terms_folder: Path | None = None,
) -> CodeSet:
    """Open the release of ICD-10-CM for a day, compiling first what is missing, out of date or damaged.

    Args:
        home: Chartside's data folder.
        day: date of service, for inpatients of discharge; today when left out.
        progress: called with done, total and a label while something is compiled.
        terms_folder: the curated terms that search knows; by default the packaged ones.

    Raises:
        CodeSetError: it cannot be compiled.
        DataFileError: a curated file is wrong.
    """
    state = choose(installed_releases(home), day=day).installed.state
    opened = open_state(home, state, progress=progress, terms_folder=terms_folder)
    assert isinstance(opened, CodeSet)
    return opened
