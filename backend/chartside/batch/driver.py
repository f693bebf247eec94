"""The driver: hands parts to workers, a few at a time, and puts what comes back on disk.

A part whose worker ended more than once is kept for the end and looked at alone (`suspects.py`), so that one
note that crashes the reader cannot end the run, and nobody else is blamed for it.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any

from chartside.batch.rows import BatchError, Outcome, Part, Setup
from chartside.batch.store import PartStore

if TYPE_CHECKING:
    from distributed import Client

AHEAD = 3
"""Parts on their way for each worker: one that is read, one that waits, one that comes back."""
MOST_SUSPECTS = 8
"""Parts that are kept for the end, with their text, before they are looked at at once."""
PATIENCE = 120.0
"""Seconds without any worker before the run gives up."""
LOOK = 5.0
"""Seconds between two looks at whether there are workers."""


@dataclass(slots=True)
class Progress:
    """How far a run is."""

    total: int
    weight: int = 0
    notes: int = 0
    failures: int = 0
    parts: int = 0
    found: int = 0
    """Parts that an earlier run had finished."""
    told: "Callable[[Progress], None]" = field(default=lambda _: None)

    def add(self, part: Part, outcome: Outcome | None) -> None:
        """A part is finished; without an outcome it was found finished."""
        self.weight += part.weight
        self.parts += 1
        if outcome is None:
            self.found += 1
        else:
            self.notes += outcome.notes
            self.failures += outcome.failures
        self.told(self)


class Killed(Exception):
    """The worker that read a part ended, each time."""


class Driver:
    """Reads parts on the workers of a client.

    Args:
        client: connected to workers.
        setup: the job.
        store: where finished parts go.
        progress: is told of each.
    """

    def __init__(self, client: "Client", setup: Setup, store: PartStore, progress: Progress) -> None:
        self._client, self._setup, self._store, self._progress = client, setup, store, progress
        self._sent = 0
        self._pending: dict[Any, Part] = {}

    def begin(self) -> None:
        """Wait until a worker has loaded the engine, and hold the run to its version.

        Raises:
            BatchError: no worker comes, or none can load the engine.
            InputError: the parts that are there were read by another version.
        """
        self._accept(self.alone(Part(0, ())))

    def read(self, parts: Iterator[Part]) -> None:
        """Every part that is not finished yet.

        Raises:
            BatchError: the workers are gone or cannot read anything.
            InputError: a worker is of another version.
        """
        suspects: deque[Part] = deque()
        more = True
        while more or self._pending or suspects:
            while more and len(self._pending) < self._window() and len(suspects) < MOST_SUSPECTS:
                part = next(parts, None)
                if part is None:
                    more = False
                elif self._store.has(part.number):
                    self._progress.add(part, None)
                else:
                    self._pending[self._send(part)] = part
            if self._pending:
                suspects += self._collect()
            elif suspects:
                from chartside.batch.suspects import read_suspect

                part = suspects.popleft()
                self._keep(part, read_suspect(self.alone, part))

    def alone(self, part: Part) -> Outcome:
        """Read a part while nothing else is on its way.

        Raises:
            Killed: its worker ended, and it was nothing else's fault.
            BatchError: the workers are gone.
        """
        future = self._send(part)
        while not self._wait([future]):
            pass
        return self._result(future)

    def _send(self, part: Part) -> Any:
        from chartside.batch.reading import read_part

        self._sent += 1
        # The key says nothing of what is read, and is never used twice.
        key = f"chartside-part-{part.number}-{self._sent}"
        try:
            return self._client.submit(read_part, self._setup, part, key=key, pure=False)
        except Exception as error:
            raise _lost(error) from None

    def _collect(self) -> list[Part]:
        """Keep what is done by now; the parts that ended their workers."""
        killed = []
        for future in self._wait(list(self._pending)):
            part = self._pending.pop(future)
            try:
                outcome = self._result(future)
            except Killed:
                killed.append(part)
                continue
            self._keep(part, outcome)
        return killed

    def _keep(self, part: Part, outcome: Outcome) -> None:
        self._accept(outcome)
        self._store.keep(part.number, outcome)
        self._progress.add(part, outcome)

    def _accept(self, outcome: Outcome) -> None:
        if outcome.trouble:
            raise BatchError(f"A worker can read nothing: {outcome.trouble}")
        self._store.identify(outcome.identity)

    def _wait(self, futures: list[Any]) -> list[Any]:
        """Futures that are done; none when none is after a while though there are workers."""
        from distributed import wait

        lonely = monotonic()
        while True:
            try:
                return list(
                    wait(  # type: ignore[no-untyped-call]
                        futures, timeout=LOOK, return_when="FIRST_COMPLETED"
                    ).done
                )
            except TimeoutError:
                if self._workers():
                    return []
            except Exception as error:
                raise _lost(error) from None
            if monotonic() - lonely > PATIENCE:
                raise BatchError(
                    "No worker is left to read notes; what is finished is kept. Run it again to go on."
                )

    def _result(self, future: Any) -> Outcome:
        from distributed import KilledWorker

        try:
            outcome = future.result()
        except KilledWorker:
            raise Killed from None
        except ImportError:
            raise BatchError(
                "The workers have another version of Chartside or none; install the same one there."
            ) from None
        except Exception as error:
            raise _lost(error) from None
        assert isinstance(outcome, Outcome)
        return outcome

    def _workers(self) -> int:
        try:
            return len(self._client.scheduler_info(n_workers=-1)["workers"])
        except Exception as error:
            raise _lost(error) from None

    def _window(self) -> int:
        return AHEAD * max(1, self._workers())


def _lost(error: Exception) -> BatchError:
    return BatchError(
        f"The connection to the workers was lost ({type(error).__name__}); what is finished is kept, and the "
        "same command goes on."
    )
