"""What engine and coder reach together, on notes whose codes are known; each figure named for what it is.

Precision, recall and F1 are of whole codes, counted over all notes (micro). The interval is the middle 95 %
of F1 over notes drawn again with replacement (percentile bootstrap; Efron and Tibshirani, 1993).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from chartside.review.first_pass import own_codes
from chartside.review.records import EncounterState, Mode
from chartside.review.tables import encounter as encounter_table
from chartside.review.views import encounter_view

Pair = tuple[frozenset[str], frozenset[str]]
"""The codes that somebody has for a note, and the right ones."""
RESAMPLES = 2000
SEED = 20261001


@dataclass(frozen=True, slots=True)
class Judged:
    """One note with known codes: `listed` in the order of the list, `short` the open part of it."""

    gold: frozenset[str]
    listed: tuple[str, ...]
    short: frozenset[str]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the comparison; `low` and `high` bound F1, `kind` is `measured` or `upper bound`."""

    name: str
    kind: str
    notes: int
    precision: float
    recall: float
    f1: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A recorded first pass: the coder's codes before the suggestions were shown, and the final ones."""

    digest: str
    before: frozenset[str]
    after: frozenset[str]


def engine_alone(notes: Sequence[Judged]) -> Figure:
    """The open list, taken as it is."""
    return figure("engine alone, its open list", "measured", [(each.short, each.gold) for each in notes])


def upper_bounds(notes: Sequence[Judged], rows: Iterable[int]) -> Iterator[Figure]:
    """What a coder can reach who reads so many rows of the list, takes every right code and adds none."""
    for count in (*rows, None):
        read = [(frozenset(each.listed[:count]) & each.gold, each.gold) for each in notes]
        name = "all rows" if count is None else f"{count} row" + "s" * (count != 1)
        yield figure(f"coder from the list, {name} read", "upper bound", read)


def recorded(reviewed: Sequence[Reviewed], known: dict[str, frozenset[str]]) -> Iterator[Figure]:
    """What coders had before and after they saw the suggestions; against known codes where the note has some.

    Args:
        reviewed: first passes of the record.
        known: right codes by the keyed digest of the note.
    """
    judged = [each for each in reviewed if each.digest in known]
    if judged:
        before = [(each.before, known[each.digest]) for each in judged]
        after = [(each.after, known[each.digest]) for each in judged]
        yield figure("coders before the suggestions, recorded", "measured", before)
        yield figure("coders after the suggestions, recorded", "measured", after)
    if reviewed:
        own = [(each.before, each.after) for each in reviewed]
        yield figure("first pass against the coder's own final codes", "measured", own)


def first_passes(connection: Connection) -> list[Reviewed]:
    """The finalized first passes of the record, of those that went on to see the suggestions."""
    query = select(encounter_table.c.id).where(
        encounter_table.c.mode.in_((Mode.FIRST_PASS, Mode.TRAINING)),
        encounter_table.c.state == EncounterState.FINALIZED,
    )
    found = []
    for name in connection.execute(query.order_by(encounter_table.c.opened_at)).scalars().all():
        view = encounter_view(connection, name)
        before = own_codes(connection, name)
        if before is not None:
            found.append(Reviewed(view.note_digest, _bare(before), _bare(view.codes)))
    return found


def figure(name: str, kind: str, pairs: Sequence[Pair]) -> Figure:
    """Precision, recall and F1 with its interval."""
    import numpy as np

    counts = np.array([(len(has & gold), len(has - gold), len(gold - has)) for has, gold in pairs])
    counts = counts.reshape(-1, 3).astype(np.float64)
    hit, extra, missed = counts.sum(axis=0)
    low = high = 0.0
    if len(pairs):
        chance = np.random.default_rng(SEED)
        # One after the other: all at once would take some gigabytes for a hundred thousand notes.
        draws = (chance.integers(0, len(pairs), len(pairs)) for _ in range(RESAMPLES))
        sums = np.array([counts[drawn].sum(axis=0) for drawn in draws])
        scores = 2 * sums[:, 0] / np.maximum(2 * sums[:, 0] + sums[:, 1] + sums[:, 2], 1)
        low, high = (float(bound) for bound in np.percentile(scores, (2.5, 97.5)))
    return Figure(
        name,
        kind,
        len(pairs),
        float(hit / max(hit + extra, 1)),
        float(hit / max(hit + missed, 1)),
        float(2 * hit / max(2 * hit + extra + missed, 1)),
        low,
        high,
    )


def _bare(codes: Iterable[str]) -> frozenset[str]:
    return frozenset(bare(code) for code in codes)


def bare(code: str) -> str:
    """A code without dot and case, as figures compare them."""
    return code.upper().replace(".", "").strip()
