"""What lists and statistics are asked for in a query: whose, from when on, in which state, how many."""

from datetime import UTC, date, datetime

from chartside.errors import InputError
from chartside.review.listing import Wanted
from chartside.review.records import EncounterState
from chartside.web.offsets import without_surrogates
from chartside.web.review_schemas import read_choice
from chartside.web.schemas import read_date

MOST_ENCOUNTERS = 500


def read_wanted(given: dict[str, str], coder: str) -> Wanted:
    """What a list of encounters is asked for, of this coder."""
    limit = given.get("limit", "100")
    if not (limit.isascii() and limit.isdigit() and len(limit) <= 6 and 1 <= int(limit) <= MOST_ENCOUNTERS):
        raise InputError(f"`limit` must be a whole number from 1 to {MOST_ENCOUNTERS}.")
    state, source, before = given.get("state"), given.get("source"), given.get("before")
    since, until = read_days(given)
    return Wanted(
        coder=coder,
        state=read_choice(EncounterState, state, "state") if state else None,
        source=without_surrogates(source) if source else None,
        since=since,
        until=until,
        before=read_moment(before) if before else None,
        limit=int(limit),
    )


def read_moment(text: str) -> str:
    """A time, as the record writes it: UTC, to the microsecond."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError
        return moment.astimezone(UTC).isoformat(timespec="microseconds")
    except (ValueError, OverflowError):
        raise InputError("`before` must be a time with its zone, as `opened_at` of a list is.") from None


def read_days(given: dict[str, str]) -> tuple[date | None, date | None]:
    """The first and the last day that are asked for, `from` and `to`."""
    first, last = given.get("from"), given.get("to")
    return read_date(first) if first else None, read_date(last) if last else None
