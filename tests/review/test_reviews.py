from dataclasses import replace

import pytest
from sqlalchemy import select

from chartside.errors import NotFoundError, ReviewError
from chartside.review.ledger import events
from chartside.review.records import (
    Coder,
    Decision,
    DecisionKind,
    EncounterState,
    Quote,
    RejectReason,
    Role,
)
from chartside.review.tables import metadata
from chartside.review.verify import verify
from chartside.review.views import sealed_of

from .conftest import ANA, BEN, SECRET, Record, result

ACCEPT, CHANGE, REJECT, ADD = DecisionKind


def test_a_review_from_open_to_finalized(record: Record) -> None:
    reviews = record.reviews
    encounter = record.opened("E11.9", "I10", "R50.9")
    reviews.decide(ANA, encounter, Decision(ACCEPT, "E11.9", active_seconds=4))
    reviews.decide(ANA, encounter, Decision(REJECT, "R50.9", reason=RejectReason.INTEGRAL, active_seconds=9))
    changed = reviews.decide(ANA, encounter, Decision(CHANGE, "I11.9", from_code="I10", active_seconds=15))
    added = reviews.decide(ANA, encounter, Decision(ADD, "Z79.4", quotes=(Quote(3, 9, "insulin"),)))
    assert (changed.shown, added.shown) == (True, False)
    closed = reviews.finalize(ANA, encounter, active_seconds=21.5)
    assert closed.codes == ("E11.9", "I11.9", "Z79.4")
    assert (closed.state, closed.finalized_by, closed.active_seconds) == (
        EncounterState.FINALIZED,
        "ana",
        21.5,
    )
    assert closed.first_action_at is not None
    assert closed.opened_at <= closed.first_action_at <= (closed.finalized_at or "")


def test_undo_always_works_down_to_nothing(record: Record) -> None:
    encounter = record.opened("E11.9", "I10")
    record.reviews.decide(ANA, encounter, Decision(ACCEPT, "E11.9"))
    record.reviews.decide(ANA, encounter, Decision(CHANGE, "I11.9", from_code="I10"))
    numbers = [record.reviews.undo(ANA, encounter) for _ in range(3)]
    assert [each and each.number for each in numbers] == [2, 1, None]
    assert record.reviews.get(encounter).codes == ()
    record.reviews.decide(ANA, encounter, Decision(ACCEPT, "I10"))
    assert record.reviews.get(encounter).codes == ("I10",)


def test_only_a_person_finalizes(record: Record) -> None:
    script = Coder("script", "Nightly", person=False)
    record.reviews.add_coder(script)
    encounter = record.opened("I10", coder=script)
    with pytest.raises(ReviewError, match="Only a person"):
        record.reviews.finalize(script, encounter)
    assert record.reviews.get(encounter).state is EncounterState.OPEN


def test_a_coder_in_another_role_is_the_same_coder(record: Record) -> None:
    for role in (Role.AUDITOR, Role.AUDITOR, Role.CODER):
        record.reviews.add_coder(replace(ANA, role=role))
    with record.database.read() as connection:
        kinds = [each.kind for each in events(connection, kinds=("coder_added", "coder_changed"))]
        assert kinds == ["coder_added", "coder_added", "coder_changed", "coder_changed"]
        assert verify(connection, record.reviews.vault).ok


def test_a_decision_that_is_sent_again_is_written_once(record: Record) -> None:
    encounter = record.opened("I10", "E11.9")
    first = record.reviews.decide(ANA, encounter, Decision(ACCEPT, "I10"), 1)
    assert record.reviews.decide(ANA, encounter, Decision(ACCEPT, "I10"), 1) == first
    with pytest.raises(ReviewError, match="Decision 1 of this encounter is another one"):
        record.reviews.decide(ANA, encounter, Decision(ACCEPT, "E11.9"), 1)
    assert record.reviews.decide(ANA, encounter, Decision(ACCEPT, "E11.9"), 2).number == 2


def test_a_closed_encounter_takes_no_decision_until_it_is_opened_again(record: Record) -> None:
    encounter = record.opened("I10")
    record.reviews.finalize(ANA, encounter)
    for act in (
        lambda: record.reviews.decide(ANA, encounter, Decision(ACCEPT, "I10")),
        lambda: record.reviews.undo(ANA, encounter),
        lambda: record.reviews.finalize(ANA, encounter),
    ):
        with pytest.raises(ReviewError):
            act()
    record.reviews.reopen(ANA, encounter)
    record.reviews.decide(ANA, encounter, Decision(ACCEPT, "I10"))


def test_another_coder_sees_nothing_of_it(record: Record) -> None:
    encounter = record.opened("I10")
    with pytest.raises(NotFoundError):
        record.reviews.decide(BEN, encounter, Decision(ACCEPT, "I10"))
    with pytest.raises(NotFoundError):
        record.reviews.get("no-such-encounter")


@pytest.mark.parametrize(
    "decision",
    [Decision(CHANGE, "I10"), Decision(ACCEPT, "I10", from_code="I11.9"), Decision(REJECT, "I10")],
)
def test_a_decision_that_does_not_fit_is_refused(record: Record, decision: Decision) -> None:
    encounter = record.opened("I10")
    with pytest.raises(ReviewError):
        record.reviews.decide(ANA, encounter, decision)
    assert record.reviews.get(encounter).decisions == ()


def test_what_was_shown_is_kept_sealed_and_nothing_of_it_in_clear(record: Record) -> None:
    encounter = record.opened("N30.00")
    why = Decision(REJECT, "N30.00", reason=RejectReason.OTHER, reason_text="only a burning feeling")
    record.reviews.decide(ANA, encounter, why)
    with record.database.read() as connection:
        decided, read = sealed_of(connection, record.reviews.vault, encounter)
    assert read["suggestions"][0]["evidence"][0]["text"] == SECRET
    assert decided["reason_text"] == "only a burning feeling"
    record.database.close()
    with record.database.read() as connection:
        stored = repr([connection.execute(select(table)).all() for table in metadata.sorted_tables]).encode()
    record.database.close()
    stored += b"".join(path.read_bytes() for path in record.folder.iterdir())
    assert SECRET.encode() not in stored
    assert b"burning feeling" not in stored


def test_a_note_that_changed_is_read_again(record: Record) -> None:
    encounter = record.opened("I10")
    record.reviews.read_again(ANA, encounter, record.note("longer note"), result("I10", "E11.9"))
    view = record.reviews.get(encounter)
    assert (view.readings, view.note_characters) == (2, len("longer note"))
    assert record.reviews.decide(ANA, encounter, Decision(ACCEPT, "E11.9")).shown


def test_erasing_takes_the_quotations_and_leaves_a_chain_that_verifies(record: Record) -> None:
    encounter, other = record.opened("I10"), record.opened("E11.9")
    record.reviews.decide(ANA, encounter, Decision(ACCEPT, "I10", quotes=(Quote(0, 3, "abc"),)))
    assert record.reviews.erase(ANA, [encounter]) == 1
    assert record.reviews.erase(ANA, [encounter]) == 0
    view = record.reviews.get(encounter)
    assert (view.state, view.source) == (EncounterState.ERASED, "")
    with record.database.read() as connection:
        assert sealed_of(connection, record.reviews.vault, encounter) == []
        assert sealed_of(connection, record.reviews.vault, other)
        assert verify(connection, record.reviews.vault).ok
