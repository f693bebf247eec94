"""One release of one code set: its system, its first day, and the files that came with Chartside."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from importlib.util import find_spec, module_from_spec
from typing import IO

from chartside.errors import CodeSetError, InputError

PACKAGE = "simple_icd_10_cm"
TABULAR_FILE = "data/icd10c-tabular-April-1-2026.xml"
CODE_LIST_FILE = "data/code-list-April-2026.txt"

ICD10CM = "ICD-10-CM"
ICD10PCS = "ICD-10-PCS"
HCPCS = "HCPCS Level II"
CPT = "CPT"

FIRST_DAYS = {
    ICD10CM: ((4, 1), (10, 1)),
    ICD10PCS: ((4, 1), (10, 1)),
    HCPCS: ((1, 1), (4, 1), (7, 1), (10, 1)),
    CPT: ((1, 1),),
}
"""Month and day on which releases of a system come into force, by CMS, CDC/NCHS and the AMA."""

_NAMES = {"icd10cm": ICD10CM, "icd10pcs": ICD10PCS, "hcpcslevelii": HCPCS, "hcpcs": HCPCS, "cpt": CPT}


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

    @property
    def next_due(self) -> date:
        """The day on which another release of the system comes into force, whether installed or not."""
        days = (
            date(year, month, day)
            for year in (self.effective.year, self.effective.year + 1)
            for month, day in FIRST_DAYS[self.system]
        )
        return next(day for day in days if day > self.effective)

    def __str__(self) -> str:
        return self.label


APRIL_2026 = Release(ICD10CM, date(2026, 4, 1))
"""The release that ships inside the installed package `simple-icd-10-cm`."""


def read_system(text: str) -> str:
    """A system as people write it ("icd10cm", "HCPCS") by its name here.

    Raises:
        InputError: there is no such system.
    """
    name = _NAMES.get(re.sub(r"[^a-z0-9]", "", text.lower()))
    if name is None:
        raise InputError("The system must be ICD-10-CM, ICD-10-PCS, HCPCS or CPT.")
    return name


def fiscal_year(day: date) -> int:
    """The year of the federal budget, 1 October to 30 September, by which ICD-10 releases are named."""
    return day.year + (day.month >= 10)


def day_before(day: date) -> date:
    """The last day of what ends when `day` begins."""
    return day - timedelta(days=1)


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
