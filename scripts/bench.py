"""Time and memory of reading notes, ours beside stock medspaCy with the same vocabulary, in one run.

    python scripts/bench.py                                synthetic notes
    python scripts/bench.py NOTES.jsonl [NOTES.jsonl ...]  lines with a "text"
    python scripts/bench.py --overlay                      what the extension costs a page (bench_overlay.py)
    python scripts/bench.py --growth                       how time and memory grow (bench_growth.py)

Prints one JSON object. Times are milliseconds per note; what counts are the ratios, since both
pipelines read each note one after the other in the same process.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chartside.coding.suggester import Suggester

STARTUP = """
import json, resource, sys, time
start = time.perf_counter()
from pathlib import Path
from chartside.coding.suggester import build_suggester
from chartside.model import Note
suggester = build_suggester(Path(sys.argv[1]))
ready = time.perf_counter() - start
suggester.suggest(Note("Hypertension."))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
resident = peak
try:
    for line in open("/proc/self/status"):
        if line.startswith("VmRSS"):
            resident = int(line.split()[1]) / 1024
except OSError:
    pass
print(json.dumps({"ready_s": round(ready, 2), "resident_mb": round(resident), "peak_mb": round(peak)}))
"""

SYNTHETIC = """CHIEF COMPLAINT

Follow-up of diabetes.

HISTORY OF PRESENT ILLNESS

The patient is a 61-year-old man with type 2 diabetes, hypertension and COPD. He denies chest pain,
shortness of breath or leg swelling. His mother had breast cancer. No history of stroke.

REVIEW OF SYSTEMS

- Cardiovascular: Denies palpitations.
- Respiratory: No cough or wheezing.

ASSESSMENT AND PLAN

1. Type 2 diabetes.
- Continue metformin, repeat A1c in three months.

2. Essential hypertension.
- Increase lisinopril.

3. Left knee pain.
- Possible meniscus tear; MRI ordered.
"""


def main() -> int:
    """Run the comparison and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("notes", nargs="*", type=Path, help="JSONL files with a text per line")
    parser.add_argument("--limit", type=int, default=150, help="notes of each file (default 150)")
    parser.add_argument("--home", type=Path, help="data folder (default: the user's)")
    parser.add_argument("--growth", action="store_true", help="how time and memory grow, instead")
    parser.add_argument("--overlay", action="store_true", help="the extension instead, in a real Chromium")
    options = parser.parse_args()
    if options.growth:
        import bench_growth

        return bench_growth.main([])
    if options.overlay:
        import bench_overlay

        return bench_overlay.main([])

    from chartside.settings import default_home

    home = options.home or default_home()
    files = {path.name: _texts(path, options.limit) for path in options.notes}
    files = files or {"synthetic": [SYNTHETIC.replace("61", str(age)) for age in range(30, 90)]}
    print(json.dumps(_measure(home, files), indent=1))
    return 0


def _texts(path: Path, limit: int) -> list[str]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines][:limit]


def _measure(home: Path, files: dict[str, list[str]]) -> dict[str, object]:
    from chartside.coding.suggester import build_suggester
    from chartside.collector import settle
    from chartside.model import Note

    suggester = build_suggester(home)
    report: dict[str, object] = {"start": _start_up(home)}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    stock, load_seconds, terms = _stock(suggester)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    report["stock_load_s"] = round(load_seconds, 2)
    report["stock_grows_mb"] = round(grown)
    report["terms"] = terms
    tokenizer = suggester.reader.nlp.tokenizer
    settle()  # as the service does
    for name, texts in files.items():
        ways: dict[str, Callable[[str], object]] = {
            "tokenizer": tokenizer,
            "read": suggester.reader.read,
            "suggest": lambda text: suggester.suggest(Note(text)),
            "suggest_after_an_edit": lambda text: suggester.suggest(Note(_edited(text))),
            "stock": stock,
        }
        report[name] = _compare(texts, ways, suggester.reader.forget)
    report["per_character_200000_to_2000"] = _growth(suggester.reader.read, suggester.reader.forget)
    return report


