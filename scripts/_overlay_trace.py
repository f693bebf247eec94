"""What the main thread of a page did for us: a trace of its tasks and samples of its script, on one clock.

A sample is ours when a script of the extension is anywhere on its stack, so what a native function does for
us (asking for a style, say) counts too. A task is a long one of ours when it took over 50 ms of the
processor and would not have without us.
"""

from dataclasses import dataclass
from types import TracebackType
from typing import Any

LONG = 50.0
"""Milliseconds from which a task is felt."""
SAMPLING = 200
"""Microseconds between two samples."""
MARK = "chartside-bench"
CATEGORIES = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline", "blink.user_timing"]


@dataclass(frozen=True)
class Task:
    """One task of the main thread; milliseconds of the clock, of the processor, and of our script in it."""

    wall: float
    cpu: float
    ours: float

    @property
    def ours_cpu(self) -> float:
        """Processor time of our script: its share of the task's, for a loaded machine stretches the clock."""
        return self.cpu * min(1.0, self.ours / self.wall) if self.wall else 0.0

    @property
    def long_by_us(self) -> bool:
        """Whether it is long and would not be without us."""
        return self.cpu > LONG and self.cpu - self.ours_cpu <= LONG


@dataclass(frozen=True)
class Work:
    """What was seen: seconds watched, the tasks, and our functions by milliseconds of the clock."""

    seconds: float
    tasks: list[Task]
    functions: dict[str, float]

    @property
    def ours(self) -> float:
        """Milliseconds of the processor that our script took."""
        return sum(task.ours_cpu for task in self.tasks)

    @property
    def share(self) -> float:
        """Our script's part of all the time, in percent."""
        return 100 * self.ours / (1000 * self.seconds)

    @property
    def longest(self) -> float:
        """The most processor time that our script took in one task, in milliseconds."""
        return max((task.ours_cpu for task in self.tasks), default=0.0)

    def told(self) -> dict[str, Any]:
        """As it is printed."""
        first = sorted(self.functions.items(), key=lambda item: -item[1])[:8]
        return {
            "share_percent": round(self.share, 2),
            "script_ms": round(self.ours, 1),
            "long_tasks_of_ours": sum(task.long_by_us for task in self.tasks),
            "longest_piece_ms": round(self.longest, 1),
            "most_in": {name: round(spent, 1) for name, spent in first},
        }


class Watching:
    """Watches a page while in a `with` block; `work` says afterwards what was seen.

    Args:
        page: a Playwright page.
    """

    def __init__(self, page: Any) -> None:
        self._page = page
        self._cdp = page.context.new_cdp_session(page)
        self._events: list[dict[str, Any]] = []
        self._done = False
        self._cdp.on("Tracing.dataCollected", lambda event: self._events.extend(event["value"]))
        self._cdp.on("Tracing.tracingComplete", self._complete)
        self.work = Work(0.0, [], {})

    def _complete(self, _: object) -> None:
        self._done = True

    def __enter__(self) -> "Watching":
        self._cdp.send("Profiler.enable")
        self._cdp.send("Profiler.setSamplingInterval", {"interval": SAMPLING})
        self._cdp.send(
            "Tracing.start",
            {"traceConfig": {"includedCategories": CATEGORIES}, "transferMode": "ReportEvents"},
        )
        self._cdp.send("Profiler.start")
        self._page.evaluate("name => void performance.mark(name)", MARK)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        profile = self._cdp.send("Profiler.stop")["profile"]
        self._cdp.send("Tracing.end")
        while not self._done:
            self._page.wait_for_timeout(20)
        self._cdp.detach()
        if kind is None:
            self.work = _sum(profile, self._events)


def _sum(profile: dict[str, Any], events: list[dict[str, Any]]) -> Work:
    names = _our_functions(profile["nodes"])
    at = profile["startTime"]
    spans: list[tuple[float, float]] = []
    functions: dict[str, float] = {}
    # The delta before a sample is the time since the one before it, which that one stands for.
    deltas = [*profile["timeDeltas"][1:], 0]
    at += profile["timeDeltas"][0] if profile["timeDeltas"] else 0
    for node, delta in zip(profile["samples"], deltas, strict=True):
        name = names.get(node)
        if name and delta > 0:
            spans.append((at, delta))
            functions[name] = functions.get(name, 0.0) + delta / 1000
        at += delta
    tasks = _tasks(events, spans)
    return Work((profile["endTime"] - profile["startTime"]) / 1e6, tasks, functions)


def _our_functions(nodes: list[dict[str, Any]]) -> dict[int, str]:
    """The nearest function of ours on the stack, by node; nodes without one are left out."""
    parents = {child: node["id"] for node in nodes for child in node.get("children", ())}
    frames = {node["id"]: node["callFrame"] for node in nodes}
    found: dict[int, str] = {}
    for node in frames:
        at: int | None = node
        while at is not None:
            frame = frames[at]
            if frame["url"].startswith("chrome-extension://"):
                file = frame["url"].rsplit("/", 1)[-1]
                found[node] = f"{file} {frame['functionName'] or 'anonymous'}:{frame['lineNumber'] + 1}"
                break
            at = parents.get(at)
    return found


def _tasks(events: list[dict[str, Any]], spans: list[tuple[float, float]]) -> list[Task]:
    """The tasks of the page's main thread, each with the samples of ours that fell into it."""
    mark = next(event for event in events if event["name"] == MARK)
    thread = (mark["pid"], mark["tid"])
    found = sorted(
        (
            event
            for event in events
            if event["name"].endswith("RunTask") and (event["pid"], event["tid"]) == thread and "dur" in event
        ),
        key=lambda event: event["ts"],
    )
    tasks: list[Task] = []
    index = 0
    end = 0.0
    for event in found:
        begin = event["ts"]
        if begin < end:
            continue  # inside the task before it
        end = begin + event["dur"]
        while index < len(spans) and spans[index][0] < begin:
            index += 1
        ours = 0.0
        while index < len(spans) and spans[index][0] < end:
            ours += min(spans[index][1], end - spans[index][0])
            index += 1
        tasks.append(Task(event["dur"] / 1000, event.get("tdur", event["dur"]) / 1000, ours / 1000))
    return tasks
