from datetime import date

import pytest

from chartside.codesets import release
from chartside.codesets.release import APRIL_2026, TABULAR_FILE, Release, open_packaged
from chartside.errors import CodeSetError


def test_label_and_slug():
    assert Release("ICD-10-CM", date(2026, 4, 1)) == APRIL_2026
    assert str(APRIL_2026) == APRIL_2026.label == "ICD-10-CM 2026-04-01"
    assert APRIL_2026.slug == "icd-10-cm-2026-04-01"


def test_packaged_file_is_read_without_running_the_package():
    with open_packaged(TABULAR_FILE) as stream:
        assert stream.read(5) == b"<?xml"


def test_missing_file_says_what_to_do():
    with pytest.raises(CodeSetError, match="install the version"), open_packaged("data/none.xml"):
        pass


def test_missing_package_says_what_to_do(monkeypatch):
    monkeypatch.setattr(release, "PACKAGE", "no_such_package_at_all")
    with pytest.raises(CodeSetError, match="pip install"), open_packaged(TABULAR_FILE):
        pass
