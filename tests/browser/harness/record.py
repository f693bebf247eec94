"""The record of the service under test, read beside it, and emptied of what one test left for the next."""

from pathlib import Path

from sqlalchemy import select

from chartside.review.database import FILE
from chartside.review.opening import FOLDER, reviews_of
from chartside.review.records import Coder, EncounterState, EncounterView
from chartside.review.tables import encounter as encounter_table
from chartside.review.views import encounter_view

TESTS = Coder("tests", "Tests")


def encounters(home: Path) -> list[EncounterView]:
    """Every encounter that is not erased, in the order of their opening."""
    if not (home / FOLDER / FILE).exists():
        return []
    with reviews_of(home) as reviews, reviews.database.read() as connection:
        found = select(encounter_table.c.id).where(encounter_table.c.state != EncounterState.ERASED)
        ordered = connection.execute(found.order_by(encounter_table.c.opened_at)).scalars().all()
        return [encounter_view(connection, name) for name in ordered]


def forget(home: Path) -> None:
    """Erase all encounters: a note's decisions stand again wherever the same note is opened."""
    left = [view.id for view in encounters(home)]
    if left:
        with reviews_of(home) as reviews:
            reviews.erase(TESTS, left)
