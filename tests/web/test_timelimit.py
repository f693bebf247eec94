import ctypes
import threading

import pytest

from chartside.web.timelimit import Busy, OneAtATime, TooSlow, _Job


def count_for_ever() -> None:
    """Work that never ends by itself and swallows the first exceptions that reach it."""
    number, deaf = 0, 2
    while True:
        try:
            number += 1
        except BaseException:
            deaf -= 1
            if deaf < 0:
                raise


def wait_for_the_end() -> None:
    """Until all work has ended."""
    for thread in threading.enumerate():
        if thread.name == "suggest":
            thread.join(30)
            assert not thread.is_alive()


def test_value_and_error_come_back() -> None:
    work = OneAtATime(30)
    assert work.run(lambda: 42) == 42
    with pytest.raises(ZeroDivisionError):
        work.run(lambda: 1 // 0)
    assert work.run(lambda: "still well") == "still well"


def test_what_takes_too_long_is_stopped_and_the_next_one_runs() -> None:
    work = OneAtATime(0.2)
    with pytest.raises(TooSlow, match=r"longer than 0\.2 s; send a shorter part"):
        work.run(count_for_ever)
    wait_for_the_end()
    assert work.run(lambda: 2) == 2


def test_what_cannot_be_stopped_keeps_the_next_one_waiting_its_time() -> None:
    work, go = OneAtATime(0.1), threading.Event()
    with pytest.raises(TooSlow):
        work.run(lambda: go.wait(30))
    with pytest.raises(Busy, match="still reading an earlier note"):
        work.run(lambda: 1)
    go.set()
    wait_for_the_end()
    assert work.run(lambda: 3) == 3


def test_a_thread_that_ends_while_it_is_given_up_is_not_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    class Late(threading.Event):
        """Done a moment after it was looked at."""

        def wait(self, timeout: float | None = None) -> bool:
            was = self.is_set()
            self.set()
            return was

    stopped: list[object] = []
    monkeypatch.setattr(ctypes.pythonapi, "PyThreadState_SetAsyncExc", lambda *told: stopped.append(told))
    job = _Job(lambda: 1, lambda: None)
    job.start()
    assert job.done.wait(30)
    job.done = Late()
    job._insist()
    assert stopped == []


def test_many_callers_take_turns() -> None:
    work, running, most, results = OneAtATime(30), 0, 0, []

    def one() -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        running -= 1
        return 1

    callers = [threading.Thread(target=lambda: results.append(work.run(one))) for _ in range(20)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join(30)
    assert (len(results), most) == (20, 1)
