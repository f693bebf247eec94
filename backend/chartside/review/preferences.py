"""Which code coders put in place of another one: a default of this coder, or one that coders share."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chartside.review.effects import Counts, change_text
from chartside.review.estimates import weights
from chartside.review.observations import Observation

LAST = 20
"""The newest decisions on a code that count."""
LEAST = 2.0
"""Changes, bursts weighed, from which one is a habit."""
HOURLY = 2.0


@dataclass(frozen=True, slots=True)
class Preference:
    """A code that is chosen in place of another."""

    code: str
    counts: Counts

    def told(self, before: str) -> str:
        """In a sentence."""
        return change_text(before, self.code, self.counts)


def preferred(
    by_coder: Mapping[str, Sequence[Observation]], coder: str, options: Sequence[str] | None = None
) -> Preference | None:
    """What `coder` puts in place of a code, else what two others and all who have a habit agree on.

    Args:
        by_coder: the decisions on that code, oldest first.
        coder: an identifier; of nobody for what the organisation prefers.
        options: the codes that may stand in its place; any when left out.
    """
    own = _habit(by_coder.get(coder, ()))
    if own is not None:
        return own if options is None or own.code in options else None
    habits = [habit for those in by_coder.values() if (habit := _habit(those)) is not None]
    codes = {habit.code for habit in habits}
    if len(habits) < 2 or len(codes) > 1:
        return None
    shared = habits[0].code
    if options is not None and shared not in options:
        return None
    chosen, times = sum(h.counts.chosen for h in habits), sum(h.counts.times for h in habits)
    return Preference(shared, Counts(chosen, times, own=False))


def _habit(observations: Sequence[Observation]) -> Preference | None:
    last = observations[-LAST:]
    weighed: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    for observation, weight in zip(last, weights(last, HOURLY), strict=True):
        if observation.became:
            weighed[observation.became] += weight  # type: ignore[assignment]
            plain[observation.became] += 1
    if not weighed:
        return None
    code, often = weighed.most_common(1)[0]
    if often < LEAST or 2 * plain[code] <= len(last):
        return None
    return Preference(code, Counts(plain[code], len(last), own=True))
