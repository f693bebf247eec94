#!/usr/bin/env python3
"""Says what learning from decisions is worth, by replaying decisions on notes whose codes are known.

    .venv/bin/python scripts/replay_learning.py NOTES.jsonl [--orders N] [--limit N] [--json]

A line of NOTES.jsonl is {"id", "text", "gold": {"adjudicated": [codes]}}, or "mentioned" for "adjudicated".
The notes come in several random orders. Each is scored with what was learned from those before it, then a
coder decides on it: accepts the listed codes that are right, rejects those of the short list that are
not, changes one of these to a right code of its category, adds the other right ones, and finalizes. The
figures are exact F1 (micro) of the short list over the second half of the notes, means over the orders, with
and without learning: one coder; three who share the notes; a coder beside one who decides all wrong, on the
same notes, and on each of them three times; three who share the notes beside that one.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean

from chartside.coding.adjusting import Adjuster, Ranked, open_options, rank
from chartside.coding.features import features_of
from chartside.coding.ranking import Ranker, read_ranker
from chartside.coding.suggester import Suggester, build_suggester
from chartside.model import Note, Setting, Tier
from chartside.review.learning import Learned
from chartside.review.records import Event
from chartside.settings import default_home

PACE = timedelta(minutes=10)
"""A note takes so long, so that bursts are what they are."""
WRONG = "wrong"
"""The coder who decides all wrong."""


@dataclass(frozen=True)
class Case:
    """A note as the engine read it, without its text: by code features and open options; the right codes."""

    features: dict[str, frozenset[str]]
    options: dict[str, list[str]]
    gold: frozenset[str]


@dataclass
class Replay:
    """Notes of one order, decided one after the other."""

    ranker: Ranker
    learned: Learned = field(default_factory=Learned)
    seq: int = 0
    encounters: int = 0
    clock: datetime = datetime(2026, 1, 5, 8, tzinfo=UTC)
    seconds: float = 0.0

    def ranked(self, case: Case, coder: str | None) -> list[Ranked]:
        """The list for a note, with what was learned for a coder, as the suggester makes it."""
        features = dict(case.features)
        adjuster: Adjuster | None = None
        started = time.thread_time()
        if coder is not None:
            adjuster = self.learned.adjuster(coder)
            for code, options in case.options.items():
                found = adjuster.preferred(code, options)
                if found is not None and found[0] not in features:
                    features[found[0]] = features[code] | {"rule_learned"}
        made = list(rank(features, self.ranker, adjuster))
        self.seconds += time.thread_time() - started
        return made

    def decide(self, case: Case, listed: list[Ranked], coder: str) -> None:
        """Let a coder decide on a note, right or, when their name says so, wrong."""
        codes = {each.code for each in listed}
        right = codes - case.gold if coder == WRONG else set(case.gold)
        short = {each.code for each in listed if each.tier is Tier.SUGGESTED}
        refused = codes & case.gold if coder == WRONG else short - right
        self.encounters += 1
        self.clock += PACE
        shown = [[each.code, each.tier, 0.0, [], [each.place, each.before]] for each in listed]
        self._event("opened", coder, {"mode": "assisted", "shown": shown})
        steps: list[tuple[str, str, str | None]] = [("accept", code, None) for code in sorted(right & codes)]
        for code in sorted(right - codes):
            before = next((each for each in sorted(refused) if each[:3] == code[:3]), None)
            refused -= {before or ""}
            steps.append(("change" if before else "add", code, before))
        steps += [("reject", code, None) for code in sorted(refused)]
        for number, (kind, code, before) in enumerate(steps, 1):
            self._event("decided", coder, {"number": number, "kind": kind, "code": code, "from_code": before})
        self._event("finalized", coder, {})

    def _event(self, kind: str, coder: str, body: dict[str, object]) -> None:
        self.seq += 1
        at = self.clock.isoformat()
        self.learned.take(Event(self.seq, at, kind, f"e{self.encounters}", coder, body, "", ""))


def read_cases(suggester: Suggester, lines: list[str]) -> list[Case]:
    """The notes that have codes, read by the engine."""
    cases = []
    for line in lines:
        told = json.loads(line)
        gold = told["gold"].get("adjudicated") or told["gold"].get("mentioned")
        if gold is None:
            continue
        sheet = suggester.worksheet(Note(told["text"], setting=Setting(told.get("setting", "outpatient"))))
        options = {code: open_options(sheet, code) for code in sheet.coded}
        open_ones = {code: those for code, those in options.items() if those}
        cases.append(Case(features_of(sheet), open_ones, frozenset(_dotted(code) for code in gold)))
    return cases


def second_half(
    ranker: Ranker, cases: list[Case], coders: list[str], learning: bool = True, wrong: int = 0
) -> tuple[float, float]:
    """Exact F1 of the second half of `cases`, and milliseconds that ranking took for a note.

    Args:
        coders: who take the notes in turn.
        learning: whether they are shown what was learned.
        wrong: how often the wrong coder decides on each note, before the right one does.
    """
    replay = Replay(ranker)
    hit = extra = missed = 0
    for place, case in enumerate(cases):
        coder = coders[place % len(coders)]
        for _ in range(wrong):
            replay.decide(case, replay.ranked(case, WRONG), WRONG)
        listed = replay.ranked(case, coder if learning else None)
        if place >= len(cases) // 2:
            short = {each.code for each in listed if each.tier is Tier.SUGGESTED}
            hit += len(short & case.gold)
            extra += len(short - case.gold)
            missed += len(case.gold - short)
        if learning:
            replay.decide(case, listed, coder)
    return 2 * hit / ((2 * hit + extra + missed) or 1), 1000 * replay.seconds / (len(cases) * (1 + wrong))


def measure(ranker: Ranker, cases: list[Case], orders: int) -> dict[str, float]:
    """All figures, means over random orders."""
    found: dict[str, list[float]] = {}
    for seed in range(orders):
        dealt = list(cases)
        random.Random(seed).shuffle(dealt)  # noqa: S311 - the same orders in every run
        team = ["ana", "ben", "eva"]
        without, plain = second_half(ranker, dealt, ["ana"], learning=False)
        one, cost = second_half(ranker, dealt, ["ana"])
        three, _ = second_half(ranker, dealt, team)
        figures = {
            "without learning": without,
            "one coder": one,
            "three coders": three,
            "one coder, beside a wrong one": second_half(ranker, dealt, ["ana"], wrong=1)[0],
            "one coder, beside a wrong one with thrice the notes": second_half(
                ranker, dealt, ["ana"], wrong=3
            )[0],
            "three coders, beside a wrong one": second_half(ranker, dealt, team, wrong=1)[0],
            "milliseconds of processor a note, added": cost - plain,
            "gain of one coder": one - without,
        }
        for name, value in figures.items():
            found.setdefault(name, []).append(value)
    told = {name: round(fmean(values), 4) for name, values in found.items()}
    told["smallest gain of an order"] = round(min(found["gain of one coder"]), 4)
    return told


def _dotted(code: str) -> str:
    bare = code.upper().replace(".", "")
    return f"{bare[:3]}.{bare[3:]}" if len(bare) > 3 else bare


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("notes", type=Path)
    parser.add_argument("--orders", type=int, default=5, help="random orders of the notes, 5")
    parser.add_argument("--limit", type=int, default=None, help="only the first N lines")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    asked = parser.parse_args()
    lines = [line for line in asked.notes.read_text(encoding="utf-8").splitlines() if line.strip()]
    suggester = build_suggester(default_home())
    try:
        cases = read_cases(suggester, lines[: asked.limit])
    finally:
        suggester.close()
    figures = {"notes": float(len(cases)), **measure(read_ranker(), cases, asked.orders)}
    if asked.json:
        print(json.dumps(figures, indent=1))
    else:
        for name, value in figures.items():
            print(f"{name:<55}{value:>9.4g}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
