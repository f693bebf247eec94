"""Releases and what changed between two, in the names that others build on."""

from collections.abc import Iterable
from typing import Any

from chartside.codesets.catalog import Installed
from chartside.codesets.changes import Change
from chartside.codesets.release import Release

Json = dict[str, Any]


def write_releases(releases: Iterable[Installed]) -> Json:
    """The installed releases, by system and first day."""
    return {"releases": [_release(installed) for installed in releases]}


def write_changes(first: Release, second: Release, changes: Iterable[Change]) -> Json:
    """What is new, revised or deleted in `second`."""
    return {
        "from": first.label,
        "to": second.label,
        "changes": [
            {
                "change": one.change,
                "code": one.code,
                "description": one.description,
                "billable": one.billable,
                "was": one.was,
            }
            for one in changes
        ],
    }


def _release(installed: Installed) -> Json:
    state = installed.state
    return {
        "code_set": installed.release.label,
        "system": installed.release.system,
        "from": installed.release.effective.isoformat(),
        "to": None if installed.until is None else installed.until.isoformat(),
        "packaged": installed.packaged,
        "imported": state.imported or None,
        "files": {kind: file.name for kind, file in state.files.items()},
        "counts": dict(state.counts),
    }
