"""Flags of a code as JSON: in full for one code, in short beside a suggestion."""

from typing import Any

from chartside.codesets.flags import CodeFlags, Group
from chartside.model import Flags

Json = dict[str, Any]


def write_flags(flags: CodeFlags) -> Json:
    """The `flags` of `GET /v1/codes/<code>`: groups with their labels, and the tables that were asked."""
    return {
        "hcc_v24": _group(flags.hcc_v24),
        "hcc_v28": _group(flags.hcc_v28),
        "rxhcc": _group(flags.rxhcc),
        "cc_mcc": flags.cc_mcc,
        "cc_mcc_version": flags.cc_mcc_version,
        "ccsr": _group(flags.ccsr),
        "sources": list(flags.sources),
    }


def write_suggestion_flags(flags: Flags) -> Json:
    """The `flags` of a suggestion: groups by number, the label of the V28 group beside."""
    return {
        "billable": flags.billable,
        "unspecified": flags.unspecified,
        "hcc_v28": flags.hcc_v28,
        "cc_mcc": flags.cc_mcc,
        "hcc_v24": flags.hcc_v24,
        "rxhcc": flags.rxhcc,
        "ccsr": flags.ccsr,
        "hcc_v28_label": flags.hcc_v28_label,
    }


def _group(group: Group | None) -> Json | None:
    return None if group is None else {"number": group.number, "label": group.label}
