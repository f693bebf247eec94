"""Abrasions and bruises are not coded beside a deeper injury of the same site and side (I.C.19.b).

The sites are those of `codesets/rules/sites.tsv`.
"""

import re
from collections.abc import Callable

from chartside.coding.rules.integral import Site, read_sites, same_side
from chartside.coding.standing import established
from chartside.coding.worksheet import Worksheet

_SUPERFICIAL = re.compile(r"S\d0")
_INJURY = re.compile(r"S\d[1-9]")
_SECTION = "I.C.19.b"


def rule() -> Callable[[Worksheet], None]:
    """The rule with the sites read."""
    sites = read_sites()

    def apply(sheet: Worksheet) -> None:
        for shallow in [code for code in sheet.coded if _SUPERFICIAL.match(code)]:
            deep = _deeper(shallow, sites, sheet)
            if deep:
                sheet.fold(shallow, deep, "superseded", _SECTION)

    return apply


def _deeper(shallow: str, sites: tuple[Site, ...], sheet: Worksheet) -> str | None:
    prefixes = {prefix for site in sites if shallow.startswith(site.causes) for prefix in site.causes}
    for code in sheet.coded:
        if (
            _INJURY.match(code)
            and code.startswith(tuple(prefixes))
            and established(sheet, code)
            and same_side(shallow, code, sheet)
        ):
            return code
    return None