def _edited(text: str) -> str:
    """The note with a word typed into its middle."""
    middle = text.find(" ", len(text) // 2)
    return f"{text[:middle]} today{text[middle:]}"


def _compare(
    texts: Sequence[str], ways: dict[str, Callable[[str], object]], forget: Callable[[], None]
) -> dict[str, object]:
    for text in texts[:3]:
        for way in ways.values():
            way(text)
    times = _times(texts, ways, forget)
    # The second time the codes of the notes have been met, as in a service that has run for a while.
    again = _times(texts, {name: ways[name] for name in ("read", "suggest")}, forget)
    table: dict[str, object] = {
        name: {"median_ms": round(_at(found, 0.5), 2), "p95_ms": round(_at(found, 0.95), 2)}
        for name, found in times.items()
    }
    ours, stock = times["read"], times["stock"]
    table["notes"] = len(texts)
    table["characters_median"] = int(statistics.median(len(text) for text in texts))
    table["times_faster_than_stock"] = {
        "median": round(_at(stock, 0.5) / _at(ours, 0.5), 1),
        "p95": round(_at(stock, 0.95) / _at(ours, 0.95), 1),
        "with_suggestions_median": round(_at(stock, 0.5) / _at(times["suggest"], 0.5), 1),
    }
    table["coding_adds"] = {
        "at_first_meeting_median_ms": _added(times),
        "in_a_running_service_median_ms": _added(again),
    }
    table["times_the_tokenizer"] = round(_at(ours, 0.5) / _at(times["tokenizer"], 0.5), 2)
    return table


def _times(
    texts: Sequence[str], ways: dict[str, Callable[[str], object]], forget: Callable[[], None]
) -> dict[str, list[float]]:
    """Milliseconds of each way for each text; nothing that was read of a text before helps."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for text in texts:
        for name, way in ways.items():
            if name in ("read", "suggest"):
                forget()
            start = time.perf_counter()
            way(text)
            times[name].append(1000 * (time.perf_counter() - start))
    return times


def _added(times: dict[str, list[float]]) -> float:
    """The median of what suggesting takes beyond reading, note by note."""
    pairs = zip(times["suggest"], times["read"], strict=True)
    return round(statistics.median(suggest - read for suggest, read in pairs), 2)


def _at(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _growth(read: Callable[[str], object], forget: Callable[[], None]) -> float:
    # Every paragraph is made different, so that nothing kept helps the long text.
    count = 200_000 // len(SYNTHETIC) + 1
    long = "".join(SYNTHETIC.replace(".\n", f" on day {number}.\n") for number in range(count))[:200_000]
    short = [long[place : place + 2000] for place in range(0, 100_000, 2000)]
    read(long)
    ratios = []
    for _ in range(5):
        forget()
        start = time.perf_counter()
        read(long)
        per_long = (time.perf_counter() - start) / len(long)
        spent = 0.0
        for text in short:
            forget()
            start = time.perf_counter()
            read(text)
            spent += time.perf_counter() - start
        ratios.append(per_long / (spent / 100_000))
    return round(statistics.median(ratios), 2)


def _start_up(home: Path) -> dict[str, float]:
    with tempfile.NamedTemporaryFile("w", suffix=".py") as script:
        script.write(STARTUP)
        script.flush()
        command = [sys.executable, script.name, str(home)]
        runs = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(3)]
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}


def _stock(suggester: "Suggester") -> tuple[Callable[[str], object], float, int]:
    """Stock medspaCy with our terms as target rules; its logger is silenced, which only helps it."""
    import medspacy
    from loguru import logger
    from medspacy.target_matcher import TargetRule

    logger.remove()
    start = time.perf_counter()
    nlp = medspacy.load()
    vocabulary = suggester.reader.vocabulary.rows.values()
    literals = {row[3]: row[0] for rows in vocabulary for row in rows}
    nlp.get_pipe("medspacy_target_matcher").add(
        [TargetRule(literal=term, category=code) for term, code in literals.items()]
    )
    return nlp, time.perf_counter() - start, len(literals)


if __name__ == "__main__":
    sys.exit(main())
