#!/usr/bin/env python3
"""Says how time and memory grow: with the length of a note, the notes of a batch, the record, the coders.

    .venv/bin/python scripts/bench_growth.py [--only length|encounters|notes|coders] [--most N]
                                             [--into docs/growth.json] [--records FOLDER]

Every point is measured in a process of its own, on files of our own making. The points go
into the JSON file, in place of earlier ones of the same kind, and are drawn beside it as an SVG; without
--into nothing is kept.
`--most` leaves out larger points: a million encounters take 20 GB of disk and half an hour. Records of a
folder named by --records are kept there and used again.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from _growth_points import RECORDS, Point

SIZES = {
    "length": (1_000, 4_000, 16_000, 64_000, 256_000, 1_000_000),
    "notes": (10, 100, 1_000, 10_000, 100_000),
    "encounters": (100, 1_000, 10_000, 100_000, 1_000_000),
    "coders": (1, 5, 10, 20, 35, 50),
}
LIMIT = 2 * 3600
"""Seconds for one point."""


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and keep and draw where that is wanted."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", choices=SIZES, help="one of the four")
    parser.add_argument("--most", type=int, default=100_000, help="no larger points (default 100,000)")
    parser.add_argument("--into", type=Path, metavar="FILE.json", help="keep the points and draw them")
    parser.add_argument("--home", type=Path, help="data folder whose compiled code set is used")
    parser.add_argument("--records", type=Path, help="folder where made records are kept and used again")
    options = parser.parse_args(arguments)
    if options.records:
        os.environ[RECORDS] = str(options.records)
    if options.home:
        os.environ["CHARTSIDE_HOME"] = str(options.home)
    told: dict[str, list[Point]] = {}
    for kind in [options.only] if options.only else list(SIZES):
        most = options.most if kind in ("notes", "encounters") else max(SIZES[kind])
        told[kind] = [measured(kind, size) for size in SIZES[kind] if size <= most]
        if options.into:
            keep(options.into, {kind: told[kind]})
    print(json.dumps(told, indent=1))
    return 0


def measured(kind: str, size: int) -> Point:
    """One point, by a process of its own."""
    print(f"{kind} {size:,} …", file=sys.stderr, flush=True)
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("_growth_points.py")), kind, str(size)],
        stdout=subprocess.PIPE, text=True, timeout=LIMIT, check=True,
    )  # fmt: skip
    point: Point = json.loads(done.stdout.splitlines()[-1])
    print(f"  {point}", file=sys.stderr, flush=True)
    return point


def keep(path: Path, told: dict[str, list[Point]]) -> None:
    """Put the points into the file and draw it anew."""
    from _growth_plot import draw

    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    known.update(told)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    draw(known, path.with_suffix(".svg"))


if __name__ == "__main__":
    raise SystemExit(main())
