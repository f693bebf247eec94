"""The scripts stand outside the package; their folder is put at the end of the search path."""

import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
sys.path.append(str(SCRIPTS))


@pytest.fixture
def scripts() -> Path:
    return SCRIPTS
