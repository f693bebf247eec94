"""One compiled code set for all tests of this floor, in a folder of the test run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

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
