"""Terms of the house: proposed, confirmed and withdrawn by people, each in the ledger."""

from dataclasses import replace
from functools import partial

import pytest

from chartside.errors import NotFoundError, ReviewError
from chartside.review.learning import Learned
from chartside.review.records import Coder, Role
from chartside.review.synonyms import CONFIRMED, WITHDRAWN, name_of, term_words
from chartside.review.verify import verify

from .conftest import ANA, BEN, Record

EVA, SCRIPT = Coder("eva", "Eva"), Coder("script", "A script", person=False)
CHIEF = Coder("chief", "Chief", Role.ADMINISTRATOR)
TERM = ("rheumatic", "tenderness")
NAME = name_of("rheumatic tenderness", "M79.7")


@pytest.fixture
def learned(record: Record) -> Learned:
    made = Learned()
    for coder in (EVA, SCRIPT, CHIEF):
        record.reviews.add_coder(coder)
    made.refresh(record.database)
    made.synonyms.propose(record.reviews, ANA, TERM, "M79.7")
    made.refresh(record.database)
    return made


def settle(learned: Learned, record: Record, coder: Coder, state: str) -> None:
    learned.synonyms.settle(record.reviews, coder, NAME, state)
    learned.refresh(record.database)


def users(learned: Learned) -> set[str]:
    return {who for who in ("ana", "ben", "eva") if learned.adjuster(who).terms}


def test_proposed_by_nobody_who_confirmed_it_is_used_by_nobody(learned: Learned) -> None:
    assert users(learned) == set()


def test_one_coder_confirms_for_one_and_two_for_everybody(learned: Learned, record: Record) -> None:
    settle(learned, record, ANA, CONFIRMED)
    assert users(learned) == {"ana"}
    settle(learned, record, ANA, CONFIRMED)
    assert users(learned) == {"ana"}
    settle(learned, record, BEN, CONFIRMED)
    assert users(learned) == {"ana", "ben", "eva"}
    term = learned.adjuster("ben").terms["rheumatic tenderness"]
    assert term.code == "M79.7"
    assert term.told.startswith("by Ben, ")
    settle(learned, record, EVA, WITHDRAWN)
    assert users(learned) == set()
    settle(learned, record, EVA, CONFIRMED)
    assert users(learned) == {"eva"}
    with record.database.read() as connection:
        assert verify(connection, record.reviews.vault).ok


def test_an_administrator_confirms_for_everybody(learned: Learned, record: Record) -> None:
    settle(learned, record, CHIEF, CONFIRMED)
    assert users(learned) == {"ana", "ben", "eva"}


def test_a_script_neither_proposes_nor_confirms(learned: Learned, record: Record) -> None:
    with pytest.raises(ReviewError):
        settle(learned, record, SCRIPT, CONFIRMED)
    assert learned.synonyms.propose(record.reviews, SCRIPT, ("other", "term"), "I10") is None
    with pytest.raises(NotFoundError):
        learned.synonyms.settle(record.reviews, ANA, "never=I10", CONFIRMED)


def test_a_term_stands_for_one_code(learned: Learned, record: Record) -> None:
    settle(learned, record, ANA, CONFIRMED)
    learned.synonyms.propose(record.reviews, BEN, TERM, "M06.9")
    learned.refresh(record.database)
    with pytest.raises(ReviewError, match="another code"):
        learned.synonyms.settle(record.reviews, BEN, name_of("rheumatic tenderness", "M06.9"), CONFIRMED)


def test_it_is_the_same_when_the_ledger_is_read_anew(learned: Learned, record: Record) -> None:
    settle(learned, record, ANA, CONFIRMED)
    again = Learned()
    again.refresh(record.database)
    assert again.state() == learned.state()
    assert again.adjuster("ana").terms == learned.adjuster("ana").terms


def test_words_that_nobody_knows_or_that_are_none_make_no_term() -> None:
    known = frozenset({"rheumatic", "tenderness", "2026"}).__contains__
    assert term_words("Rheumatic Tenderness", str.lower, known) == TERM
    for text in ("Rheumatic Quetzal", "tenderness 2026", "", "tenderness " * 6):
        assert term_words(text, str.lower, known) == ()


def test_one_who_is_no_administrator_any_more_confirms_for_one(learned: Learned, record: Record) -> None:
    settle(learned, record, CHIEF, CONFIRMED)
    record.reviews.add_coder(replace(CHIEF, role=Role.AUDITOR))
    learned.refresh(record.database)
    assert users(learned) == set()


def test_two_workers_that_propose_or_confirm_at_once_do_it_once(learned: Learned, record: Record) -> None:
    """Each has read the record before the other wrote; `fresh` reads it anew under the lock."""
    other = Learned()
    other.refresh(record.database)
    settle(learned, record, ANA, CONFIRMED)
    fresh = partial(other.refresh, record.database)
    other.synonyms.propose(record.reviews, BEN, TERM, "M06.9", fresh)
    name = name_of("rheumatic tenderness", "M06.9")
    with pytest.raises(ReviewError, match="another code"):
        other.synonyms.settle(record.reviews, BEN, name, CONFIRMED, fresh)
    assert learned.synonyms.propose(record.reviews, BEN, TERM, "M06.9") is not None  # not read anew
    learned.refresh(record.database)
    assert [each.state for each in learned.synonyms.all()] == ["proposed", "confirmed"]
    assert other.synonyms.propose(record.reviews, EVA, TERM, "M06.9", fresh) is None
