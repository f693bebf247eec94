"""The small index files of our own, read and compiled for the tests of the index."""

from pathlib import Path

from chartside.codesets.database import compile_lock
from chartside.codesets.index import IndexFile, read_index
from chartside.codesets.index_store import AlphabeticIndex, compile_index

DATA = Path(__file__).parent / "data"
PARTS = {"main": "index", "external": "external", "neoplasm": "neoplasm", "drugs": "drugs"}


def small(kind: str) -> Path:
    """Our own file of that kind."""
    return DATA / f"{PARTS[kind]}-small.xml"


def read(path: Path) -> IndexFile:
    with path.open("rb") as stream:
        return read_index(stream)


def opened(folder: Path, *paths: Path) -> AlphabeticIndex:
    """An index compiled from files, by default from all four of our own."""
    files = [read(path) for path in paths or map(small, PARTS)]
    with compile_lock(folder):
        compile_index(folder / "index.sqlite", files)
    return AlphabeticIndex(folder / "index.sqlite")
