"""Brings the official release of ICD-10-CM for a day from CMS; nothing else here talks to the network.

The library cms-icd knows where CMS keeps the files of each release and caches them; what it brings goes
through the same import, with the same checks, as what a person hands in.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from chartside.codesets.database import Progress
from chartside.codesets.imports import Imported, import_release
from chartside.errors import CodeSetError

if TYPE_CHECKING:
    from cms_icd.sources import CMSProvider

NEEDED = (3, 12)
"""The Python from which on cms-icd runs."""
MATERIALS = ("tabular", "index", "guidelines")


def fetch_release(home: Path, day: date, *, progress: Progress | None = None) -> Imported:
    """Bring the release in force on `day` and import it.

    Args:
        home: Chartside's data folder; downloads are kept there until they are imported.
        day: date of service, for inpatients of discharge.
        progress: called with done, total and a label.

    Raises:
        CodeSetError: this Python is too old, CMS cannot be reached or has no such release, or the files
            are refused; what is in force stays.
    """
    if find_spec("cms_icd") is None:
        raise CodeSetError(_without_library())
    tell = progress or (lambda _done, _total, _label: None)
    downloads = home / "downloads"
    try:
        downloads.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="release-", dir=downloads) as folder:
            released, lacking = _download(downloads, Path(folder), day, tell)
            imported = import_release(home, Path(folder), released, progress=progress)
    except OSError as error:
        raise CodeSetError(
            f"The folder {downloads} cannot be written ({error.strerror or error}); "
            "make room there, or name another folder in CHARTSIDE_HOME."
        ) from error
    shutil.rmtree(downloads, ignore_errors=True)
    remarks = tuple(f"CMS offers no {name} for this release." for name in lacking)
    return replace(imported, remarks=(*imported.remarks, *remarks))


def _download(cache: Path, folder: Path, day: date, tell: Progress) -> tuple[date, list[str]]:
    """Put the files into `folder`; the release's first day, and what there is not."""
    from cms_icd import MaterialUnavailableError, Release, ReleaseUnavailableError, refresh_cms_catalog
    from cms_icd.sources import CMSProvider, fiscal_year_for

    released: date | None = None
    lacking: list[str] = []
    with _failing_softly(day):
        tell(0, 100, "Asking CMS for its releases")
        refresh_cms_catalog(cache_dir=cache)
        provider = CMSProvider(Release(fiscal_year_for(day), day), service_date=day, cache_dir=cache)
        for done, material in enumerate(MATERIALS):
            tell(10 + 30 * done, 100, f"Downloading: {material}")
            try:
                paths = _paths(provider, material)
            except (MaterialUnavailableError, ReleaseUnavailableError):
                if material == "tabular":
                    raise
                lacking.append(material)
                continue
            for path in paths:
                shutil.copyfile(path, folder / path.name)
            if material == "tabular":
                released = _first_day(paths[0])
    if released is None:
        raise CodeSetError(f"CMS offers no Tabular List for {day}; download a release and import it.")
    return released, lacking


def _paths(provider: "CMSProvider", material: str) -> tuple[Path, ...]:
    found: tuple[Path, ...] = provider.paths("cm", material)
    return found


def _first_day(path: Path) -> date:
    """The first day of the release, from the record that cms-icd keeps beside a file."""
    record = json.loads((path.parent / "manifest.json").read_text(encoding="utf-8"))
    return date.fromisoformat(record["release_date"])


@contextmanager
def _failing_softly(day: date) -> Iterator[None]:
    from cms_icd import ICDKnowledgeBaseError, ReleaseUnavailableError

    try:
        yield
    except ReleaseUnavailableError as error:
        raise CodeSetError(
            f"CMS offers no release of ICD-10-CM for {day}; see its page of ICD-10 files, "
            "and bring what is there with `chartside codeset import PATH`."
        ) from error
    except (ICDKnowledgeBaseError, ValueError, KeyError) as error:
        said = " ".join(str(error).split())[:200]
        raise CodeSetError(
            f"The release for {day} cannot be fetched ({said}); try again when the network is there, "
            "or download the official zip and bring it with `chartside codeset import PATH`."
        ) from error


def _without_library() -> str:
    here = ".".join(map(str, sys.version_info[:2]))
    if sys.version_info[:2] < NEEDED:
        why = f"Fetching needs Python 3.12 or newer and this is {here}"
    else:
        why = "Fetching needs the package cms-icd, which is not installed"
    return f"{why}; download the official zip from CMS and bring it with `chartside codeset import PATH`."
