"""A folder of text files, one note each; a note's id is its path below the folder."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from chartside.batch.rows import Row
from chartside.batch.sources import LINE
from chartside.errors import InputError

ENDING = ".txt"


class Folder:
    """Every file below `path` that ends in .txt, in the order of names; links to folders are not followed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.total, self._digest = 0, hashlib.sha256()
        for name, file in self._files():
            self.total += 1
            try:
                found = file.stat()
            except OSError:
                continue
            told = f"{name}\0{found.st_size}\0{found.st_mtime_ns}\n"
            self._digest.update(told.encode("utf-8", "surrogateescape"))
        if not self.total:
            raise InputError(f"The folder {path} holds no file that ends in {ENDING}.")

    def fingerprint(self) -> str:
        """Names, sizes and times of all files."""
        return f"{self.total}-{self._digest.hexdigest()[:32]}"

    def rows(self) -> Iterator[Row]:
        """A row for every file."""
        for place, (name, file) in enumerate(self._files(), 1):
            try:
                with file.open("rb") as stream:
                    data = stream.read(LINE + 1)
            except OSError as error:
                yield Row(place, None, name=name, fault=f"The file cannot be read ({error.strerror}).")
                continue
            if len(data) > LINE:
                yield Row(place, None, name=name, fault=f"The file is longer than {LINE:,} bytes.")
            else:
                yield Row(place, data, "text", name)

    def _files(self) -> Iterator[tuple[str, Path]]:
        for folder, inner, files in os.walk(self._path):
            inner.sort()
            for name in sorted(files):
                if name.lower().endswith(ENDING):
                    file = Path(folder, name)
                    yield file.relative_to(self._path).as_posix(), file
