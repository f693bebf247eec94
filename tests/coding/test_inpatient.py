from datetime import date

import pytest

from chartside.coding.inpatient import grouping
from chartside.coding.suggester import Suggester
from chartside.model import Note, Setting

STAY = """DISCHARGE SUMMARY

HISTORY OF PRESENT ILLNESS
He presented to the emergency department with pneumonia.

HOSPITAL COURSE
He developed acute kidney injury on hospital day 3, which resolved with fluids.

DISCHARGE DIAGNOSES
1. Pneumonia.
2. Acute kidney injury.
3. Gout.
"""


def indicators(suggester: Suggester, setting: Setting) -> dict[str, str | None]:
    return {s.code: s.poa for s in suggester.suggest(Note(STAY, setting=setting)).suggestions}


def test_present_on_admission_follows_the_record(suggester: Suggester) -> None:
    found = indicators(suggester, Setting.INPATIENT)
    assert (found["J18.9"], found["N17.9"], found["M10.9"]) == ("Y", "N", "U")


def test_outpatient_has_no_indicator_and_no_group(suggester: Suggester) -> None:
    assert set(indicators(suggester, Setting.OUTPATIENT).values()) == {None}
    assert suggester.suggest(Note(STAY)).ms_drg is None


def test_the_group_is_that_of_the_list_in_its_order(suggester: Suggester) -> None:
    found = suggester.suggest(Note(STAY, setting=Setting.INPATIENT, date=date(2026, 5, 1))).ms_drg
    assert found is not None
    assert (found.principal, found.version) == ("J18.9", "v43.1")
    assert "pneumonia" in found.title.lower()


@pytest.mark.parametrize(
    ("codes", "day", "drg"),
    [
        (["I50.23"], date(2026, 5, 1), "293"),
        (["I50.23", "N17.9"], date(2026, 5, 1), "292"),
        (["J18.9"], date(2026, 5, 1), "195"),
        (["W19.XXXA"], date(2026, 5, 1), None),
        ([], date(2026, 5, 1), None),
        (["J18.9"], date(2001, 1, 1), None),
    ],
)
def test_known_groups(suggester: Suggester, codes: list[str], day: date, drg: str | None) -> None:
    found = grouping(codes, day, suggester.code_set)
    assert (found and found.drg) == drg
