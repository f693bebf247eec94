"""One compiled code set for all tests of this floor, in a folder of the test run."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import small_release as small

from chartside.codesets.flags import FlagStore, open_flags
from chartside.codesets.imports import import_release
from chartside.codesets.store import CodeSet, open_code_set

TERMS = """term\tcode\tkind\tsource
HTN\tI10\tabbreviation\ttest
hypertension\tI10\tsynonym\ttest
high blood pressure\tI10\tlay\ttest
COPD\tJ44.9\tabbreviation\ttest
CKD\tN18.9\tabbreviation\ttest
DM\tE11.9\tabbreviation\ttest
T2DM\tE11.9\tabbreviation\ttest
afib\tI48.91\tabbreviation\ttest
UTI\tN39.0\tabbreviation\ttest
heart attack\tI21.9\tlay\ttest
distal radius fracture\tS52.50\tsynonym\ttest
pneumonia\tJ18.9\tsynonym\ttest
"""


@pytest.fixture(scope="session")
def terms_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small curated folder, so that what people add to the real one breaks no test here."""
    folder = tmp_path_factory.mktemp("terms")
    (folder / "test.tsv").write_text(TERMS, "utf-8")
    return folder


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, terms_folder: Path) -> Path:
    """A data folder with the code set compiled."""
    folder = tmp_path_factory.mktemp("home")
    open_code_set(folder, terms_folder=terms_folder).close()
    return folder


@pytest.fixture(scope="session")
def code_set(home: Path, terms_folder: Path) -> Iterator[CodeSet]:
    with open_code_set(home, terms_folder=terms_folder) as opened:
        yield opened


@pytest.fixture
def bring(tmp_path):
    """Imports files, as a folder or zip of a name."""

    def imported(files, name="2027-code-tables", **more):
        home = tmp_path / "home"
        if name.endswith(".zip"):
            path = tmp_path / name
            path.write_bytes(small.zipped(files))
        else:
            path = tmp_path / name
            small.write(path, files)
        return import_release(home, path, **more)

    return imported


@pytest.fixture(scope="session")
def leaves(code_set: CodeSet) -> list[str]:
    """Every billable code of the release."""
    categories = code_set._database.rows("SELECT name FROM entry WHERE key IS NOT NULL AND last = id")
    return [name for (name,) in categories]


@pytest.fixture(scope="session")
def flags(home: Path) -> Iterator[FlagStore]:
    """Risk groups and severity, compiled."""
    with closing(open_flags(home)) as opened:
        yield opened
