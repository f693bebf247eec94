"""Milliseconds from a keystroke in the quick lookup to its painted results, in a real Chromium.

The real service answers and Playwright's keyboard types. The keystroke counts from the browser's own time
stamp of the event; painted is the first task after the frame in which the list was drawn for exactly these
words. The shares below are of the same run, from the Performance API of the page and of the background:

    service   from the request until the answer's last byte, without waiting for a connection
    fetch     the whole request as the background sees it
    drawing   from the answer drawn until painted

Run it as `.venv/bin/python scripts/bench_lookup.py`; port 8765 must be free.
"""

import argparse
import json
import statistics
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
QUERIES = (
    "diabetes with kidney disease", "htn", "copd exacerbation", "E11.22", "fracture radius right",
    "heart attack", "chf", "m25561", "low back pain", "sugar", "pneumonia", "ckd stage 3b", "asthma", "gout",
    "uti", "afib", "major depression recurrent", "penicillin adverse effect", "S52.501A", "sprained ankle",
    "obesity bmi 35", "migrane", "breast cancer left", "anemia iron", "sepsis", "dysphagia",
    "hyperlipidemia", "pressure ulcer sacral",
)  # fmt: skip
PAUSE = 90
"""Milliseconds between two keys, as a quick typist needs."""

# The lookup keeps its keys from the page; only who listened at the window before it can see them.
KEYS = """addEventListener('keydown', ({ key, ctrlKey, metaKey, timeStamp }) => {
  if (key.length === 1 && key !== ' ' && !ctrlKey && !metaKey) window.benchKey = timeStamp;
}, true)"""
FOUND = "function (words) { return this.querySelector('#results').dataset.words === words; }"
# Runs with the closed root. What is drawn for other words than those in the field belongs to an earlier key.
WATCH = """function () {
  const [input, list] = [this.querySelector('[role=combobox]'), this.querySelector('#results')];
  if (!input || !list) return false;
  const seen = this.benchSeen = [];
  new MutationObserver(() => {
    if (!window.benchKey || list.dataset.words !== input.value.trim()) return;
    const at = window.benchKey;
    window.benchKey = 0;
    const drawn = performance.now();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => seen.push({ drawn: drawn - at, painted: performance.now() - at });
      port2.postMessage(null);
    });
  }).observe(list, { attributes: true });
  return true;
}"""
REQUESTS = """() => performance.getEntriesByType('resource').filter((e) => /codes\\?q=/.test(e.name))
  .map((e) => ({ fetch: e.duration, service: e.responseEnd - (e.requestStart || e.startTime) }))"""


def main() -> int:
    """Type every query and print medians and 95th percentiles in milliseconds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pause", type=int, default=PAUSE, help="milliseconds between keys")
    parser.add_argument("--rounds", type=int, default=1, help="times that every query is typed")
    options = parser.parse_args()
    print(json.dumps(measure(options.pause, options.rounds), indent=1))
    return 0


def measure(pause: int, rounds: int) -> dict[str, Any]:
    """Start service and browser, type, and sum up."""
    from playwright.sync_api import sync_playwright

    # The tests' harness: the same browser, pairing and service that they run with.
    sys.path.insert(0, str(ROOT / "tests"))
    chromium, local, pages_of, pairing = (
        import_module(f"browser.harness.{name}") for name in ("chromium", "service", "pages", "pairing")
    )
    with tempfile.TemporaryDirectory() as folder, local.PortLock(), sync_playwright() as playwright:
        service = local.Service(Path(folder) / "home")
        pages = pages_of.PageServer()
        browser = None
        try:
            service.start()
            browser = chromium.Chromium(playwright, Path(folder) / "profile")
            pairing.pair(browser, service)
            page = browser.page(pages.url("blank.html"))
            page.evaluate(KEYS)
            browser.grant(page)
            browser.command("quick-lookup", page)
            shadow = browser.shadow(page)
            shadow.until(WATCH, what="the lookup")
            browser.worker().evaluate("() => performance.setResourceTimingBufferSize(10000)")
            keys = 0
            for query in QUERIES * rounds:
                page.keyboard.press("ControlOrMeta+a")
                for key in query:
                    page.keyboard.press("Space" if key == " " else key)
                    keys += key != " "
                    page.wait_for_timeout(pause)
                shadow.until(
                    "function (w) { return this.querySelector('#results').dataset.words === w; }",
                    query,
                    what=query,
                )
            page.wait_for_timeout(pause)
            seen = shadow.evaluate("function () { return this.benchSeen; }")[0]
            requests = browser.worker().evaluate(REQUESTS)
        finally:
            if browser:
                browser.close()
            pages.close()
            service.stop()
    painted, served = ([each["painted"] for each in seen], [each["service"] for each in requests])
    return {
        "keys": keys,
        "painted_for_their_key": len(seen),
        "keystroke_to_paint": summary(painted),
        "share_of_the_service": round(statistics.median(served) / statistics.median(painted), 2),
        "keystroke_to_drawn": summary([each["drawn"] for each in seen]),
        "drawing": summary([each["painted"] - each["drawn"] for each in seen]),
        "fetch": summary([each["fetch"] for each in requests]),
        "service": summary(served),
    }


def summary(values: list[float]) -> dict[str, float]:
    """Median and 95th percentile in milliseconds."""
    ordered = sorted(values)
    return {
        "median_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 1),
    }


if __name__ == "__main__":
    sys.exit(main())
