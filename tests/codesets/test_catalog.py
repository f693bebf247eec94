from datetime import date

import pytest

from chartside.codesets.catalog import choose, installed_releases
from chartside.codesets.release import APRIL_2026, CPT, HCPCS, ICD10CM, ICD10PCS, Release
from chartside.codesets.states import point_to, shelf_of
from chartside.errors import CodeSetError, InputError

TODAY = date(2026, 11, 28)


@pytest.fixture
def shelf(tmp_path):
    """Makes it look as if something was imported for releases."""

    def put(*releases):
        for release in releases:
            folder = shelf_of(tmp_path) / release.slug
            (folder / "1").mkdir(parents=True)
            (folder / "1" / "release.json").write_text(
                '{"files": {}, "counts": {}, "imported": "2026-11-28"}', "utf-8"
            )
            point_to(folder, release, 1, 0)
        return installed_releases(tmp_path, TODAY)

    return put


def cm(*day):
    return Release(ICD10CM, date(*day))


def test_the_packaged_release_is_there_from_the_first_start(tmp_path):
    (installed,) = installed_releases(tmp_path, date(2026, 5, 2))
    assert (installed.release, installed.until, installed.packaged) == (APRIL_2026, None, True)
    assert installed_releases(tmp_path, TODAY)[0].until == date(2026, 9, 30)


def test_spans_end_when_the_next_release_begins(shelf):
    releases = shelf(cm(2025, 10, 1), cm(2026, 10, 1), Release(HCPCS, date(2026, 1, 1)))
    assert [(one.release.label, str(one.until)) for one in releases] == [
        ("HCPCS Level II 2026-01-01", "2026-03-31"),
        ("ICD-10-CM 2025-10-01", "2026-03-31"),
        ("ICD-10-CM 2026-04-01", "2026-09-30"),
        ("ICD-10-CM 2026-10-01", "None"),
    ]


@pytest.mark.parametrize(
    ("day", "chosen"),
    [
        (date(2025, 10, 1), "2025-10-01"),
        (date(2026, 3, 31), "2025-10-01"),
        (date(2026, 4, 1), "2026-04-01"),
        (date(2026, 9, 30), "2026-04-01"),
        (date(2026, 10, 1), "2026-10-01"),
        (None, "2026-10-01"),
    ],
)
def test_the_newest_release_that_has_begun_is_chosen(shelf, day, chosen):
    choice = choose(shelf(cm(2025, 10, 1), cm(2026, 10, 1)), day=day, today=TODAY)
    assert (choice.release.effective.isoformat(), choice.notice) == (chosen, None)


def test_a_day_after_the_next_release_came_due_is_told(shelf):
    choice = choose(shelf(), day=date(2026, 11, 28))
    assert choice.release == APRIL_2026
    assert choice.notice == (
        "This encounter is dated 2026-11-28; the newest installed release is ICD-10-CM 2026-04-01. "
        "From 1 October 2026 another release is in force: bring it with `chartside codeset fetch`."
    )


def test_without_a_day_today_is_told(shelf):
    assert choose(shelf(), today=TODAY).notice.startswith(
        "No date of service is given, and today is 2026-11-28; the newest installed release is"
    )


def test_a_day_before_all_releases_takes_the_oldest_and_says_so(shelf):
    choice = choose(shelf(), day=date(2024, 2, 29))
    assert choice.release == APRIL_2026
    assert choice.notice == (
        "This encounter is dated 2024-02-29; no installed release of ICD-10-CM goes back to it, so the "
        "oldest, ICD-10-CM 2026-04-01, is used. Bring the right one with "
        "`chartside codeset fetch --date 2024-02-29`."
    )


def test_a_gap_between_releases_is_told(shelf):
    choice = choose(shelf(cm(2024, 10, 1)), day=date(2025, 12, 24))
    assert choice.release == cm(2024, 10, 1)
    assert "the nearest earlier installed release is ICD-10-CM 2024-10-01. From 1 April 2025" in choice.notice
    assert choice.notice.endswith("`chartside codeset fetch --date 2025-12-24`.")


@pytest.mark.parametrize(("system", "due"), [(HCPCS, "1 April 2026"), (CPT, "1 January 2027")])
def test_other_systems_have_days_of_their_own(shelf, system, due):
    releases = shelf(Release(system, date(2026, 1, 1)))
    assert choose(releases, system, date(2026, 3, 31)).notice is None
    notice = choose(releases, system, date(2027, 1, 2)).notice
    assert f"From {due} another release" in notice
    assert "codeset import" in notice


def test_a_system_that_is_not_installed_is_a_sentence(shelf):
    with pytest.raises(InputError, match=r"No release of ICD-10-PCS is installed; bring one with"):
        choose(shelf(), ICD10PCS)


def test_what_was_taken_back_wholly_is_not_listed(tmp_path, shelf):
    shelf(cm(2026, 10, 1))
    point_to(shelf_of(tmp_path) / cm(2026, 10, 1).slug, cm(2026, 10, 1), 0, None)
    assert [one.release for one in installed_releases(tmp_path)] == [APRIL_2026]


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"system": "ICD-10-CM", "effective": "soon", "state": 1}']
)
def test_a_damaged_pointer_says_what_to_do(tmp_path, shelf, content):
    shelf(cm(2026, 10, 1))
    (shelf_of(tmp_path) / cm(2026, 10, 1).slug / "current.json").write_text(content, "utf-8")
    with pytest.raises(CodeSetError, match="chartside codeset import"):
        installed_releases(tmp_path)
