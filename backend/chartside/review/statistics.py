"""What the figures say: counted by the database from the folded rows, never from memory.

Precision and recall compare the codes that were suggested with the codes that a coder finalized. A coder who
has seen the suggestions is no independent judge of them; the numbers say how they worked together.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, case, exists, func, literal, literal_column, or_, select

from chartside.model import Tier
from chartside.review.figures import CHANGED, Asked, Day, FirstPass, Match, Pace, Statistics, total
from chartside.review.records import DecisionKind, EncounterState, Mode
from chartside.review.tables import decision as decision_table
from chartside.review.tables import encounter as encounter_table
from chartside.review.tables import event as event_table
from chartside.review.tables import suggestion as suggestion_table

DayMatch = tuple[date, Match]
"""A day of opening, and its encounters' codes."""


def statistics(
    connection: Connection,
    asked: Asked,
    chapter: Callable[[str], str],
    learned: int | None = 0,
    by_day: Sequence[DayMatch] | None = None,
) -> Statistics:
    """Count everything.

    Args:
        connection: to the record, in one snapshot.
        asked: whose decisions, from when to when.
        chapter: the chapter's title of a category such as `E11`.
        learned: how many effects were learned; None when that is not known yet.
        by_day: what `match_by_day` says, when that is known.
    """
    states = dict(_pairs(connection, _states(asked)))
    by_day = match_by_day(connection, asked) if by_day is None else by_day
    chapters: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for category, reason, count in connection.execute(_wrong(asked)):
        chapters[chapter(category)] += count
        reasons[reason or CHANGED] += count
    return Statistics(
        sum(states.values()),
        states.get(EncounterState.FINALIZED, 0),
        tuple(_days(connection.execute(_decided(asked)))),
        total(match for _, match in by_day),
        tuple(by_day),
        tuple(chapters.most_common()),
        tuple(reasons.most_common()),
        tuple(_paces(connection, asked)),
        learned,
        _first_pass(connection, asked),
    )


def first(column: Any, characters: int) -> Any:
    """The first characters of a column."""
    # No parameters: PostgreSQL would not see that SELECT and GROUP BY mean the same.
    return func.substr(column, literal_column("1"), literal_column(str(characters)))


def _within(asked: Asked, coder: Any, at: Any) -> list[Any]:
    """The conditions of what is asked, on a coder's and a time's column."""
    told = []
    if asked.coder is not None:
        told.append(coder == asked.coder)
    if asked.since is not None:
        told.append(at >= asked.since.isoformat())
    if asked.until is not None and asked.until < date.max:
        told.append(at < (asked.until + timedelta(days=1)).isoformat())
    return told


def _closed(asked: Asked) -> Any:
    """Finalized encounters that are asked for."""
    table = encounter_table.c
    within = _within(asked, table.coder, table.opened_at)
    return and_(table.state == EncounterState.FINALIZED, *within)


def _states(asked: Asked) -> Select[Any]:
    table = encounter_table.c
    query = select(table.state, func.count()).where(*_within(asked, table.coder, table.opened_at))
    return query.group_by(table.state)


def _decided(asked: Asked) -> Select[Any]:
    table = decision_table.c
    day = first(table.at, 10)
    query = select(day, table.kind, func.count()).where(table.undone.is_(False))
    return query.where(*_within(asked, table.coder, table.at)).group_by(day, table.kind)


def _wrong(asked: Asked) -> Select[Any]:
    table = decision_table.c
    category = first(func.coalesce(table.from_code, table.code), 3)
    query = select(category, table.reason, func.count()).where(
        table.undone.is_(False),
        table.shown.is_(True),
        table.kind.in_([DecisionKind.REJECT, DecisionKind.CHANGE]),
        *_within(asked, table.coder, table.at),
    )
    return query.group_by(category, table.reason)


def _days(rows: Iterable[Any]) -> Iterable[Day]:
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for day, kind, count in rows:
        counted[day][kind] += count
    for day in sorted(counted):
        each = counted[day]
        yield Day(date.fromisoformat(day), each["accept"], each["change"], each["reject"], each["add"])


def _final() -> Any:
    """Encounter and code of what is coded: kept, and no later decision that stands is about it."""
    table, later = decision_table.c, decision_table.alias("later").c
    about = or_(later.code == table.code, later.from_code == table.code)
    again = select(literal(1)).where(
        later.encounter == table.encounter, later.number > table.number, later.undone.is_(False), about
    )
    query = select(table.encounter, table.code).where(table.kind != DecisionKind.REJECT, ~exists(again))
    return query.where(table.undone.is_(False)).subquery("final")


def match_by_day(connection: Connection, asked: Asked) -> list[DayMatch]:
    """Suggested and final codes of the finalized encounters that are asked for, by the day of opening."""
    shown, encounters, final = suggestion_table.c, encounter_table.c, _final()
    day = first(encounters.opened_at, 10)
    last = and_(shown.encounter == encounters.id, shown.reading == encounters.readings)
    # Asked one by one: faster in SQLite than joining all that was ever shown.
    short = select(func.count()).where(last, shown.tier == Tier.SUGGESTED).scalar_subquery()
    each = select(day.label("day"), short.label("count")).where(_closed(asked)).subquery()
    offered = select(each.c.day, func.sum(each.c.count), literal(0), literal(0), literal(0))
    both = func.sum(case((shown.tier == Tier.SUGGESTED, 1), else_=0))
    coded = select(day, literal(0), func.count(), both, func.count(shown.code)).where(_closed(asked))
    coded = coded.select_from(
        final.join(encounter_table, encounters.id == final.c.encounter).outerjoin(
            suggestion_table, and_(last, shown.code == final.c.code)
        )
    )
    found: dict[str, list[Match]] = defaultdict(list)
    for query in (offered.group_by(each.c.day), coded.group_by(day)):
        for when, suggested, finals, taken, listed in connection.execute(query):
            found[when].append(Match(int(suggested), int(finals), int(taken), int(listed)))
    return [(date.fromisoformat(when), total(found[when])) for when in sorted(found)]


def _paces(connection: Connection, asked: Asked) -> Iterable[Pace]:
    table = encounter_table.c
    counted = select(table.mode, func.count()).where(_closed(asked)).group_by(table.mode)
    for mode, count in sorted(_pairs(connection, counted)):
        middle = select(table.active_seconds).where(_closed(asked), table.mode == mode)
        middle = middle.order_by(table.active_seconds).offset((count - 1) // 2).limit(2 - count % 2)
        seconds = connection.execute(middle).scalars().all()
        yield Pace(Mode(mode), count, sum(seconds) / len(seconds))


def _first_pass(connection: Connection, asked: Asked) -> FirstPass:
    table, final = encounter_table.c, _final()
    closed = and_(_closed(asked), table.revealed_at.is_not(None))
    events = encounter_table.join(event_table, event_table.c.encounter == table.id)
    shown = select(table.id, event_table.c.body).select_from(events)
    shown = shown.where(closed, event_table.c.kind == "revealed")
    own = {name: set(json.loads(body)["codes"]) for name, body in connection.execute(shown)}
    codes = select(final.c.encounter, final.c.code).join(encounter_table, table.id == final.c.encounter)
    coded = _pairs(connection, codes.where(closed)) if own else []
    kept = sum(code in own[name] for name, code in coded)
    return FirstPass(len(own), sum(map(len, own.values())), kept, len(coded))


def _pairs(connection: Connection, query: Select[Any]) -> list[tuple[str, Any]]:
    return [(name, count) for name, count in connection.execute(query)]
