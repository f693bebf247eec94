"""What Chartside costs a page, one function for each kind of cost. Times are milliseconds unless told."""

import statistics
from typing import Any

from _overlay_stage import ROWS, Stage
from _overlay_trace import Watching
from _overlay_world import CLOCK, COUNT, DELAYS, EDIT, LEFT, RUNS

TYPED = "also reports mild cough and gout, "
SPEED = 8.0
"""Keys in a second."""
FULL, QUIET = 50, 400
"""Edits in one go, and milliseconds after them in which the debounce comes to its end."""


def typing(stage: Stage, name: str, seconds: float, rich: bool = False) -> dict[str, Any]:
    """Type into a note with Chartside off and on; `rich` for an editor of the tests' pages."""
    page = stage.open_editor(name) if rich else stage.open(name)
    _into(page)
    off = _typed(stage, page, seconds)
    panel, _ = stage.turn_on(page)
    on = _typed(stage, page, seconds)
    panel.until(ROWS, what="rows after typing", timeout=30.0)
    page.close()
    return {"off": off, "on": on}


def _typed(stage: Stage, page: Any, seconds: float) -> dict[str, Any]:
    page.bring_to_front()
    before = page.evaluate(CONTENT)
    for frame in page.frames:
        frame.evaluate(DELAYS)
    with Watching(page) as watching:
        keys = stage.type(page, TYPED, seconds, SPEED)
    if page.evaluate(CONTENT) == before:
        raise RuntimeError(f"The keys did not reach the note on {page.url}.")
    seen = [key for frame in page.frames for key in frame.evaluate("window.benchKeys")]
    return {
        "keys": keys,
        **watching.work.told(),
        "input_delay": _summary([key["delay"] for key in seen]),
        "key_to_paint": _summary([key["painted"] for key in seen if key["painted"]]),
    }


CONTENT = "() => window.editor?.content() ?? document.querySelector('#note').value ?? document.body.innerText"


def _into(page: Any) -> None:
    """Put the caret at the end of the note."""
    if page.evaluate("() => !!window.editor"):
        at = page.evaluate("() => { window.editor.scroll(0); return window.editor.firstLine(); }")
        page.mouse.click(at["x"], at["y"])
    else:
        page.locator("#note").focus()
    page.keyboard.press("ControlOrMeta+End")


def memory(stage: Stage, name: str, edits: int) -> dict[str, Any]:
    """Edit a note again and again; what has grown since the first hundred edits."""
    page = stage.open(name)
    panel, _ = stage.turn_on(page)
    worker = stage.worker_target(page)
    first: dict[str, float] = {}
    done = 0
    while done < edits:
        count = min(FULL, edits - done)
        page.evaluate(EDIT, [done, count])
        done += count
        page.wait_for_timeout(QUIET)
        if done == 100:
            first = _held(stage, page, panel, worker)
    last = _held(stage, page, panel, worker)
    page.close()
    return {"edits": edits, "grown": {key: round(last[key] - first[key], 2) for key in last}, "after": last}


def _held(stage: Stage, page: Any, panel: Any, worker: Any) -> dict[str, float]:
    """Megabytes of script memory and numbers of things, after everything that may go has gone."""
    page.wait_for_timeout(3 * QUIET)
    panel.until(ROWS, what="rows after edits", timeout=30.0)
    cdp = page.context.new_cdp_session(page)
    for _ in range(2):
        cdp.send("HeapProfiler.collectGarbage")
        worker.send("HeapProfiler.collectGarbage")
    counts = cdp.send("Memory.getDOMCounters")
    found = {
        "page_mb": cdp.send("Runtime.getHeapUsage")["usedSize"] / 1e6,
        "worker_mb": worker.send("Runtime.getHeapUsage")["usedSize"] / 1e6,
        "nodes": counts["nodes"],
        "listeners": counts["jsEventListeners"],
        "ranges": page.evaluate("[...CSS.highlights.values()].reduce((sum, each) => sum + each.size, 0)"),
    }
    cdp.detach()
    return {key: round(value, 2) for key, value in found.items()}


