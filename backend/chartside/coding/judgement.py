"""Which mentions are coded in which setting, and the guideline that says so."""

from chartside.model import Assertion, Setting

_GUIDELINE = {
    (Assertion.UNCERTAIN, Setting.OUTPATIENT): "IV.H",
    (Assertion.UNCERTAIN, Setting.INPATIENT): "II.H",
    (Assertion.HISTORICAL, Setting.OUTPATIENT): "IV.J",
    (Assertion.HISTORICAL, Setting.INPATIENT): "III.A",
    (Assertion.FAMILY, Setting.OUTPATIENT): "I.C.21.c.4",
    (Assertion.FAMILY, Setting.INPATIENT): "I.C.21.c.4",
    (Assertion.NEGATED, Setting.OUTPATIENT): "IV.J",
    (Assertion.NEGATED, Setting.INPATIENT): "III",
    (Assertion.HYPOTHETICAL, Setting.OUTPATIENT): "IV.J",
    (Assertion.HYPOTHETICAL, Setting.INPATIENT): "III",
}
# II.H does not reach these: they are coded only when confirmed.
_CONFIRMED_ONLY = ("B20", "Z21", "A92.5", "U07.1", "J09", "J10")


def is_coded(assertion: Assertion, setting: Setting, code: str) -> bool:
    """Whether a mention counts for `code`: present, or uncertain at an inpatient discharge (II.H)."""
    if assertion is Assertion.PRESENT:
        return True
    return (
        assertion is Assertion.UNCERTAIN
        and setting is Setting.INPATIENT
        and not code.startswith(_CONFIRMED_ONLY)
    )


def guideline_section(assertion: Assertion, setting: Setting) -> str | None:
    """The section behind leaving a mention out, or behind coding an uncertain one."""
    return _GUIDELINE.get((assertion, setting))
