"""A whole run, from input to output: the order is written down, parts are read and joined."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from chartside.batch.driver import Driver, Progress
from chartside.batch.rows import PART_NOTES, Part, Row, Setup, cut
from chartside.batch.sources import Source, fingerprint_of, open_source, unreadable
from chartside.batch.store import PartStore, joined
from chartside.errors import InputError

if TYPE_CHECKING:
    from distributed import Client

Workers = Callable[[], "AbstractContextManager[Client]"]


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for.

    Attributes:
        source: the input.
        out: a .jsonl or .parquet file.
        setup: the job.
        claims: a CSV file of claims, or None.
        part_notes: notes of one part.
        fresh: throw away what an earlier run has finished.
    """

    source: Path
    out: Path
    setup: Setup
    claims: Path | None = None
    part_notes: int = PART_NOTES
    fresh: bool = False

    def told(self, source: Source) -> dict[str, str]:
        """The order by name, as far as it decides what comes out."""
        setup = self.setup
        named = {
            "input": f"{self.source.name} {source.fingerprint()}",
            "job": setup.job,
            "form of output": setup.form,
            "setting": setup.setting.value,
            "date": str(setup.day or ""),
            "longest note": str(setup.longest),
            "time limit": f"{setup.seconds:g}",
            "release before": setup.before,
            "release after": setup.after,
            "size of parts": str(self.part_notes),
        }
        if self.claims is not None:
            named["file of claims"] = fingerprint_of(self.claims)
        return named


def form_of(out: Path) -> str:
    """`jsonl` or `parquet`, by the ending.

    Raises:
        InputError: it is another.
    """
    form = {".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".pq": "parquet"}.get(
        out.suffix.lower()
    )
    if form == "parquet":
        from chartside.batch.parquet import arrow

        arrow()
    if form is None:
        raise InputError(f"{out} must end in .jsonl or .parquet.")
    if not out.parent.is_dir():
        raise InputError(f"There is no folder {out.parent}; make it first.")
    return form


def run(order: Order, workers: Workers, told: Callable[[Progress], None] = lambda _: None) -> Progress:
    """Read every note that is not read yet, and put everything together.

    Args:
        order: what is asked for.
        workers: opens the workers; not called when nothing is left to read.
        told: called after each part, in this thread.

    Raises:
        InputError: the input or the order cannot be used.
        BatchError: the run cannot go on; what is finished is kept.
    """
    source = open_source(order.source)
    store = PartStore(order.out, order.told(source))
    progress = Progress(source.total, told=told)
    with store.opened(order.fresh):
        rows = _guarded(order.source, source.rows())
        if order.claims is not None:
            from chartside.batch.claims import claimed

            rows = claimed(rows, order.claims, store.folder)
        parts = cut(rows, order.part_notes)
        first = _first_open(parts, store, progress)
        if first is not None:
            with workers() as client, client.as_current():
                _read(client, order, store, progress, _chain(first, parts))
        progress.failures = store.failures(progress.parts)
        store.finish(progress.parts, _join(order.setup))
    return progress


def _read(
    client: "Client", order: Order, store: PartStore, progress: Progress, parts: Iterator[Part]
) -> None:
    from chartside.batch.cluster import prepare

    name = prepare(client, order.setup)
    try:
        driver = Driver(client, order.setup, store, progress)
        driver.begin()
        driver.read(parts)
    finally:
        if not order.setup.ours:
            with suppress(Exception):
                client.unregister_worker_plugin(name)  # type: ignore[no-untyped-call]


def _first_open(parts: Iterator[Part], store: PartStore, progress: Progress) -> Part | None:
    for part in parts:
        if not store.has(part.number):
            return part
        progress.add(part, None)
    return None


def _chain(first: Part, rest: Iterator[Part]) -> Iterator[Part]:
    yield first
    yield from rest


def _guarded(path: Path, rows: Iterator[Row]) -> Iterator[Row]:
    try:
        yield from rows
    except OSError as error:
        raise unreadable(path, error) from None


def _join(setup: Setup) -> Callable[..., None]:
    if setup.form == "parquet":
        from chartside.batch.parquet import join

        return join
    return joined
