"""A disk that is full and a record that another program holds: told in time, and nothing is lost."""

import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pg8000.dbapi

from chartside.review.database import FILE, PATIENCE

from .room import little_room
from .serving import Nursery, Served
from .stream import NOTE, Coder
from .test_killed import last_one_answers, read

SENTENCE = "Nothing was written to the record: {}."
SUGGEST = {"text": "Assessment:\n1. Gout."}
LONGEST = PATIENCE / 1000 + 10
"""Seconds; most of them for a computer that is busy with other tests."""


def test_a_full_disk_is_told_nothing_is_lost_and_it_goes_on_when_there_is_room(
    nursery: Nursery, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    headers = nursery.furnish(home)
    with little_room(home / "review") as room:
        served = nursery.start(home)
        coder = worked(served, headers, lambda each: bool(each.acknowledged))
        known = dict(coder.acknowledged)
        room.narrow(served)
        coder = worked(served, headers, lambda each: len(each.refused) >= 5)
        known |= coder.acknowledged
        told = {"code": "store", "message": SENTENCE.format(room.said)}
        assert coder.refused == [(503, told)] * len(coder.refused)
        assert sum(map(len, coder.acknowledged.values())) > 5
        assert served.send("POST", "/v1/suggest", headers, SUGGEST)[0] == 200
        name = next(iter(known))
        assert served.send("GET", f"/v1/encounters/{name}", headers)[0] == 200
        assert served.send("POST", "/v1/encounters", headers, {"note": {"text": NOTE}}) == (
            503,
            {"error": told},
        )
        room.widen(served)
        coder = worked(served, headers, lambda each: sum(map(len, each.acknowledged.values())) > 20)
        assert coder.refused == []
        served.end()
        known |= coder.acknowledged
        assert read(home, None) == known
        last_one_answers(nursery, home, None, headers, known)


def worked(served: Served, headers: dict[str, str], enough: Callable[[Coder], bool]) -> Coder:
    """A coder who worked until it was enough."""
    coder = Coder(served, headers, random.Random(3), enough=enough)
    coder.wait()
    return coder


@contextmanager
def held(home: Path, url: str | None) -> Iterator[None]:
    """The record, held by another program."""
    if url is None:
        with closing(sqlite3.connect(home / "review" / FILE, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield
    else:
        socket = url.partition("unix_sock=")[2]
        name = url.partition("@/")[2].partition("?")[0]
        with closing(pg8000.dbapi.connect("postgres", database=name, unix_sock=socket)) as other:
            other.cursor().execute("LOCK TABLE head IN EXCLUSIVE MODE")
            yield


def test_a_record_that_another_program_holds_is_told_in_time_and_suggestions_go_on(
    nursery: Nursery, url: str | None, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    headers = nursery.furnish(home)
    served = nursery.start(home, url)
    coder = worked(served, headers, lambda each: sum(map(len, each.acknowledged.values())) > 5)
    name = list(coder.acknowledged)[-1]
    served.send("POST", f"/v1/encounters/{name}/reopen", headers, {})
    known = read(home, url)
    answers: list[tuple[int, dict]] = []

    def decide() -> None:
        decision = {"kind": "add", "code": "I10"}
        answers.append(served.send("POST", f"/v1/encounters/{name}/decisions", headers, decision))
        served.hang_up()

    with held(home, url):
        begun = time.monotonic()
        waiting = threading.Thread(target=decide)
        waiting.start()
        for _ in range(3):
            assert served.send("POST", "/v1/suggest", headers, SUGGEST)[0] == 200
            assert served.send("GET", f"/v1/encounters/{name}", headers)[0] == 200
        assert time.monotonic() - begun < PATIENCE / 1000, "they waited with the decision"
        assert answers == []
        waiting.join(60)
        assert time.monotonic() - begun < LONGEST
    why = "another program has locked it for more than five seconds; close that program and try again"
    assert answers == [(503, {"error": {"code": "store", "message": SENTENCE.format(why)}})]
    assert read(home, url) == known
    decide()
    assert answers[-1][0] == 200
    served.end()
    assert len(read(home, url)[name]) == len(known[name]) + 1
