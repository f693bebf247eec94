"""What an inpatient stay needs beside its codes: present on admission, and the MS-DRG of the list as it is.

The MS-DRG is told for the order in which the short list stands, without procedures; it never decides the
order (II.C). The grouper is the package `drgpy`; its tables take about 100 MB and are read with the
first inpatient note.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from chartside.codesets.store import CodeSet
from chartside.coding.cuewords import cues_of
from chartside.datafiles import read_rows
from chartside.model import Evidence, Grouping

_AT_ADMISSION = frozenset({"chief_complaint", "hpi", "past_medical_history", "admission_diagnosis"})


def present_on_admission(code: str, evidence: Sequence[Evidence], text: str) -> str:
    """A proposal after Appendix I: `Y`, `N`, `U` (the record is silent) or `exempt`.

    Y also when the condition was found in the emergency department or in observation.
    """
    if code.startswith(_exempt()):
        return "exempt"
    around = [_around(text, item) for item in evidence]
    admitted, arisen = cues_of("inpatient", "admitted"), cues_of("inpatient", "arisen")
    if any(item.section in _AT_ADMISSION for item in evidence) or any(map(admitted.search, around)):
        return "Y"
    return "N" if any(map(arisen.search, around)) else "U"


@lru_cache(maxsize=1)
def _exempt() -> tuple[str, ...]:
    rows = read_rows("rules/poa-exempt.tsv", ("code_prefix", "source"), unique=("code_prefix",))
    return tuple(row["code_prefix"] for row in rows)


def _around(text: str, item: Evidence) -> str:
    start = max(text.rfind("\n", 0, item.start), text.rfind(". ", 0, item.start)) + 1
    ends = [place for mark in ("\n", ". ") if (place := text.find(mark, item.end)) >= 0]
    return text[start : min(ends, default=len(text))]


def grouping(codes: Sequence[str], day: date | None, code_set: CodeSet) -> Grouping | None:
    """The MS-DRG of `codes` in this order; None when the grouper has no version or no group for them."""
    listed = [code for code in codes if not code.startswith(("V", "W", "X", "Y"))]
    if not listed:
        return None
    try:
        engine = _grouper().get_engine(_version(day or code_set.release.effective))
    except ValueError:
        return None
    number = engine.get_drg([code.replace(".", "") for code in listed], [])
    found = engine.drgmap.get(number)
    return Grouping(number, found["desc"].capitalize(), engine.version, listed[0]) if found else None


@lru_cache(maxsize=1)
def _grouper() -> Any:
    from drgpy.msdrg_allvers import DRGEngineAllVers

    return DRGEngineAllVers()


def _version(day: date) -> str:
    from drgpy._versions import get_version_for_date

    return str(get_version_for_date(day).name)
