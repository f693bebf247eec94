"""What the extension costs a page, in a real Chromium with the real service: one JSON object.

    python scripts/bench_overlay.py            all of it, some minutes
    python scripts/bench_overlay.py --quick    less of each, for the tests
    python scripts/bench_overlay.py --only answers --only off

    typing       real keys into a 2,000-word note, Chartside off and on: script of ours, long tasks, delay
    memory       growth of script memory and of things held, over 10,000 edits
    off          listeners, observers and timers that are left after switching off
    answers      from the service's answer to painted highlights and panel
    first_look   the longest piece of main thread that a look at a big page takes
    proof        the service's proof that it knows this browser's token

Port 8765 must be free.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from typing import Any

import _overlay_costs as costs
from _overlay_stage import Stage, rich_editors, stage

NOTES = ("textarea", "contenteditable")
BIG = ("5,000 elements", "50,000 words", "50,000 words in a field")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="less of each")
    parser.add_argument("--only", action="append", choices=list(KINDS), help="only this; can be given again")
    options = parser.parse_args(arguments)
    print(json.dumps(measure(options.quick, options.only or list(KINDS)), indent=1))
    return 0


def measure(quick: bool = False, kinds: Sequence[str] = ()) -> dict[str, Any]:
    """All costs of these kinds (all of them if none is named), by kind and page."""
    with stage() as ready:
        return {kind: KINDS[kind](ready, quick) for kind in kinds or KINDS}


def _typing(ready: Stage, quick: bool) -> dict[str, Any]:
    seconds = 4.0 if quick else 20.0
    plain = {name: costs.typing(ready, name, seconds) for name in NOTES}
    rich = ("quill",) if quick else rich_editors()
    return plain | {name: costs.typing(ready, name, seconds, rich=True) for name in rich}


def _memory(ready: Stage, quick: bool) -> dict[str, Any]:
    return {name: costs.memory(ready, name, 300 if quick else 10_000) for name in NOTES[1 if quick else 0 :]}


def _off(ready: Stage, quick: bool) -> dict[str, Any]:
    return {name: costs.off(ready, name) for name in NOTES}


def _answers(ready: Stage, quick: bool) -> dict[str, Any]:
    return {name: costs.answers(ready, name, 5 if quick else 20) for name in NOTES}


def _first_look(ready: Stage, quick: bool) -> dict[str, Any]:
    return {name: costs.first_look(ready, name) for name in BIG[: 2 if quick else 3]}


def _proof(ready: Stage, quick: bool) -> dict[str, Any]:
    return costs.proof(ready, 50 if quick else 500)


KINDS: dict[str, Callable[[Stage, bool], dict[str, Any]]] = {
    "typing": _typing,
    "memory": _memory,
    "off": _off,
    "answers": _answers,
    "first_look": _first_look,
    "proof": _proof,
}

if __name__ == "__main__":
    sys.exit(main())
