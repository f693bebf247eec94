"""A new key while others write, and killed in the middle."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest
from sqlalchemy import select

from chartside.errors import VaultError
from chartside.review import keyfile
from chartside.review import rotate as module
from chartside.review.records import Coder, Decision, DecisionKind, Quote
from chartside.review.rotate import rotate
from chartside.review.tables import sealed
from chartside.review.verify import verify
from chartside.review.views import sealed_of

from .conftest import ANA, Record

ADD = DecisionKind.ADD
KILLED = """
import os, signal, sys
from pathlib import Path
from chartside.review import rotate as module
from chartside.review.database import Database
from chartside.review.keyfile import open_vault
from chartside.review.records import Coder, Versions
from chartside.review.reviews import Reviews

module.BATCH = 2
folder, url = Path(sys.argv[1]), sys.argv[2] or None
database = Database(folder, url)
reviews = Reviews(database, open_vault(folder, fresh=False), Versions("0.1.0", "rules", "weights"))
module.rotate(reviews, Coder("ana", "Ana"), lambda done, total: os.kill(os.getpid(), signal.SIGKILL))
"""


def keys_used(record: Record) -> set[str]:
    with record.database.read() as connection:
        return set(connection.execute(select(sealed.c.key_id)).scalars())


def seals_kept(record: Record) -> set[str]:
    kept = keyfile.load(record.folder)
    assert kept
    return set(kept["seal"])


def is_whole(record: Record) -> bool:
    with record.database.read() as connection:
        return verify(connection, record.reviews.vault).ok


def quoted(text: str) -> Decision:
    return Decision(ADD, "I10", quotes=(Quote(0, 1, text),))


def test_everything_is_sealed_anew_and_the_old_key_is_gone(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    encounter, *_ = [record.opened("I10") for _ in range(5)]
    before = keys_used(record)
    told: list[tuple[int, int]] = []
    assert rotate(record.reviews, ANA, lambda done, total: told.append((done, total))) == 5
    assert told == [(2, 5), (4, 5), (5, 5)]
    assert keys_used(record) == seals_kept(record) == {record.reviews.vault.current}
    assert not before & keys_used(record)
    with record.database.read() as connection:
        assert sealed_of(connection, record.reviews.vault, encounter)
    assert is_whole(record)


def test_killed_in_the_middle_both_keys_are_there_and_the_next_time_ends_it(
    record: Record, make_record: Callable[[], Record], url: str | None
) -> None:
    for _ in range(5):
        record.opened("I10")
    command = [sys.executable, "-c", KILLED, str(record.folder), url or ""]
    done = subprocess.run(command, env=os.environ | {"CHARTSIDE_KEYS": "file"}, timeout=60)
    assert done.returncode == -signal.SIGKILL
    again = make_record()
    assert len(keys_used(again)) == len(seals_kept(again)) == 2
    assert is_whole(again)
    # Who had opened the record before reads on, and writes on.
    assert is_whole(record)
    record.reviews.decide(ANA, record.opened("I10"), quoted("late"))
    assert rotate(again.reviews, ANA) >= 3
    assert len(keys_used(again)) == len(seals_kept(again)) == 1
    assert is_whole(again)


def test_who_holds_the_old_key_seals_with_the_new_one(
    record: Record, make_record: Callable[[], Record]
) -> None:
    encounter = record.opened("I10")
    other = make_record()
    rotate(other.reviews, Coder("ben", "Ben"))
    assert record.reviews.vault.current != other.reviews.vault.current
    record.reviews.decide(ANA, encounter, quoted("after the change"))
    assert record.reviews.vault.current == other.reviews.vault.current
    assert len(keys_used(record)) == 1
    assert is_whole(make_record())


def test_a_key_that_was_changed_elsewhere_is_asked_for(
    record: Record, make_record: Callable[[], Record]
) -> None:
    encounter = record.opened("I10")
    here = keyfile.load(record.folder)
    assert here
    rotate(make_record().reviews, ANA)
    keyfile.keep(record.folder, here)
    with pytest.raises(VaultError, match="changed elsewhere"):
        record.reviews.decide(ANA, encounter, quoted("x"))
    assert record.reviews.get(encounter).decisions == ()
