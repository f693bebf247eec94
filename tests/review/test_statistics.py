from datetime import UTC, date, datetime, timedelta

import pytest

from chartside.model import Result, Setting, Tier
from chartside.review.figures import Asked, Day, Match
from chartside.review.records import Decision, DecisionKind, Mode, RejectReason
from chartside.review.statistics import statistics

from .conftest import ANA, BEN, Record, suggestion

ACCEPT, CHANGE, REJECT, ADD = DecisionKind


def today() -> date:
    return datetime.now(UTC).date()


def chapter(category: str) -> str:
    return f"Chapter of {category[0]}"


def opened(record: Record, mode: Mode = Mode.ASSISTED, coder=ANA) -> str:
    shown = (
        suggestion("E11.9"),
        suggestion("I10"),
        suggestion("R50.9"),
        suggestion("N18.9", tier=Tier.POSSIBLE),
    )
    told = Result("n", "ICD-10-CM 2026-04-01", Setting.OUTPATIENT, shown)
    return record.reviews.open(coder, record.note(), told, mode)


def worked(record: Record, seconds: float = 30, mode: Mode = Mode.ASSISTED) -> str:
    """Suggested: E11.9, I10, R50.9; finalized: E11.9, I11.9, N18.9, Z79.4."""
    encounter, decide = opened(record, mode), record.reviews.decide
    decide(ANA, encounter, Decision(ACCEPT, "E11.9"))
    decide(ANA, encounter, Decision(ACCEPT, "I10"))
    decide(ANA, encounter, Decision(CHANGE, "I11.9", from_code="I10"))
    decide(ANA, encounter, Decision(REJECT, "R50.9", reason=RejectReason.INTEGRAL))
    decide(ANA, encounter, Decision(ACCEPT, "N18.9"))
    decide(ANA, encounter, Decision(ADD, "Z79.4"))
    decide(ANA, encounter, Decision(ADD, "Z99.9"))
    record.reviews.undo(ANA, encounter)
    record.reviews.finalize(ANA, encounter, seconds)
    return encounter


def counted(record: Record, asked: Asked = Asked()):  # noqa: B008
    with record.database.read() as connection:
        return statistics(connection, asked, chapter, learned=3)


def test_decisions_that_stand_are_counted_by_day(record: Record) -> None:
    worked(record)
    told = counted(record)
    assert told.days == (Day(today(), accepted=3, changed=1, rejected=1, added=1),)
    assert (told.encounters, told.finalized, told.learned) == (1, 1, 3)


def test_suggestions_are_compared_with_the_final_codes_of_finalized_encounters(record: Record) -> None:
    encounter = worked(record)
    open_one = opened(record)
    record.reviews.decide(ANA, open_one, Decision(ACCEPT, "E11.9"))
    told = counted(record)
    assert record.reviews.get(encounter).codes == ("E11.9", "I11.9", "N18.9", "Z79.4")
    assert told.match == Match(suggested=3, final=4, both=1, listed=2)
    assert (told.match.precision, told.match.recall) == (pytest.approx(1 / 3), 0.25)
    assert told.match_by_day == ((today(), told.match),)


def test_a_code_that_was_rejected_and_taken_after_all_is_final(record: Record) -> None:
    encounter, decide = opened(record), record.reviews.decide
    decide(ANA, encounter, Decision(REJECT, "I10", reason=RejectReason.OTHER))
    decide(ANA, encounter, Decision(ACCEPT, "I10"))
    decide(ANA, encounter, Decision(CHANGE, "E11.65", from_code="E11.9"))
    decide(ANA, encounter, Decision(CHANGE, "E11.9", from_code="E11.65"))
    record.reviews.finalize(ANA, encounter)
    assert record.reviews.get(encounter).codes == ("I10", "E11.9")
    assert counted(record).match == Match(suggested=3, final=2, both=2, listed=2)


def test_only_the_last_reading_counts(record: Record) -> None:
    encounter = opened(record)
    told = Result("n", "ICD-10-CM 2026-04-01", Setting.OUTPATIENT, (suggestion("E11.9"),))
    record.reviews.read_again(ANA, encounter, record.note("shorter"), told)
    record.reviews.decide(ANA, encounter, Decision(ACCEPT, "E11.9"))
    record.reviews.finalize(ANA, encounter)
    assert counted(record).match == Match(suggested=1, final=1, both=1, listed=1)


def test_wrong_suggestions_are_counted_by_chapter_and_reason(record: Record) -> None:
    worked(record)
    told = counted(record)
    assert dict(told.wrong_by_chapter) == {"Chapter of I": 1, "Chapter of R": 1}
    assert dict(told.wrong_by_reason) == {"changed": 1, "integral": 1}


def test_the_middle_time_is_told_by_mode(record: Record) -> None:
    for seconds in (10, 30, 50, 90):
        worked(record, seconds)
    worked(record, 70, Mode.FIRST_PASS)
    pace = {each.mode: (each.notes, each.median_seconds) for each in counted(record).pace}
    assert pace == {Mode.ASSISTED: (4, 40), Mode.FIRST_PASS: (1, 70)}


def test_coder_and_days_are_filters(record: Record) -> None:
    worked(record)
    opened(record, coder=BEN)
    assert counted(record, Asked(coder="ana")).encounters == 1
    assert counted(record, Asked(coder="ben")).days == ()
    assert counted(record, Asked(since=today(), until=today() + timedelta(days=1))).encounters == 2
    for nothing in (Asked(since=today() + timedelta(days=2)), Asked(until=today() - timedelta(days=2))):
        told = counted(record, nothing)
        assert (told.encounters, told.days, told.match, told.pace) == (0, (), Match(), ())
        assert told.match.precision is told.match.recall is None
    assert counted(record, Asked(until=date.max)).encounters == 2
