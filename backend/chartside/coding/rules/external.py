"""External causes are secondary codes: cause, place and activity count beside an injury (I.C.20)."""

from collections.abc import Iterable

from chartside.coding.worksheet import Worksheet

_EXTERNAL = ("V", "W", "X", "Y")
_INJURY = ("S", "T")


def apply(sheet: Worksheet) -> None:
    """Drop external causes that stand beside no injury."""
    for code in without_injury(sheet.coded):
        del sheet.coded[code]


def without_injury(codes: Iterable[str]) -> frozenset[str]:
    """The external cause codes among `codes`, when none of them is an injury or poisoning."""
    found = list(codes)
    if any(code.startswith(_INJURY) for code in found):
        return frozenset()
    return frozenset(code for code in found if code.startswith(_EXTERNAL))
