from chartside.review import ledger
from chartside.review.settings_log import KIND, SERVICE, note_settings
from chartside.review.verify import verify

from .conftest import Record

LIMITS = {"max_body_bytes": 1024, "time_limit": 20.0}


def told(record: Record) -> list[dict]:
    with record.database.read() as connection:
        assert verify(connection, record.reviews.vault).ok
        return [event.body for event in ledger.events(connection, kinds=(KIND,))]


def test_settings_are_written_when_they_are_others_than_before(record: Record) -> None:
    april, october = "ICD-10-CM 2026-04-01", "ICD-10-CM 2026-10-01"
    assert note_settings(record.reviews, [april], LIMITS)
    assert not note_settings(record.reviews, [april], LIMITS)
    assert note_settings(record.reviews, [october, april], LIMITS)
    assert not note_settings(record.reviews, [april, october], LIMITS)
    assert note_settings(record.reviews, [april], LIMITS)
    assert [body["releases"] for body in told(record)] == [[april], [april, october], [april]]
    assert told(record)[0]["engine"] == record.reviews.versions.engine
    assert told(record)[0]["limits"] == LIMITS


def test_the_service_is_no_person_and_may_decide_nothing() -> None:
    assert not SERVICE.person
