"""Suggestions for a note take time by its length alone, however many conditions it names."""

import random
import time

from chartside.coding.suggester import Suggester
from chartside.model import Note

CONDITIONS = (
    "Hypertension. Continue lisinopril.", "Type 2 diabetes mellitus with neuropathy.", "COPD on tiotropium.",
    "Gout of the left foot.", "Chronic kidney disease stage 3b.", "Low back pain.", "Asthma.",
    "Atrial fibrillation on apixaban.", "Osteoarthritis of the right knee.", "Migraine without aura.",
)  # fmt: skip
SHORT, LONG = 15_000, 120_000
TIMES_SLOWER = 2.0
"""A character of the long note may take so many times what one of the short takes; squared it were eight."""


def note(size: int) -> Note:
    chance = random.Random(5)
    lines = []
    while size > 0:
        lines.append(f"{chance.randint(1, 28)} days ago: {chance.choice(CONDITIONS)} Denies chest pain.\n")
        size -= len(lines[-1])
    return Note("ASSESSMENT AND PLAN\n\n" + "".join(lines))


def seconds(suggester: Suggester, read: Note) -> float:
    taken = []
    for _ in range(3):
        start = time.process_time()
        suggester.suggest(read)
        taken.append(time.process_time() - start)
    return min(taken) / len(read.text)


def test_time_grows_with_length_only(suggester: Suggester) -> None:
    short, long = note(SHORT), note(LONG)
    suggester.suggest(short)
    assert seconds(suggester, long) < TIMES_SLOWER * seconds(suggester, short)
