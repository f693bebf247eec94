from datetime import date

import pytest

from chartside.codesets.effective import Named, day_around, day_in, effective_day, what_it_says
from chartside.codesets.release import CPT, HCPCS, ICD10CM, ICD10PCS
from chartside.errors import InputError

APRIL = date(2026, 4, 1)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("icd10cm-drug-April-1-2026-XML.xml", APRIL),
        ("icd10cm-order-April-2026.txt", APRIL),
        ("icd10cm-order-Oct-2025.txt", date(2025, 10, 1)),
        ("HCPC2026_JAN_ANWEB_12082025.txt", date(2026, 1, 1)),
        ("HCPC2025_OCT_ANWEB.txt", date(2025, 10, 1)),
        ("icd10cm-2026-04", APRIL),
        ("tabular-2026-04-01.xml", APRIL),
        ("icd10cm_tabular_2026.xml", None),
        ("mayo2026.txt", None),
        ("icd10cm-tabular-April-31-2026.xml", None),
        ("scan20260401.xml", None),
    ],
)
def test_the_day_in_a_name(name, day):
    assert day_in(name) == day


def test_a_zip_may_part_year_and_month():
    assert day_around("2026-code-tables-tabular-and-index-april") == APRIL
    assert day_around("2026-code-tables-tabular-and-index") is None


def test_the_year_comes_from_name_or_version():
    version = b"<?xml version='1.0'?><ICD10CM.tabular><version>2026</version>"
    assert what_it_says("a/icd10cm_order_2026.txt", b"").year == 2026
    assert what_it_says("tabular.xml", version).year == 2026
    assert what_it_says("icd10cm-tabular-April-1-2026.xml", version) == Named(
        "icd10cm-tabular-April-1-2026.xml", APRIL, 2026
    )
    with pytest.raises(InputError, match="of 2025 by its name and of 2026 by its <version>"):
        what_it_says("icd10cm_tabular_2025.xml", version)
    with pytest.raises(InputError, match="of 2025 by its name"):
        what_it_says("icd10cm-tabular-April-1-2025.xml", version)


@pytest.mark.parametrize(
    ("system", "said", "around", "given", "day", "guessed"),
    [
        (ICD10CM, [Named("a", APRIL, 2026), Named("b", None, 2026)], "x", None, APRIL, False),
        (ICD10CM, [Named("a", None, 2026)], "april-1-2026-tables", None, APRIL, False),
        (ICD10CM, [Named("a", None, 2026)], "downloads", APRIL, APRIL, False),
        (ICD10CM, [Named("a", None, 2026)], "downloads", None, date(2025, 10, 1), True),
        (ICD10PCS, [Named("a", None, 2026)], "kept 2024-01-05", None, date(2025, 10, 1), True),
        (ICD10CM, [Named("a", None, 2026)], "kept-2024-01", None, date(2025, 10, 1), True),
        (CPT, [Named("a", None, 2026)], "", None, date(2026, 1, 1), False),
        (HCPCS, [Named("a")], "", date(2026, 7, 1), date(2026, 7, 1), False),
    ],
)
def test_the_first_day_of_a_release(system, said, around, given, day, guessed):
    found, remark = effective_day(system, said, around, given)
    assert (found, bool(remark)) == (day, guessed)
    assert not guessed or "2026-04-01" in remark


@pytest.mark.parametrize(
    ("said", "given", "reason"),
    [
        (
            [Named("a", APRIL), Named("b", date(2025, 10, 1))],
            None,
            "a is of 2026-04-01 and b is of 2025-10-01",
        ),
        ([Named("a", None, 2026), Named("b", None, 2025)], None, "a is of 2026 and b is of 2025"),
        ([Named("a", APRIL)], date(2026, 10, 1), "a is of 2026-04-01 by its name, not of 2026-10-01"),
        ([Named("a", None, 2026)], date(2026, 10, 1), "a is of 2026, which 2026-10-01 is not in"),
        ([Named("a")], None, "add --effective"),
    ],
)
def test_what_contradicts_or_is_open_is_refused(said, given, reason):
    with pytest.raises(InputError, match=reason):
        effective_day(ICD10CM, said, "folder", given)
