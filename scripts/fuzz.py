#!/usr/bin/env python3
"""Attacks Chartside with made-up input until the time is over; ends with 1 when something did not hold.

Run it with the Python of `.venv`: `.venv/bin/python scripts/fuzz.py --target notes --minutes 10`.
"""

from __future__ import annotations

import argparse
import random

from _fuzz_api import api
from _fuzz_messages import messages
from _fuzz_notes import notes
from _fuzz_release import release
from _hammer import Target, hammer

TARGETS: dict[str, Target] = {"notes": notes, "release": release, "messages": messages, "api": api}


def main(arguments: list[str] | None = None) -> int:
    """Attack; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", choices=[*TARGETS, "all"], default="all")
    parser.add_argument("--minutes", type=float, default=10.0, help="for each target (10)")
    parser.add_argument("--seed", type=int, help="of the random choices; said when left out")
    options = parser.parse_args(arguments)
    seed = random.SystemRandom().randrange(1 << 32) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    failed = False
    for name in TARGETS if options.target == "all" else [options.target]:
        outcome = hammer(TARGETS[name], options.minutes, seed)
        total = sum(outcome.examples.values())
        said = ", ".join(f"{count} {what}" for what, count in outcome.examples.items())
        print(f"{name}: {total} examples in {outcome.seconds:.0f} s ({said})", flush=True)
        if outcome.failure:
            failed = True
            print(f"{name} FAILED\n{outcome.failure}", flush=True)
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
