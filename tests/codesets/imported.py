"""What an import left in a data folder."""

from datetime import date

from chartside.codesets.opening import open_state
from chartside.codesets.release import ICD10CM, Release
from chartside.codesets.states import current_state

OCTOBER = Release(ICD10CM, date(2026, 10, 1))
DAY = date(2026, 11, 28)


def opened(home, release):
    return open_state(home, current_state(home, release))


def leftovers(home):
    return [path for path in home.rglob("*") if "tmp" in path.name]
