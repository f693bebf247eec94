"""How the overlay's costs are counted: which samples and tasks are ours; the pages they are measured on."""

from pathlib import Path

from _overlay_pages import note, write_pages
from _overlay_trace import MARK, Task, Work, _sum


def frame(name: str, url: str = "") -> dict[str, object]:
    return {"functionName": name, "url": url, "lineNumber": 9}


OURS = "chrome-extension://abc/content/watch.js"
NODES = [
    {"id": 1, "callFrame": frame("(root)"), "children": [2, 4]},
    {"id": 2, "callFrame": frame("look", OURS), "children": [3]},
    {"id": 3, "callFrame": frame("getComputedStyle")},
    {"id": 4, "callFrame": frame("page", "http://localhost/page.js")},
]


def task(begin: int, wall: int, cpu: int, thread: int = 7) -> dict[str, object]:
    """A task of the trace, in milliseconds."""
    place = {"pid": 1, "tid": thread, "ph": "X", "name": "RunTask"}
    return {**place, "ts": 1000 * begin, "dur": 1000 * wall, "tdur": 1000 * cpu}


def work(samples: list[int], events: list[dict[str, object]]) -> Work:
    """What is made of a sample each 10 ms from 0 on."""
    deltas = [0] + [10_000] * (len(samples) - 1)
    times = {"startTime": 0, "endTime": 1_000_000, "timeDeltas": deltas}
    mark = {"pid": 1, "tid": 7, "name": MARK, "ts": 0}
    return _sum({"nodes": NODES, "samples": samples, **times}, [mark, *events])


def test_what_a_native_function_does_for_us_is_ours() -> None:
    seen = work([2, 3, 3, 4, 4, 1], [task(0, 60, 60)])
    assert seen.ours == 30
    assert seen.functions == {"watch.js look:10": 30}
    assert seen.share == 3


def test_a_task_is_long_by_us_only_if_it_would_not_be_without_us() -> None:
    assert Task(wall=60, cpu=60, ours=30).long_by_us
    assert not Task(wall=90, cpu=90, ours=30).long_by_us
    assert not Task(wall=40, cpu=40, ours=40).long_by_us


def test_waiting_for_the_processor_is_not_our_time() -> None:
    # Of a task that was half the time held up, half of our part counts.
    assert Task(wall=80, cpu=40, ours=60).ours_cpu == 30
    assert not Task(wall=80, cpu=40, ours=80).long_by_us


def test_tasks_of_other_threads_and_tasks_within_tasks_are_not_counted() -> None:
    seen = work([2, 2, 2, 1], [task(0, 30, 30), task(5, 10, 10), task(0, 30, 30, thread=8)])
    assert [each.ours for each in seen.tasks] == [30]


def test_the_synthetic_note_is_the_same_each_time_and_as_long_as_asked() -> None:
    assert note(2000) == note(2000)
    assert 2000 <= sum(len(paragraph.split()) for paragraph in note(2000)) < 2100


def test_pages_are_as_big_as_they_are_called(tmp_path: Path) -> None:
    files = write_pages(tmp_path)
    page = (tmp_path / files["5,000 elements"]).read_text()
    assert 5000 <= page.count("<") - page.count("</") < 5200
    assert len((tmp_path / files["50,000 words"]).read_text().split()) >= 50_000
