"""The commands behind `chartside codeset`: `run_NAME(arguments, settings) -> exit code`."""

import argparse
import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from chartside.settings import Settings
from chartside.terminal import console_on, progress_on, table, tame

if TYPE_CHECKING:
    from chartside.codesets.imports import Imported

COUNTED = {
    "codes": "codes",
    "headers": "headers",
    "main": "entries of the Alphabetic Index",
    "external": "entries of the external cause index",
    "neoplasm": "entries of the neoplasm table",
    "drugs": "entries of the table of drugs",
}
COLUMNS = ("change", "code", "description", "billable", "was")


def run_codeset(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside codeset COMMAND`."""
    run = {
        "list": run_list,
        "import": run_import,
        "fetch": run_fetch,
        "rollback": run_rollback,
        "changes": run_changes,
    }[asked.what]
    return run(asked, settings)


def run_list(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside codeset list`."""
    from chartside.codesets.catalog import choose, installed_releases
    from chartside.web.releases_json import write_releases

    releases = installed_releases(settings.home)
    if asked.format == "json":
        print(json.dumps(write_releases(releases), ensure_ascii=False, indent=1))
        return 0
    made = table("Release", "In force", "Holds", "From", title="Installed code sets")
    for installed in releases:
        until = f"to {installed.until}" if installed.until else "still in force"
        counts = ", ".join(
            f"{count:,} {COUNTED[name]}" for name, count in installed.state.counts.items() if name in COUNTED
        )
        source = "with Chartside" if installed.packaged else ""
        if installed.state.imported:
            source = ", ".join(filter(None, (source, f"imported {installed.state.imported}")))
        made.add_row(
            installed.release.label,
            f"{installed.release.effective} {until}",
            counts or "the Tabular List",
            source,
        )
    console = console_on(sys.stdout)
    console.print(made)
    for system in dict.fromkeys(installed.release.system for installed in releases):
        notice = choose(releases, system).notice
        if notice:
            console.print(notice.replace("No date of service is given, and today", "Today"), markup=False)
    return 0


def run_import(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside codeset import PATH`."""
    from chartside.codesets.imports import import_release

    with progress_on(console_on(sys.stderr)) as progress:
        done = import_release(
            settings.home, Path(asked.path).expanduser(), asked.effective, progress=progress
        )
    _tell(done)
    return 0


def run_fetch(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside codeset fetch`."""
    from datetime import date

    from chartside.codesets.fetch import fetch_release

    with progress_on(console_on(sys.stderr)) as progress:
        done = fetch_release(settings.home, asked.date or date.today(), progress=progress)
    _tell(done)
    return 0


def run_rollback(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside codeset rollback RELEASE`."""
    from chartside.codesets.catalog import installed_releases
    from chartside.codesets.changes import find_release
    from chartside.codesets.imports import roll_back
    from chartside.codesets.states import last_imported

    if asked.release:
        release = find_release(installed_releases(settings.home), " ".join(asked.release)).release
    else:
        release = last_imported(settings.home)
    _tell(roll_back(settings.home, release))
    return 0


def run_changes(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside codeset changes FROM TO`."""
    from chartside.codesets.changes import changes_between
    from chartside.web.releases_json import write_changes

    with progress_on(console_on(sys.stderr)) as progress:
        first, second, found = changes_between(settings.home, asked.first, asked.second, progress=progress)
    if asked.format == "json":
        print(json.dumps(write_changes(first, second, found), ensure_ascii=False, indent=1))
    elif asked.format == "csv":
        rows = csv.writer(sys.stdout, lineterminator="\n")
        rows.writerow(COLUMNS)
        for one in found:
            rows.writerow((one.change, one.code, one.description, "yes" if one.billable else "no", one.was))
    elif not found:
        print("The two releases do not differ.")
    else:
        made = table("Change", "Code", "Description", "Was", title=f"From {first} to {second}")
        for one in found:
            made.add_row(one.change, one.code, one.description, one.was)
        console = console_on(sys.stdout)
        console.print(made)
        console.print(_summed([one.change for one in found]))
    return 0


def _summed(changes: list[str]) -> str:
    return ", ".join(f"{changes.count(kind):,} {kind}" for kind in ("new", "revised", "deleted")) + "."


def _tell(done: "Imported") -> None:
    console = console_on(sys.stdout)
    if done.files:
        console.print(f"{done.release} is in force for encounters from {done.release.effective} on.")
        for kind, name in done.files.items():
            console.print(f"  {kind:<10} {tame(name, 90)}", markup=False)
        for name, count in done.counts.items():
            if name in COUNTED:
                console.print(f"  {count:>10,} {COUNTED[name]}")
        if done.ignored:
            more = "file was" if len(done.ignored) == 1 else "files were"
            console.print(f"  {len(done.ignored)} other {more} left out.")
        console.print("`chartside codeset rollback` takes it back.")
    for remark in done.remarks:
        console.print(remark, markup=False)
