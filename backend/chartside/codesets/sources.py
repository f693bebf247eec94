"""Where the files of a release are: with the installed package, or where an import put them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from chartside.codesets.recognise import INDEX_KINDS
from chartside.codesets.release import APRIL_2026, CODE_LIST_FILE, TABULAR_FILE, open_packaged
from chartside.codesets.states import State
from chartside.errors import CodeSetError

OF_CODES = ("tabular", "order", "list")
"""The kinds that the compiled codes of ICD-10-CM are made of."""


@dataclass(frozen=True, slots=True)
class Source:
    """An official file: the name that errors call it, and how to open it."""

    name: str
    open: Callable[[], AbstractContextManager[IO[bytes]]]


PACKAGED = {
    "tabular": Source("The Tabular List", lambda: open_packaged(TABULAR_FILE)),
    "packaged-list": Source("The list of codes", lambda: open_packaged(CODE_LIST_FILE)),
}


def sources_of(state: State) -> Mapping[str, Source]:
    """Kind and file of all that the release is made of.

    Raises:
        CodeSetError: the release has no Tabular List.
    """
    own = {kind: Source(file.name, _opener(file.path)) for kind, file in state.files.items()}
    if state.release.system != APRIL_2026.system or "tabular" in own:
        return own
    if state.release != APRIL_2026:
        raise CodeSetError(
            f"{state.release} has no Tabular List; import its official zip with `chartside codeset import`."
        )
    return {**PACKAGED, **own}


def has_own_codes(state: State) -> bool:
    """Whether the codes are compiled from imported files, not from the packaged ones."""
    return any(kind in state.files for kind in OF_CODES) or state.release.system != APRIL_2026.system


def index_paths(state: State) -> dict[str, Path]:
    """The imported files of the Alphabetic Index and its tables, by kind."""
    return {kind: state.files[kind].path for kind in INDEX_KINDS if kind in state.files}


def _opener(path: Path) -> Callable[[], AbstractContextManager[IO[bytes]]]:
    @contextmanager
    def opened() -> Iterator[IO[bytes]]:
        try:
            stream = path.open("rb")
        except OSError as error:
            raise CodeSetError(
                f"The imported file {path.name} is gone from {path.parent}; "
                "import the release again with `chartside codeset import`."
            ) from error
        with stream:
            yield stream

    return opened
