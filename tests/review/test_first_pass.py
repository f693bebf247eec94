"""A first pass in the record: what was shown when, found and told apart from what was not."""

import json

import pytest

from chartside.errors import NotFoundError, ReviewError
from chartside.model import Evidence, Grouping, NotCoded, Result, Setting
from chartside.review import ledger
from chartside.review.figures import Asked
from chartside.review.first_pass import find_open, own_codes, reveal
from chartside.review.learning import Learned
from chartside.review.records import Decision, DecisionKind, Mode
from chartside.review.report import build_report
from chartside.review.shown import result_of, told_of
from chartside.review.statistics import statistics
from chartside.review.verify import verify

from .conftest import ANA, BEN, SECRET, Record, result, suggestion


def first_pass(record: Record, *codes: str, mode: Mode = Mode.FIRST_PASS) -> str:
    encounter = record.reviews.open(ANA, record.note(), result("I10", "E11.9"), mode)
    for code in codes:
        record.reviews.decide(ANA, encounter, Decision(DecisionKind.ADD, code))
    return encounter


def test_a_sealed_result_comes_back_whole() -> None:
    told = Result(
        "the note's own identifier",
        "ICD-10-CM 2026-04-01",
        Setting.INPATIENT,
        (suggestion("I10"), suggestion("E11.9")),
        (NotCoded("R05.9", "Cough", "negated", (Evidence(1, 2, "x", None, "negated"),)),),
        notices=("A sentence.",),
        ms_drg=Grouping("292", "HEART FAILURE", "v43.1", "I50.9"),
    )
    sealed = json.loads(json.dumps(told_of(told)))
    back = result_of(sealed, told.code_set, told.setting)
    assert back.id == ""
    assert (back.suggestions, back.not_coded, back.notices, back.ms_drg) == (
        told.suggestions, told.not_coded, told.notices, told.ms_drg,
    )  # fmt: skip


def test_revealing_writes_down_the_own_codes_once_and_the_record_verifies(record: Record) -> None:
    encounter = first_pass(record, "I10", "J45.909")
    shown = reveal(record.reviews, ANA, encounter)
    assert shown.own == ("I10", "J45.909")
    assert [each.code for each in shown.result.suggestions] == ["I10", "E11.9"]
    record.reviews.decide(ANA, encounter, Decision(DecisionKind.ACCEPT, "E11.9"))
    assert reveal(record.reviews, ANA, encounter).own == ("I10", "J45.909")
    view = record.reviews.get(encounter)
    assert view.revealed_at
    assert [each.shown for each in view.decisions] == [False, False, True]
    with record.database.read() as connection:
        assert len(list(ledger.events(connection, kinds=("revealed",)))) == 1
        assert own_codes(connection, encounter) == ("I10", "J45.909")
        assert verify(connection, record.reviews.vault).ok


def test_nothing_else_is_revealed(record: Record) -> None:
    with pytest.raises(ReviewError, match="when it was opened"):
        reveal(record.reviews, ANA, record.opened("I10"))
    encounter = first_pass(record)
    with pytest.raises(NotFoundError):
        reveal(record.reviews, BEN, encounter)
    record.reviews.finalize(ANA, encounter)
    with pytest.raises(ReviewError, match="finalized"):
        reveal(record.reviews, ANA, encounter)


def test_a_row_that_no_event_made_is_found(record: Record) -> None:
    first_pass(record)
    with record.database.write() as connection:
        connection.exec_driver_sql("UPDATE encounter SET revealed_at = '2026-01-01T00:00:00+00:00'")
    with record.database.read() as connection:
        assert not verify(connection, record.reviews.vault).ok


def test_a_report_holds_nothing_that_was_not_shown(record: Record) -> None:
    encounter = first_pass(record, "I10")

    def report():
        with record.database.read() as connection:
            return build_report(connection, record.reviews.vault, encounter)

    told = report()
    assert (told.undecided, told.codes[0].shown.reasoning, told.codes[0].quotes) == ((), (), ())
    assert SECRET not in repr(told)
    reveal(record.reviews, ANA, encounter)
    told = report()
    assert [each.code for each in told.undecided] == ["E11.9"]
    assert told.codes[0].shown.reasoning == ()
    assert told.ledger[0].text == "opened; 2 codes held back"
    assert told.ledger[-1].text == "was shown the suggestions, after 1 own code"


@pytest.mark.parametrize(("revealed", "taught"), [(False, {"I10"}), (True, {"I10", "E11.9"})])
def test_a_code_that_was_never_shown_was_not_turned_down(record: Record, revealed: bool, taught: set) -> None:
    for _ in range(6):
        encounter = first_pass(record, "I10")
        if revealed:
            reveal(record.reviews, ANA, encounter)
        record.reviews.finalize(ANA, encounter)
    learned = Learned()
    learned.refresh(record.database)
    assert {each.about for each in learned.effects() if each.kind == "code"} == taught


def test_in_training_nothing_is_learned(record: Record) -> None:
    for _ in range(6):
        encounter = first_pass(record, "I10", mode=Mode.TRAINING)
        reveal(record.reviews, ANA, encounter)
        record.reviews.finalize(ANA, encounter)
    learned = Learned()
    learned.refresh(record.database)
    assert learned.effects() == ()


def test_an_encounter_begins_when_its_coder_saw_the_note(record: Record) -> None:
    encounter = record.reviews.open(ANA, record.note(), result("I10"), since=3600.0, active_seconds=120.0)
    view = record.reviews.get(encounter)
    assert view.active_seconds == 120.0
    with record.database.read() as connection:
        (event,) = ledger.events(connection, kinds=("opened",))
        assert view.opened_at < event.at
        assert verify(connection, record.reviews.vault).ok


def test_the_encounter_with_decisions_is_found_before_a_newer_one(record: Record) -> None:
    first = first_pass(record, "I10")
    second = first_pass(record)
    note = record.note()

    def found() -> str | None:
        with record.database.read() as connection:
            view = find_open(connection, ANA, note.digest, note.source)
            assert find_open(connection, BEN, note.digest, note.source) is None
            assert find_open(connection, ANA, "another", note.source) is None
        return view and view.id

    assert found() == first
    record.reviews.finalize(ANA, first)
    assert found() == second
    record.reviews.erase(ANA, [second])
    assert found() is None


def test_statistics_tell_what_first_passes_reached_before_and_after(record: Record) -> None:
    for _ in range(2):
        encounter = first_pass(record, "I10", "J45.909")
        reveal(record.reviews, ANA, encounter)
        record.reviews.decide(ANA, encounter, Decision(DecisionKind.ACCEPT, "E11.9"))
        record.reviews.undo(ANA, encounter, number=2)
        record.reviews.finalize(ANA, encounter)
    record.reviews.finalize(ANA, first_pass(record, "I10"))
    with record.database.read() as connection:
        told = statistics(connection, Asked(), lambda category: category)
    own = told.first_pass
    assert (own.notes, own.own, own.kept, own.final) == (2, 4, 2, 4)
