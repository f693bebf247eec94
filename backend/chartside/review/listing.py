"""Encounters by what a coder looks for."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, exists, select

from chartside.review.records import DecisionView, EncounterState, EncounterView
from chartside.review.tables import coder as coder_table
from chartside.review.tables import decision as decision_table
from chartside.review.tables import encounter as encounter_table
from chartside.review.views import decision_of, view_of

NEWEST = 5000
"""Encounters that are looked at for where they were read, so that the list stays fast as years go by."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which encounters; what is None does not matter. Days are those of opening, in UTC.

    Attributes:
        before: only those opened earlier than this time, to read on after the last one of a list.
        limit: most encounters.
    """

    coder: str | None = None
    state: EncounterState | None = None
    source: str | None = None
    since: date | None = None
    until: date | None = None
    before: str | None = None
    limit: int = 100


def coders_of(connection: Connection) -> dict[str, str]:
    """The names of those who have encounters, by their identifiers."""
    table = coder_table.c
    theirs = exists().where(encounter_table.c.coder == table.id)
    rows = connection.execute(select(table.id, table.name).where(theirs).order_by(table.name, table.id))
    return {row.id: row.name for row in rows}


def sources_of(connection: Connection, coder: str | None) -> tuple[str, ...]:
    """Where the newest encounters were read, of a coder or of all, by name."""
    table = encounter_table.c
    newest = select(table.source).order_by(table.opened_at.desc()).limit(NEWEST)
    if coder is not None:
        newest = newest.where(table.coder == coder)
    within = newest.subquery()
    query = select(within.c.source).where(within.c.source != "").distinct()
    return tuple(sorted(connection.execute(query).scalars()))


def find_encounters(connection: Connection, wanted: Wanted) -> tuple[EncounterView, ...]:
    """The encounters that are wanted with their decisions, newest first."""
    table = encounter_table.c
    query = select(encounter_table).order_by(table.opened_at.desc(), table.id).limit(wanted.limit)
    if wanted.coder is not None:
        query = query.where(table.coder == wanted.coder)
    if wanted.state is not None:
        query = query.where(table.state == wanted.state)
    if wanted.source is not None:
        query = query.where(table.source == wanted.source)
    if wanted.since is not None:
        query = query.where(table.opened_at >= wanted.since.isoformat())
    if wanted.until is not None and wanted.until < date.max:
        query = query.where(table.opened_at < (wanted.until + timedelta(days=1)).isoformat())
    if wanted.before is not None:
        query = query.where(table.opened_at < wanted.before)
    rows = connection.execute(query).mappings().all()
    decisions: dict[str, list[DecisionView]] = defaultdict(list)
    made = select(decision_table).where(decision_table.c.encounter.in_([row["id"] for row in rows]))
    for row in connection.execute(made.order_by(decision_table.c.number)).mappings():
        decisions[row["encounter"]].append(decision_of(row))
    return tuple(view_of(row, decisions[row["id"]]) for row in rows)