def off(stage: Stage, name: str) -> dict[str, Any]:
    """What is left in a page after Chartside was switched off in it, and what there was while it was on."""
    page = stage.open(name)
    panel, tab = stage.turn_on(page, (COUNT,))
    page.evaluate(EDIT, [0, 1])
    page.mouse.move(200, 200)
    on = stage.in_our_world(tab, LEFT)
    there = _listeners(page)
    stage.switch(page)
    panel.until_gone()
    left = stage.in_our_world(tab, LEFT)
    seen = _listeners(page)
    page.close()
    return {
        "on": {key: len(value) for key, value in on.items() if isinstance(value, list)},
        "left": left,
        "seen_by_devtools": {"on": there, "left": seen},
    }


PLACES = (
    "window",
    "document",
    "document.documentElement",
    "document.body",
    "document.querySelector('#note')",
)


def _listeners(page: Any) -> list[str]:
    """Our listeners on the page's window, document and first elements, as DevTools see them.

    DevTools show an object's listeners of one world only: that of the context in which it was named.
    """
    cdp = page.context.new_cdp_session(page)
    contexts: list[dict[str, Any]] = []
    cdp.on("Runtime.executionContextCreated", lambda event: contexts.append(event["context"]))
    cdp.send("Runtime.enable")
    ours = [each["id"] for each in contexts if each["origin"].startswith("chrome-extension://")]
    found = []
    for context in ours:
        for place in PLACES:
            remote = cdp.send("Runtime.evaluate", {"expression": place, "contextId": context})["result"]
            listeners = cdp.send("DOMDebugger.getEventListeners", {"objectId": remote["objectId"]})[
                "listeners"
            ]
            found += [f"{place} {each['type']}" for each in listeners]
    cdp.detach()
    return found


def answers(stage: Stage, name: str, count: int) -> dict[str, Any]:
    """From the answer's arrival in the content script to painted highlights and to the painted panel."""
    page = stage.open(name)
    _, tab = stage.turn_on(page, (CLOCK,))
    runs: list[dict[str, float]] = []
    for number in range(count):
        page.evaluate(EDIT, [number, 1])
        more = len(runs) + 1

        def look(least: int = more) -> list[dict[str, float]]:
            found: list[dict[str, float]] = stage.in_our_world(tab, RUNS)
            return found if len(found) >= least else []

        runs = stage.until(page, look, "the next painted answer")
    page.close()
    return {
        "answers": len(runs),
        "to_highlights": _summary([run["highlights"] - run["arrived"] for run in runs]),
        "to_panel": _summary([run["panel"] - run["arrived"] for run in runs]),
    }


def first_look(stage: Stage, name: str, edit: bool = True) -> dict[str, Any]:
    """The longest piece of main thread that we take until the first rows, and after an edit."""
    page = stage.open(name)
    stage.grant(page)
    panel = stage.browser.shadow(page)
    elements = page.evaluate("document.querySelectorAll('*').length")
    with Watching(page) as watching:
        stage.switch(page)
        panel.until(ROWS, what="rows in the panel", timeout=60.0)
    found = {"elements": elements, "first": watching.work.told()}
    if edit:
        with Watching(page) as later:
            page.evaluate(EDIT, [1, 1])
            page.wait_for_timeout(4 * QUIET)
            panel.until(ROWS, what="rows after an edit", timeout=60.0)
        found["after_an_edit"] = later.work.told()
    page.close()
    return found


PROVE = """async (count) => {
  const { doubt } = await import('/background/proof.js');
  const { unproved } = await import('/background/request.js');
  const { readToken } = await import('/background/token.js');
  const where = 'http://127.0.0.1:8765', token = await readToken(where), spent = [];
  for (let done = 0; done < count; done++) {
    doubt(where);
    const begun = performance.now();
    if (await unproved(where, token, {})) throw new Error('the service has not proved itself');
    spent.push(performance.now() - begun);
  }
  return spent;
}"""


def proof(stage: Stage, count: int) -> dict[str, Any]:
    """How long the service takes to prove to the extension that it knows the token, each time."""
    page = stage.browser.extension_page("options/options.html")
    spent = page.evaluate(PROVE, count)
    page.close()
    return {"proofs": count, **_summary(spent)}


def _summary(values: list[float]) -> dict[str, float]:
    """Median, 95th percentile and the most."""
    ordered = sorted(values)
    if not ordered:
        return {}
    return {
        "median_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 1),
        "most_ms": round(ordered[-1], 1),
    }
