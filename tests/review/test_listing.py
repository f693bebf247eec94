"""What a coder looks for is found; what the list costs does not grow with the years."""

from datetime import timedelta

import pytest

from chartside.model import Setting
from chartside.review import listing
from chartside.review.listing import Wanted, coders_of, find_encounters, sources_of
from chartside.review.records import Coder, EncounterState, NoteFacts

from .conftest import ANA, BEN, Record, result
from .test_statistics import today


def opened_at(record: Record, source: str, coder: Coder = ANA) -> str:
    note = NoteFacts(source, record.reviews.vault.note_digest(source), 4, Setting.OUTPATIENT)
    return record.reviews.open(coder, note, result("I10"))


def found(record: Record, wanted: Wanted) -> list[str]:
    with record.database.read() as connection:
        return [view.id for view in find_encounters(connection, wanted)]


def test_encounters_are_found_newest_first(record: Record) -> None:
    names = [opened_at(record, source) for source in ("a.example", "b.example", "a.example")]
    other = opened_at(record, "c.example", BEN)
    record.reviews.finalize(ANA, names[0])
    assert found(record, Wanted()) == [other, *reversed(names)]
    assert found(record, Wanted(coder=ANA.id, limit=2)) == [names[2], names[1]]
    assert found(record, Wanted(source="a.example")) == [names[2], names[0]]
    assert found(record, Wanted(state=EncounterState.FINALIZED)) == [names[0]]
    assert found(record, Wanted(since=today(), until=today())) == [other, *reversed(names)]
    assert found(record, Wanted(until=today() - timedelta(days=1))) == []
    with record.database.read() as connection:
        assert coders_of(connection) == {ANA.id: "Ana", BEN.id: "Ben"}


def test_where_notes_were_read_is_looked_for_in_the_newest(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "NEWEST", 2)
    for source in ("old.example", "b.example", "", "a.example"):
        opened_at(record, source)
    opened_at(record, "theirs.example", BEN)
    with record.database.read() as connection:
        assert sources_of(connection, ANA.id) == ("a.example",)
        assert sources_of(connection, BEN.id) == ("theirs.example",)
        assert sources_of(connection, None) == ("a.example", "theirs.example")
