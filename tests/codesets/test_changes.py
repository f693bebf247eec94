from datetime import date

import pytest
import small_release as small

from chartside.codesets.catalog import installed_releases
from chartside.codesets.changes import Change, changes_between, find_release
from chartside.codesets.imports import import_release
from chartside.codesets.release import ICD10CM, Release
from chartside.errors import InputError


@pytest.fixture
def home(tmp_path):
    """Two releases of ICD-10-CM, one of HCPCS."""
    earlier = small.tabular("2027", instead={"A00.1": "Old title"}, without="I10.0")
    later = small.tabular("2027", without="C00.9").replace(
        b"<name>J00.1</name><desc>Sample condition J00.1</desc>",
        b"<name>J00.1</name><desc>Sample condition J00.1</desc>"
        b"<diag><name>J00.11</name><desc>Finer condition</desc></diag>",
    )
    import_release(tmp_path, small.write(tmp_path / "a", {"t.xml": earlier}), date(2026, 10, 1))
    import_release(tmp_path, small.write(tmp_path / "b", {"t.xml": later}), date(2027, 4, 1))
    import_release(tmp_path, small.write(tmp_path / "c", {"HCPC2026_APR.txt": small.hcpcs_file()}))
    return tmp_path


def test_new_revised_and_deleted_codes(home):
    first, second, found = changes_between(home, "2026-10-01", "ICD-10-CM 2027-04-01")
    assert (first, second) == (Release(ICD10CM, date(2026, 10, 1)), Release(ICD10CM, date(2027, 4, 1)))
    assert found == (
        Change("deleted", "C00.9", "Sample condition C00.9", True),
        Change("revised", "A00.1", "Sample condition A00.1", True, "Old title"),
        Change("new", "I10.0", "Sample condition I10.0", True),
        Change("revised", "J00.1", "Sample condition J00.1", False, "billable"),
        Change("new", "J00.11", "Finer condition", True),
    )


def test_a_release_is_found_by_day_label_and_slug(home):
    releases = installed_releases(home)
    for name in ("2026-10-01", "ICD-10-CM 2026-10-01", "icd10cm 2026-10-01", "icd-10-cm-2026-10-01"):
        assert find_release(releases, name).release == Release(ICD10CM, date(2026, 10, 1))
    assert find_release(releases, "HCPCS 2026-04-01").release.label == "HCPCS Level II 2026-04-01"


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("2020-10-01", "2026-10-01", "no release '2020-10-01' here; installed are HCPCS"),
        ("", "2026-10-01", "no release ''"),
        ("WHO 2026-10-01", "2026-10-01", "must be ICD-10-CM, ICD-10-PCS, HCPCS or CPT"),
        ("HCPCS 2026-04-01", "2026-10-01", "of different systems"),
    ],
)
def test_releases_that_cannot_be_compared(home, first, second, reason):
    with pytest.raises(InputError, match=reason):
        changes_between(home, first, second)
