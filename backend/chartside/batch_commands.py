"""The command `chartside batch`: many notes, on the processes of this machine or on a cluster."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Column

from chartside import quiet
from chartside.batch.cluster import cores, local_workers, workers_at
from chartside.batch.rows import Setup
from chartside.batch.run import Order, form_of, run
from chartside.errors import InputError
from chartside.model import Setting
from chartside.settings import Settings
from chartside.terminal import console_on, share_column

if TYPE_CHECKING:
    from distributed import Client

    from chartside.batch.driver import Progress

STARTING = "Starting the workers"
ROOM_FOR_A_BAR = 60
"""Columns of a terminal from which on the progress has a bar."""


def run_batch(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside batch IN OUT`: 1 when notes failed."""
    out = Path(asked.out)
    _refuse_misuse(asked)
    setup = Setup(
        job=asked.job,
        before=asked.before or "",
        after=asked.after or "",
        form=form_of(out),
        setting=Setting(asked.setting),
        day=asked.date,
        seconds=float(asked.seconds),
        home=None if asked.scheduler else str(settings.home),
        ours=not asked.scheduler,
    )
    claims = Path(asked.claims) if asked.claims else None
    order = Order(Path(asked.source), out, setup, claims, fresh=asked.fresh)
    quiet.hush()
    workers = (
        partial(workers_at, asked.scheduler)
        if asked.scheduler
        else partial(local_workers, asked.workers or cores())
    )
    start = monotonic()

    @contextmanager
    def begun() -> "Iterator[Client]":
        _say(f"reading {order.source}; stop it at any time, the same command goes on.")
        with workers() as client:
            yield client

    try:
        with progress() as told:
            done = run(order, begun, told)
    except KeyboardInterrupt:
        _say("what is finished is kept; the same command goes on.")
        raise
    _say(_summary(done, monotonic() - start, out))
    return 1 if done.failures else 0


def _refuse_misuse(asked: argparse.Namespace) -> None:
    if asked.job == "check" and not asked.claims:
        raise InputError("To check notes, name the file of their claims with --claims.")
    if asked.claims and asked.job not in ("check", "hcc"):
        raise InputError("--claims goes with --job check and --job hcc only.")
    if {bool(asked.before), bool(asked.after)} != {asked.job == "release"}:
        raise InputError("--job release goes with --before RELEASE and --after RELEASE, no other job does.")


def _summary(done: "Progress", seconds: float, out: Path) -> str:
    rate = f"{done.notes / seconds:,.1f} a second" if seconds else ""
    said = f"{done.notes:,} notes read in {seconds:,.0f} s ({rate})"
    if done.found:
        said += f", after {done.found:,} parts that were finished before"
    if done.failures:
        return f"{said}; {done.failures:,} failed, see {out}.failed.jsonl."
    return f"{said}; none failed."


def _say(sentence: str) -> None:
    print(f"chartside: {sentence}", file=sys.stderr)


@contextmanager
def progress() -> "Iterator[Callable[[Progress], None]]":
    """A bar on a terminal, with notes a second and time left; else nothing."""
    console = console_on(sys.stderr)
    if not console.is_terminal:
        yield lambda _: None
        return
    # On a narrow terminal there is no bar, and the words are cut before what is left to do.
    wide = console.width >= ROOM_FOR_A_BAR
    columns = (
        TextColumn(
            "{task.description}",
            table_column=Column(no_wrap=True, overflow="ellipsis", ratio=None if wide else 1),
        ),
        *([BarColumn()] if wide else []),
        share_column(Column(no_wrap=True, min_width=5)),
        TimeRemainingColumn(elapsed_when_finished=True, table_column=Column(no_wrap=True, min_width=7)),
    )
    with Bar(*columns, console=console, transient=True, speed_estimate_period=120, expand=not wide) as bar:
        task = bar.add_task(STARTING, total=None)
        start = monotonic()

        def told(done: "Progress") -> None:
            rate = done.notes / max(monotonic() - start, 0.001)
            said = f"{done.notes:,} notes, {rate:,.{0 if rate >= 10 else 1}f}/s" + (
                f", {done.failures:,} failed" if done.failures else ""
            )
            begun = done.notes or done.failures  # else all so far was finished before
            bar.update(
                task,
                completed=done.weight,
                total=max(done.total, 1),
                description=said if begun else STARTING,
            )

        yield told
