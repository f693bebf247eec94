#!/usr/bin/env python3
"""Installs what the tests need and runs them all; needs Python 3.11 to 3.13 and nothing else.

The tests run twice over: those without browsers on every core, then those in browsers one after the other,
since they measure time. Each ends with pytest's own summary.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time

import _setup
import _test_tools as tools
from _setup import ROOT, Stop

LIMIT = 60 * 60
"""Seconds after which the whole is given up; it is meant to take a third of that."""
STEP_LIMIT = 300
BROWSERS = "tests/browser"
APART = (["--ignore", BROWSERS, "-n", "auto", "--maxprocesses", "4", "--dist", "loadfile"], [BROWSERS])
"""The two runs of pytest: all but the browsers on every core, then the browsers, where time is measured."""
NOTHING_CHOSEN = 5
"""How pytest exits when no test was chosen."""


def main() -> int:
    """Run the whole; the exit status."""
    parser = argparse.ArgumentParser(
        description="Run all checks and tests.", epilog="Further arguments go to pytest."
    )
    parser.add_argument("--fast", action="store_true", help="leave out the tests in real browsers")
    parser.add_argument("-k", metavar="EXPRESSION", help="only the tests that pytest's -k selects")
    options, more = parser.parse_known_args()
    start = time.monotonic()
    try:
        _setup.use_supported_python()
        _setup.make_environment()
        _setup.install(_setup.TEST_LOCK)
        tools.node_packages()
        tools.postgresql()
        if not options.fast:
            tools.browsers()
    except Stop as why:
        print(why, file=sys.stderr)
        return 1
    failed = run_steps()
    chosen = [*(["-k", options.k] if options.k else []), *more]
    if any((ROOT / each.partition("::")[0]).exists() for each in more):
        runs = [chosen]
    else:
        runs = [[*part, *chosen] for part in (APART[:1] if options.fast else APART)]
    ended = [pytest(run, LIMIT - (time.monotonic() - start)) for run in runs]
    if len(ended) > 1 and set(ended) != {NOTHING_CHOSEN}:
        ended = [each for each in ended if each != NOTHING_CHOSEN]
    if ended[0] and not ended[-1]:
        print("The tests without browsers failed; see above.", file=sys.stderr)
    return next((each for each in ended if each), int(failed))


def steps() -> dict[str, list[str]]:
    """Every check before the tests: its name and its command."""
    python = str(_setup.PYTHON)
    return {
        "ruff check": [python, "-m", "ruff", "check", "."],
        "ruff format": [python, "-m", "ruff", "format", "--check", "."],
        "mypy": [python, "-m", "mypy"],
        "tsc": [tools.npm(), "run", "--silent", "types"],
        "eslint": [tools.npm(), "run", "--silent", "lint"],
        "web-ext lint": [tools.npm(), "run", "--silent", "webext"],
    }


def run_steps() -> bool:
    """Run every check, print what failing ones say and a table of all; whether one failed."""
    rows: list[tuple[str, bool, float]] = []
    for name, command in steps().items():
        start = time.monotonic()
        done = tools.run(command, STEP_LIMIT)
        rows.append((name, done.returncode == 0, time.monotonic() - start))
        if done.returncode:
            print(f"\n--- {name} ---\n{done.stdout}", flush=True)
    print("\nstep            result   seconds")
    for name, passed, seconds in rows:
        print(f"{name:<15} {'passed' if passed else 'FAILED':<7} {seconds:>8.1f}")
    print(flush=True)
    return not all(passed for _, passed, _ in rows)


def pytest(arguments: list[str], limit: float) -> int:
    """Run pytest on the terminal; its exit status."""
    command = [str(_setup.PYTHON), "-m", "pytest", *arguments]
    env = {**os.environ, "PATH": tools.search_path()}
    try:
        return subprocess.run(command, cwd=ROOT, env=env, timeout=limit, check=False).returncode
    except subprocess.TimeoutExpired:
        print(f"The tests were ended after {limit:.0f} s.", file=sys.stderr)
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
