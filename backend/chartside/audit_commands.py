"""The commands behind `chartside audit`: `run_NAME(arguments, settings) -> exit code`."""

import argparse
import json
import sys
from contextlib import nullcontext

from chartside.audit_common import actor, confirm, find, read_json, titles, write
from chartside.errors import InputError
from chartside.settings import Settings
from chartside.terminal import console_on, progress_on, tame


def run_audit(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside audit COMMAND`."""
    from chartside.audit_keys import run_key

    run = {
        "list": run_list,
        "show": run_show,
        "report": run_report,
        "verify": run_verify,
        "anchor": run_anchor,
        "erase": run_erase,
        "retain": run_retain,
        "key": run_key,
    }[asked.what]
    return run(asked, settings)


def run_list(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside audit list`."""
    from chartside.audit_table import coders_of, list_json, print_list
    from chartside.review.listing import Wanted, find_encounters
    from chartside.review.opening import reviews_of
    from chartside.review.records import EncounterState

    with reviews_of(settings.home) as reviews, reviews.database.read() as connection:
        coders = coders_of(connection)
        who: list[str | None] = [id_ for id_, name in coders.items() if asked.coder in (id_, name)]
        if asked.coder and not who:
            raise InputError(
                "There is no coder of this name in the record; `chartside audit list` shows them."
            )
        state = EncounterState(asked.state) if asked.state else None
        found = [
            view
            for one in (who if asked.coder else [None])
            for view in find_encounters(
                connection, Wanted(one, state, since=asked.since, until=asked.until, limit=asked.limit)
            )
        ]
    found = sorted(found, key=lambda view: view.opened_at, reverse=True)[: asked.limit]
    if asked.format == "json":
        print(json.dumps(list_json(found, coders), ensure_ascii=False, indent=1))
    else:
        chosen = any((asked.coder, asked.state, asked.since, asked.until))
        print_list(console_on(sys.stdout), found, coders, asked_for=chosen)
    return 0


def run_show(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside audit show ID`."""
    from chartside.audit_table import print_report
    from chartside.review.opening import reviews_of
    from chartside.review.report import build_report

    with reviews_of(settings.home) as reviews:
        encounter = find(reviews, asked.encounter)
        with reviews.database.read() as connection:
            report = build_report(connection, reviews.vault, encounter)
    print_report(console_on(sys.stdout), report)
    return 0


def run_report(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside audit report ID`."""
    from chartside.review.export import export
    from chartside.review.opening import reviews_of

    if asked.form == "pdf" and asked.output == "-" and sys.stdout.isatty():
        raise InputError("A PDF is nothing for a terminal; name a file with -o.")
    with reviews_of(settings.home) as reviews:
        encounter = find(reviews, asked.encounter)
        made = export(reviews, encounter, asked.form, actor(reviews), titles(settings))
    write(asked.output, made)
    return 0


def run_verify(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside audit verify`."""
    from chartside.review.opening import reviews_of
    from chartside.review.verify import verify

    anchor = read_json(asked.anchor) if asked.anchor else None
    console = console_on(sys.stdout)
    waiting = console_on(sys.stderr)
    with (
        waiting.status("Verifying the record") if waiting.is_terminal else nullcontext(),
        reviews_of(settings.home) as reviews,
        reviews.database.read() as connection,
    ):
        verdict = verify(connection, reviews.vault, anchor)
    for problem in verdict.problems:
        console.print(problem, markup=False)
    if verdict.more:
        console.print(f"{verdict.more:,} more problems were found.")
    count = f"{verdict.events:,} {'event' if verdict.events == 1 else 'events'}"
    if verdict.ok:
        console.print(f"The record is whole: {count}, nothing was changed.")
        if anchor:
            console.print(
                f"The anchor of {tame(str(anchor['at']), 40)} (event {anchor['count']:,}) is in it; "
                f"compare its key with the one you know: {anchor['public_key']}",
                markup=False,
            )
    else:
        console.print(f"The record is not whole ({count}); keep it as it is, and compare it with a backup.")
    return 0 if verdict.ok else 1


def run_anchor(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside audit anchor`."""
    from chartside.review import ledger
    from chartside.review.opening import reviews_of

    with reviews_of(settings.home) as reviews, reviews.database.read() as connection:
        made = ledger.anchor(connection, reviews.vault)
    write(asked.output, (json.dumps(made, indent=1) + "\n").encode())
    return 0


def run_erase(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside audit erase ID`."""
    from chartside.review.opening import reviews_of

    with reviews_of(settings.home) as reviews:
        encounter = find(reviews, asked.encounter)
        confirm(asked.yes, f"Erase what is quoted of encounter {encounter}?")
        done = reviews.erase(actor(reviews), [encounter])
    print("Its quotations are erased." if done else "It had been erased before.")
    return 0


def run_retain(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside audit retain --days N`."""
    from chartside.review.opening import reviews_of
    from chartside.review.retention import older_than

    with reviews_of(settings.home) as reviews:
        found = older_than(reviews, asked.days)
        if found:
            confirm(asked.yes, f"Erase what is quoted of {len(found):,} encounters?")
            who = actor(reviews)
            with progress_on(console_on(sys.stderr)) as progress:
                for done, encounter in enumerate(found, 1):
                    reviews.erase(who, [encounter])
                    progress(done, len(found), "Erasing quotations")
    print(f"{len(found):,} {'encounter was' if len(found) == 1 else 'encounters were'} erased.")
    return 0
