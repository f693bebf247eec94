"""One release of one code set: its name, the day it came into force, and where its files lie."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib import resources
from importlib.util import find_spec, module_from_spec
from typing import IO

from chartside.errors import CodeSetError

PACKAGE = "simple_icd_10_cm"
TABULAR_FILE = "data/icd10c-tabular-April-1-2026.xml"
CODE_LIST_FILE = "data/code-list-April-2026.txt"


@dataclass(frozen=True, slots=True, order=True)
class Release:
    """A release is named by its system and the first day on which encounters are coded with it."""

    system: str
    effective: date

    @property
    def label(self) -> str:
        """The name people and programs see, such as ``ICD-10-CM 2026-04-01``."""
        return f"{self.system} {self.effective.isoformat()}"

    @property
    def slug(self) -> str:
        """The label as a file name, such as ``icd-10-cm-2026-04-01``."""
        return re.sub(r"[^a-z0-9]+", "-", self.label.lower()).strip("-")

    def __str__(self) -> str:
        return self.label


APRIL_2026 = Release("ICD-10-CM", date(2026, 4, 1))
"""The release that ships inside the installed package `simple-icd-10-cm`."""


@contextmanager
def open_packaged(name: str) -> Iterator[IO[bytes]]:
    """Open a file of the installed data package, `name` relative to it.

    Raises:
        CodeSetError: the package or the file is not there.
    """
    spec = find_spec(PACKAGE)
    if spec is None:
        raise CodeSetError(
            "The code set cannot be compiled because the package simple-icd-10-cm is missing; "
            "install it with: pip install simple-icd-10-cm"
        )
    # Never executed: its own import reads and keeps the whole classification, two seconds and 200 MB.
    folder = resources.files(module_from_spec(spec))
    try:
        with folder.joinpath(name).open("rb") as stream:
            yield stream
    except FileNotFoundError as error:
        raise CodeSetError(
            f"The installed package simple-icd-10-cm does not hold {name}; "
            "install the version that Chartside's requirements name."
        ) from error
