"""Verifying: a whole record, changes by SQL on either database, and anchors."""

import pytest

from chartside.errors import InputError
from chartside.review import ledger
from chartside.review.records import Decision, DecisionKind, RejectReason
from chartside.review.verify import verify

from .conftest import ANA, BEN, Record


@pytest.fixture
def filled(record: Record) -> Record:
    for number in range(6):
        coder = (ANA, BEN)[number % 2]
        encounter = record.opened("E11.9", "I10", "R50.9", coder=coder)
        record.reviews.decide(coder, encounter, Decision(DecisionKind.ACCEPT, "E11.9", active_seconds=number))
        record.reviews.decide(coder, encounter, Decision(DecisionKind.CHANGE, "I11.9", from_code="I10"))
        reason = RejectReason.OTHER
        record.reviews.decide(
            coder, encounter, Decision(DecisionKind.REJECT, "R50.9", reason=reason, reason_text="because")
        )
        record.reviews.undo(coder, encounter)
        if number % 3:
            record.reviews.finalize(coder, encounter)
    return record


def found(record: Record) -> tuple[str, ...]:
    with record.database.read() as connection:
        return verify(connection, record.reviews.vault).problems


def test_an_untouched_record_verifies(filled: Record) -> None:
    assert found(filled) == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET at = '2020-01-01T00:00:00.000000+00:00' WHERE seq = 5",
        "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)",
        "UPDATE decision SET code = 'I10' WHERE number = 2",
        "UPDATE encounter SET active_seconds = active_seconds + 1",
        "DELETE FROM sealed",
        "UPDATE head SET count = count - 1",
        "CREATE TABLE extra (a integer)",
    ],
)
def test_a_statement_from_outside_is_found(filled: Record, statement: str) -> None:
    with filled.database.write() as connection:
        connection.exec_driver_sql(statement)
    assert found(filled)


@pytest.mark.parametrize("change", [{"count": 3}, {"hash": "0" * 64}, {"signature": "00"}, {"at": "2020"}])
def test_an_anchor_that_was_changed_is_refused(filled: Record, change: dict[str, object]) -> None:
    with filled.database.read() as connection:
        anchor = ledger.anchor(connection, filled.reviews.vault) | change
        with pytest.raises(InputError):
            verify(connection, filled.reviews.vault, anchor)
