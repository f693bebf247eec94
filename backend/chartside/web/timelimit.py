"""One note at a time, each within its time.

More at once would not help: threads of Python share one interpreter lock. A request that runs out of time
is answered, and its work is told to stop. Python stops a thread only between two steps of its own code, not
inside a long call into C; until it has stopped, the next requests wait their time and are answered "busy".
"""

import ctypes
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


class _GivenUp(BaseException):
    """Raised inside work that nobody waits for any more; no `except Exception` may keep it."""


class _Job(Generic[T]):
    """Work on its way, in a thread that does not keep the process from ending."""

    def __init__(self, work: Callable[[], T], ended: Callable[[], None]) -> None:
        self._work, self._ended = work, ended
        self.done = threading.Event()
        self.value: T | None = None
        self.error: BaseException | None = None
        self._ending = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="suggest", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def give_up(self) -> None:
        """Stop the work as soon as Python can."""
        threading.Thread(target=self._insist, name="give up", daemon=True).start()

    def _insist(self) -> None:
        # Again and again: compiled code drops an exception that reaches it where it can raise none.
        thread = ctypes.c_ulong(self._thread.ident or 0)
        while not self.done.wait(0.5):
            with self._ending:
                # Once this one is done, its number may be another thread's.
                if not self.done.is_set():
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(_GivenUp))

    def _run(self) -> None:
        begun = finished = False
        while not finished:
            # It may come at any step of this too; then that step is done again.
            try:
                if not begun:
                    begun = True
                    self._try()
                with self._ending:
                    self.done.set()
                self._ended()
                finished = True
            except _GivenUp:
                continue

    def _try(self) -> None:
        try:
            self.value = self._work()
        except BaseException as error:
            self.error = error


class OneAtATime:
    """Runs work in order.

    Args:
        seconds: most time between a call of `run` and its return.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._turn = threading.Condition()
        self._current: object | None = None
        self.waited: Callable[[float], None] = lambda seconds: None
        """Told how long each work waited for its turn."""

    def run(self, work: Callable[[], T]) -> T:
        """The value of `work()`, or what it raised.

        Raises:
            Busy: earlier work did not end in time; this one was not begun.
            TooSlow: this work did not end in time.
        """
        begun = monotonic()
        until = begun + self._seconds
        turn = object()
        job = _Job(work, lambda: self._free(turn))
        with self._turn:
            if not self._turn.wait_for(lambda: self._current is None, self._seconds):
                raise Busy("Chartside is still reading an earlier note; try again in a moment.")
            self._current = turn
        self.waited(monotonic() - begun)
        try:
            job.start()
        except RuntimeError:
            self._free(turn)
            raise Busy("Chartside cannot start more work now; try again in a moment.") from None
        if not job.done.wait(max(0.0, until - monotonic())):
            job.give_up()
            raise TooSlow(
                f"This note took longer than {self._seconds:g} s; send a shorter part, such as one visit."
            )
        if job.error is not None:
            raise job.error
        return job.value  # type: ignore[return-value]

    def _free(self, turn: object) -> None:
        with self._turn:
            if self._current is turn:
                self._current = None
            self._turn.notify_all()
