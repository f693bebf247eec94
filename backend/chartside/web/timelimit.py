"""One note at a time, each within its time.

Python cannot stop a thread that computes. So a request that runs out of time is answered, while its work
goes on to the end in a thread of its own; until then the next requests wait their time and are answered
"busy". More threads would not help: they would share one interpreter lock.
"""

import threading
from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar

from chartside.errors import ServiceError

T = TypeVar("T")


class Busy(ServiceError):
    """An earlier note is still being read when the time is over."""

    code = "busy"
    status = 503


class TooSlow(ServiceError):
    """This note took longer than the limit."""

    code = "too_slow"
    status = 504


class _Outcome(Generic[T]):
    def __init__(self) -> None:
        self.done = threading.Event()
        self.value: T | None = None
        self.error: BaseException | None = None


class OneAtATime:
    """Runs work in order.

    Args:
        seconds: most time between a call of `run` and its return.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._free = threading.Lock()

    def run(self, work: Callable[[], T]) -> T:
        """The value of `work()`, or what it raised.

        Raises:
            Busy: earlier work did not end in time; this one was not begun.
            TooSlow: this work did not end in time.
        """
        until = monotonic() + self._seconds
        if not self._free.acquire(timeout=self._seconds):
            raise Busy("Chartside is still reading an earlier note; try again in a moment, or restart it.")
        outcome: _Outcome[T] = _Outcome()
        # A daemon, so that ending the service does not wait for it.
        try:
            threading.Thread(target=self._work, args=(work, outcome), name="suggest", daemon=True).start()
        except RuntimeError:
            self._free.release()
            raise Busy("Chartside cannot start more work now; try again in a moment.") from None
        if not outcome.done.wait(max(0.0, until - monotonic())):
            raise TooSlow(
                f"This note took longer than {self._seconds:g} s; send a shorter part, such as one visit."
            )
        if outcome.error is not None:
            raise outcome.error
        return outcome.value  # type: ignore[return-value]

    def _work(self, work: Callable[[], T], outcome: _Outcome[T]) -> None:
        try:
            outcome.value = work()
        except BaseException as error:
            outcome.error = error
        finally:
            self._free.release()
            outcome.done.set()
