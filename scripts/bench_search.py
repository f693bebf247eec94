"""Lookup measured: how often the wanted code comes first, how fast answers come, how much memory it takes.

    python scripts/bench_search.py --quality    the queries of tests/codesets/queries.tsv, with every miss
    python scripts/bench_search.py --http       the real service while several clients type
    python scripts/bench_search.py --memory     time to compile and open the search, and its memory
    python scripts/bench_search.py              all of it

Works in a data folder of its own, which is made for the run unless --home names one.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from _typing_clients import measure_http, prefixes, read_queries, shuffled

SHOWN = 5

MEMORY = """
import json, psutil, sys, time
from pathlib import Path
import numpy
from chartside.codesets.store import open_code_set
process = psutil.Process()
before = process.memory_info().rss
start = time.perf_counter()
code_set = open_code_set(Path(sys.argv[1]))
opened = time.perf_counter() - start
start = time.perf_counter()
code_set.search(sys.argv[2], 20)
misspelled = time.perf_counter() - start
texts = json.loads(sys.stdin.read())
for text in texts:
    code_set.search(text, 20)
after = process.memory_info().rss
print(json.dumps({
    "open_ms": round(1000 * opened, 1), "first_misspelling_ms": round(1000 * misspelled, 1),
    "queries": len(texts), "process_mb": round(after / 2**20, 1),
    "before_opening_mb": round(before / 2**20, 1),
    "code_set_and_search_mb": round((after - before) / 2**20, 1),
}))
"""


def main() -> int:
    """Measure what was asked for, by default all, and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quality", action="store_true", help="wanted code first and in the first five")
    parser.add_argument("--http", action="store_true", help="milliseconds over HTTP while clients type")
    parser.add_argument("--memory", action="store_true", help="time to compile and open, memory")
    parser.add_argument("--home", type=Path, help="data folder to use and keep (default: a new one)")
    parser.add_argument("--clients", type=int, default=8, help="how many type at once (default 8)")
    parser.add_argument(
        "--pause",
        type=float,
        default=0.15,
        help="seconds between two keys of one client (default 0.15: 80 words a minute)",
    )
    parser.add_argument("--keys", type=int, default=6000, help="keys typed over HTTP (default 6000)")
    options = parser.parse_args()
    everything = not (options.quality or options.http or options.memory)
    with tempfile.TemporaryDirectory() as folder:
        home = options.home or Path(folder)
        if options.memory or everything:
            print(json.dumps({"memory": measure_memory(home)}, indent=1), flush=True)
        if options.quality or everything:
            print_quality(home)
        if options.http or everything:
            typed = measure_http(home, options.clients, options.pause, options.keys)
            print(json.dumps({"http": typed}, indent=1), flush=True)
    return 0


def print_quality(home: Path) -> None:
    """A table of the label set by kind, and every miss."""
    from chartside.codesets.store import open_code_set

    table: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    misses: list[str] = []
    with open_code_set(home) as code_set:
        for query in read_queries():
            found = [hit.code for hit in code_set.search(query.text, 20)]
            first = bool(found) and found[0] in query.wanted
            shown = bool(query.wanted & set(found[:SHOWN]))
            for kind in (query.kind, "all"):
                table[kind] = [sum(pair) for pair in zip(table[kind], (1, first, shown), strict=True)]
            if not first:
                wanted = " or ".join(sorted(query.wanted))
                missed = "second to fifth" if shown else "NOT in five"
                misses.append(
                    f"{query.kind:13} {query.text:45} {wanted:20} {missed:16} {' '.join(found[:3])}"
                )
    print(f"{'kind':13} {'queries':>8} {'first':>8} {'in five':>8}")
    for kind, (count, first_count, shown_count) in sorted(table.items(), key=lambda row: row[0] == "all"):
        print(f"{kind:13} {count:8} {first_count / count:8.1%} {shown_count / count:8.1%}")
    print("\nmisses: kind, query, wanted, where it is, what came first")
    print("\n".join(sorted(misses)), flush=True)


def measure_memory(home: Path) -> dict[str, float]:
    """Compile the code set when it is not there, open it in a process of its own and ask 2,000 queries."""
    from chartside.codesets.store import open_code_set

    start = time.perf_counter()
    open_code_set(home).close()
    compiled = time.perf_counter() - start
    texts = list(dict.fromkeys(prefixes(shuffled(read_queries()))))[:2000]
    command = [sys.executable, "-c", MEMORY, str(home), "pnuemonya of the lugn"]
    result = subprocess.run(command, input=json.dumps(texts), check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(result.stdout)
    return {"compile_or_open_s": round(compiled, 2), **figures}


if __name__ == "__main__":
    sys.exit(main())
