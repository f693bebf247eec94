"""The first day of a release, from the names of its files, the version in its XML, and what the person says.

Official names give month and year (``icd10cm-tabular-April-1-2026.xml``, ``HCPC2026_JAN_ANWEB.txt``), or the
year alone (``icd10cm_order_2026.txt``): the fiscal year of ICD-10, which begins on 1 October before, and the
calendar year of HCPCS and CPT. The XML's ``<version>`` is the fiscal year.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from chartside.codesets.release import FIRST_DAYS, ICD10CM, ICD10PCS, fiscal_year
from chartside.errors import InputError

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?(?![a-z])"
)
_DAY = r"(?:[ _.-]*(?P<day>[0-3]?\d)(?!\d)(?:st|nd|rd|th)?,?)?"
_YEAR = r"(?P<year>20[0-9]{2})(?!\d)"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d){_YEAR}-(?P<number>0[1-9]|1[0-2])(?:-(?P<day>[0-3]\d))?(?!\d)",
        rf"(?<![a-z]){_MONTH}{_DAY}[ _.,-]*{_YEAR}",
        rf"(?<!\d){_YEAR}[ _.-]*{_MONTH}{_DAY}",
    )
)
_YEAR_ALONE = re.compile(rf"(?<!\d){_YEAR}")
_APART = re.compile(rf"(?<!\d){_YEAR}.*(?<![a-z]){_MONTH}")
_VERSION = re.compile(r"<version>\s*([^<]{0,40}?)\s*</version>")


@dataclass(frozen=True, slots=True)
class Named:
    """What a file says of its release."""

    name: str
    day: date | None = None
    year: int | None = None
    """The year by which the release is named, from name or XML."""


def what_it_says(name: str, head: bytes) -> Named:
    """Day and year of one file, by its own name and its `<version>`.

    Raises:
        InputError: name and version contradict each other.
    """
    own = name.rpartition("/")[2]
    version = _VERSION.search(head[:4096].decode("utf-8", "replace"))
    stated = _YEAR_ALONE.search(version[1]) if version else None
    year = int(stated["year"]) if stated else None
    day = day_in(own)
    alone = None if day else _YEAR_ALONE.search(own.lower())
    named = int(alone["year"]) if alone else (fiscal_year(day) if day and year else None)
    if year and named and year != named:
        raise InputError(
            f"{name} is of {named} by its name and of {year} by its <version>; take the official file anew."
        )
    return Named(name, day, year or named)


def day_around(name: str) -> date | None:
    """The day that the name of a zip or folder holds, with year and month apart from each other too."""
    day, apart = day_in(name), _APART.search(name.lower())
    if day is None and apart is not None:
        day = date(int(apart["year"]), _MONTHS.index(apart["month"]) + 1, 1)
    return day


def day_in(name: str) -> date | None:
    """The day that a name holds, the first of the month when it gives no day."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(name.lower()):
            parts = found.groupdict()
            month = int(parts["number"]) if parts.get("number") else _MONTHS.index(parts["month"]) + 1
            try:
                return date(int(parts["year"]), month, int(parts["day"] or 1))
            except ValueError:
                continue
    return None


def effective_day(system: str, said: Iterable[Named], around: str, given: date | None) -> tuple[date, str]:
    """The first day of the release that files belong to.

    Args:
        system: theirs.
        said: what each file says.
        around: name of the zip or folder they came in; it decides only what they leave open.
        given: the day that the person states.

    Returns:
        The day, and a remark when it is a guess.

    Raises:
        InputError: the files are of different releases, contradict `given`, or leave the day open.
    """
    files = list(said)
    days = {named.day: named.name for named in files if named.day}
    years = {named.year: named.name for named in files if named.year}
    _refuse_mixed([(str(value), name) for value, name in days.items()])
    _refuse_mixed([(str(value), name) for value, name in years.items()])
    day, year = next(iter(days), None), next(iter(years), None)
    if given and day and given != day:
        raise InputError(f"{days[day]} is of {day} by its name, not of {given}; leave out --effective.")
    hint = day_around(around)
    chosen = given or day or (hint if hint and hint.day == 1 and _fits(system, hint, year) else None)
    if chosen:
        if year and not _fits(system, chosen, year):
            raise InputError(f"{years[year]} is of {year}, which {chosen} is not in; see to --effective.")
        return chosen, ""
    if year is None:
        raise InputError(
            f"The files do not say of which release they are; add --effective {_example(system)}, "
            "with the first day of theirs."
        )
    first = date(year - 1, 10, 1) if system in (ICD10CM, ICD10PCS) else date(year, 1, 1)
    second = date(year, 4, 1) if system in (ICD10CM, ICD10PCS) else None
    remark = f"Taken as the release of {first}, as the files name the year {year} alone"
    return first, f"{remark}; if they are of April, import with --effective {second}." if second else ""


def _refuse_mixed(said: list[tuple[str, str]]) -> None:
    if len(said) > 1:
        (first, one), (second, other) = said[:2]
        raise InputError(
            f"{one} is of {first} and {other} is of {second}; import the files of one release together."
        )


def _fits(system: str, day: date, year: int | None) -> bool:
    if year is None:
        return True
    return (fiscal_year(day) if system in (ICD10CM, ICD10PCS) else day.year) == year


def _example(system: str) -> str:
    month, day = FIRST_DAYS[system][-1]
    return f"2026-{month:02}-{day:02}"


def kinds_said(files: Mapping[str, Named]) -> list[Named]:
    """Those that decide the day: guidelines of one October serve the April release as well."""
    deciding = [named for kind, named in files.items() if kind != "guidelines"]
    return deciding or list(files.values())
