"""Hypothesis without an end of its own: properties tried again and again until the time is over."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

import hypothesis
from hypothesis.strategies import SearchStrategy

BATCH = 25
"""Examples of one property before the next has its turn."""


@dataclass(frozen=True)
class Property:
    """What has to hold for everything that `values` makes; `check` raises where it does not."""

    name: str
    values: SearchStrategy[Any]
    check: Callable[[Any], None]
    costly: bool = False
    """One example a turn, and a failing one is not made smaller."""


@dataclass
class Outcome:
    """What came of a target."""

    examples: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    failure: str = ""
    """The smallest example that fails, and how; empty when none was found."""


Target = Callable[[], AbstractContextManager[list[Property]]]


def hammer(target: Target, minutes: float, seed: int) -> Outcome:
    """Try a target's properties in turn until the time is over or one fails."""
    outcome = Outcome()
    with target() as properties:
        started = time.monotonic()
        ends = started + minutes * 60
        turn = 0
        while time.monotonic() < ends and not outcome.failure:
            for each in properties:
                outcome.failure = _batch(each, seed + turn, ends, outcome.examples)
                if outcome.failure:
                    break
            turn += 1
        outcome.seconds = time.monotonic() - started
    return outcome


def _batch(tried: Property, seed: int, ends: float, counts: dict[str, int]) -> str:
    """Some examples of one property; how the smallest failing one fails, or nothing."""
    failed, smallest = False, ""
    counts.setdefault(tried.name, 0)

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=1 if tried.costly else BATCH,
        phases=[hypothesis.Phase.generate] if tried.costly else list(hypothesis.Phase),
        deadline=None,
        database=None,
        print_blob=False,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(tried.values)
    def once(value: Any) -> None:
        nonlocal failed, smallest
        # Once something failed it is made smaller, however long that takes.
        if not failed and time.monotonic() > ends:
            return
        counts[tried.name] += 1
        try:
            tried.check(value)
        except Exception:
            # What fails last is the smallest: it is tried once more at the end.
            failed, smallest = True, repr(value)
            raise

    try:
        once()
    except Exception as wrong:
        return f"{tried.name} (seed {seed}): {type(wrong).__name__}: {str(wrong)[:20000]}\n{smallest[:4000]}"
    return ""
