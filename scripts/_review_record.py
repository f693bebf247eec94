"""A large record for bench_review.py, written by `Reviews` itself; only its transactions hold many events."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import Connection

from chartside.coding.suggester import build_suggester
from chartside.model import Note, Result
from chartside.review import ledger
from chartside.review.database import Database
from chartside.review.keyfile import open_vault
from chartside.review.opening import FOLDER
from chartside.review.records import Coder, Decision, DecisionKind, NoteFacts, Quote, RejectReason
from chartside.review.reviews import Reviews
from chartside.review.versions import engine_versions

PROBLEMS = (
    "Hypertension. Continue lisinopril.", "Type 2 diabetes mellitus with neuropathy. Continue metformin.",
    "COPD, continue tiotropium.", "Hypothyroidism. Continue levothyroxine.", "Gout of the left foot.",
    "Chronic kidney disease stage 3b.", "Low back pain. Physical therapy.", "Asthma, well controlled.",
    "Atrial fibrillation on apixaban.", "Iron deficiency anemia. Start iron.", "Obesity, BMI 35.",
    "Major depressive disorder, recurrent. Continue sertraline.", "Migraine without aura.", "Chronic cough.",
    "Hyperlipidemia. Continue atorvastatin.", "Urinary tract infection. Start nitrofurantoin.",
    "Osteoarthritis of the right knee.", "Heart failure. Continue furosemide.", "Possible pneumonia.",
    "Insomnia.", "GERD. Continue omeprazole.", "Allergic rhinitis.", "Osteoporosis.", "Fatigue.",
)  # fmt: skip
NOTES = 60
TOGETHER = 500
"""Encounters in one transaction."""
EVENTS = 10
"""Of an encounter: opened, seven decisions, one taken back, finalized."""
YEAR = timedelta(days=365)


class _Clock:
    """The ledger's clock, which runs so that all encounters lie in one year."""

    def __init__(self, events: int) -> None:
        self._step = YEAR / max(events, 1)
        self._now = datetime.now(UTC) - YEAR

    def now(self, zone: object) -> datetime:
        """A moment later each time."""
        self._now += self._step
        return self._now


class _Together(Database):
    """Its writers share a transaction until `commit`."""

    shared: Connection

    @contextmanager
    def write(self, *, chain: bool = True) -> Iterator[Connection]:
        """The shared connection."""
        yield self.shared

    @contextmanager
    def together(self) -> Iterator[None]:
        """One transaction around many writers."""
        with super().write() as self.shared:
            yield


def make(
    home: Path, compiled: Path, encounters: int, coders: tuple[Coder, ...], following: int = 0
) -> list[str]:
    """Make a record of `encounters` in `home`; their identifiers.

    Args:
        home: a data folder, made when it is not there.
        compiled: a data folder whose compiled code set is used.
        encounters: how many.
        coders: who work on them in turn.
        following: how many others the year is shared with.
    """
    chance = random.Random(11)  # noqa: S311
    suggester = build_suggester(compiled)
    notes = [_note(chance) for _ in range(NOTES)]
    read = [(note, suggester.suggest(note)) for note in notes]
    suggester.close()
    database = _Together(home / FOLDER)
    reviews = Reviews(database, open_vault(database.folder, fresh=True), engine_versions())
    names: list[str] = []
    with closing(database), patch.object(ledger, "datetime", _Clock((encounters + following) * EVENTS)):
        with database.together():
            for coder in coders:
                reviews.add_coder(coder)
        while len(names) < encounters:
            with database.together():
                for _ in range(min(TOGETHER, encounters - len(names))):
                    names.append(_encounter(reviews, coders[len(names) % len(coders)], chance, read))
    return names


def _note(chance: random.Random) -> Note:
    chosen = chance.sample(PROBLEMS, chance.randint(4, 9))
    listed = "\n".join(f"{number}. {each}" for number, each in enumerate(chosen, 1))
    return Note(f"HISTORY\n\nSeen for follow-up. Denies chest pain.\n\nASSESSMENT AND PLAN\n\n{listed}\n")


def _encounter(reviews: Reviews, coder: Coder, chance: random.Random, read: list[tuple[Note, Result]]) -> str:
    note, result = chance.choice(read)
    facts = NoteFacts("ehr.example", reviews.vault.note_digest(note.text), len(note.text), note.setting)
    name = reviews.open(coder, facts, result)
    codes = [each.code for each in result.suggestions]
    chance.shuffle(codes)
    for number in range(7):
        reviews.decide(coder, name, _decision(codes[number : number + 1], chance, note, number * 9.0))
    reviews.undo(coder, name, 70.0)
    reviews.finalize(coder, name, 60.0 + 60.0 * chance.random())
    return name


def _decision(code: list[str], chance: random.Random, note: Note, seconds: float) -> Decision:
    start = chance.randrange(60)
    quotes = (Quote(start, start + 20, note.text[start : start + 20], "assessment_plan"),)
    drawn = chance.random()
    if code and drawn < 0.15:
        reason = chance.choice(list(RejectReason))
        return Decision(DecisionKind.REJECT, code[0], None, reason, "see the plan", (), seconds)
    if not code:
        kind, chosen, before = DecisionKind.ADD, f"Z{chance.randrange(10, 99)}.0", None
    elif drawn < 0.25:
        kind, chosen, before = DecisionKind.CHANGE, f"{code[0][:3]}.8", code[0]
    else:
        kind, chosen, before = DecisionKind.ACCEPT, code[0], None
    return Decision(kind, chosen, before, quotes=quotes, active_seconds=seconds)
