"""How long quotations are kept."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from chartside.review.records import Coder, EncounterState
from chartside.review.reviews import Reviews
from chartside.review.tables import encounter as encounter_table


def older_than(reviews: Reviews, days: int, now: datetime | None = None) -> list[str]:
    """Encounters that were opened more than `days` days ago and are not erased, oldest first."""
    end = (now or datetime.now(UTC)) - timedelta(days=days)
    query = (
        select(encounter_table.c.id)
        .where(encounter_table.c.opened_at < end.isoformat(timespec="microseconds"))
        .where(encounter_table.c.state != EncounterState.ERASED.value)
        .order_by(encounter_table.c.opened_at)
    )
    with reviews.database.read() as connection:
        return list(connection.execute(query).scalars())


def retain(reviews: Reviews, actor: Coder, days: int, now: datetime | None = None) -> int:
    """Erase the quotations of encounters older than `days` days; how many were erased."""
    return reviews.erase(actor, older_than(reviews, days, now))
