"""The service is killed at random moments while decisions stream in: nothing acknowledged is ever lost.

Two coders work without a pause over HTTP. After every kill the ledger holds exactly what was acknowledged,
and at most the one request of each that was on its way, whole; it verifies, and the next service goes on.
`CHARTSIDE_KILLS` sets another number of kills, and `CHARTSIDE_KILLS_SEED` other moments.
"""

import os
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from chartside.review import ledger
from chartside.review.database import Database
from chartside.review.keyfile import open_vault
from chartside.review.tables import head
from chartside.review.verify import verify

from .serving import Nursery
from .stream import Coder, Told

KILLS = int(os.environ.get("CHARTSIDE_KILLS", "200"))
SEED = int(os.environ.get("CHARTSIDE_KILLS_SEED", "7"))
OTHER_KILLS = 20
"""With PostgreSQL, whose server goes on when the service is killed."""
LATEST = 0.25
"""Seconds after the first answer."""
OF_ONE = 25
"""Kills before a record is put aside for a new one."""
Ledger = dict[str, list[Told]]


@pytest.fixture(params=["sqlite", "postgresql"])
def kills(request: pytest.FixtureRequest) -> int:
    return KILLS if request.param == "sqlite" else min(OTHER_KILLS, KILLS)


@pytest.fixture
def urls(kills: int, request: pytest.FixtureRequest) -> Iterator[str | None]:
    """An address for each record."""
    name = request.node.callspec.params["kills"]

    def each() -> Iterator[str | None]:
        while True:
            yield None if name == "sqlite" else request.getfixturevalue("postgres").url()

    return each()


def test_what_was_acknowledged_is_there_after_every_kill(
    nursery: Nursery, kills: int, urls: Iterator[str | None], tmp_path: Path
) -> None:
    chance = random.Random(SEED)
    moments: list[str] = []
    events = 0
    for start in range(0, kills, OF_ONE):
        home, url = tmp_path / f"home{start}", next(urls)
        headers = nursery.furnish(home)
        known: Ledger = {}
        for number in range(start, min(start + OF_ONE, kills)):
            moment = chance.uniform(0, LATEST)
            coders = killed_at(moment, nursery, home, url, headers, chance)
            moments.append(f"{number}: {moment:.4f} s, {[each.on_its_way for each in coders]}")
            found = read(home, url)
            for coder in coders:
                assert coder.refused == [], moments[-1]
                others = {name for other in coders if other is not coder for name in other.acknowledged}
                found = taken_from(found, coder, known, others, moments[-1])
            assert found == {}, f"events that nobody sent: {moments[-1]}"
        assert read(home, url) == known
        events += sum(map(len, known.values()))
        last_one_answers(nursery, home, url, headers, known)
    (tmp_path / "moments.txt").write_text("\n".join(moments), encoding="utf-8")
    assert len(moments) == kills
    assert events > 2 * kills
    assert len({moment.split(",", 1)[1] for moment in moments}) > kills // 4


def killed_at(
    moment: float,
    nursery: Nursery,
    home: Path,
    url: str | None,
    headers: dict[str, str],
    chance: random.Random,
) -> list[Coder]:
    served = nursery.start(home, url)
    coders = [Coder(served, headers, random.Random(chance.random())) for _ in range(2)]
    for coder in coders:
        coder.begun.wait(60)
    coders[0].stopping.wait(moment)
    served.end()
    for coder in coders:
        coder.wait()
    return coders


def read(home: Path, url: str | None) -> Ledger:
    """What the ledger holds of each encounter, after it was verified."""
    database = Database(home / "review", url)
    try:
        if url:
            # What the killed service had sent is either done or undone when its lock is free.
            with database.write() as connection:
                connection.execute(select(head).with_for_update())
        vault = open_vault(home / "review", fresh=False)
        told: Ledger = defaultdict(list)
        with database.read() as connection:
            verdict = verify(connection, vault)
            assert verdict.ok, verdict.problems
            for event in ledger.events(connection):
                if event.encounter:
                    told[event.encounter].append((event.kind, event.body.get("number")))
        return dict(told)
    finally:
        database.close()


def taken_from(found: Ledger, coder: Coder, known: Ledger, others: set[str], moment: str) -> Ledger:
    """What is left of `found` without what this coder and those before did; `known` grows by it.

    `others` are encounters that were acknowledged to somebody else.
    """
    on_its_way = dict([coder.on_its_way]) if coder.on_its_way else {}
    for encounter, acknowledged in coder.acknowledged.items():
        there = found[encounter]
        allowed = [acknowledged]
        if encounter in on_its_way:
            allowed.append([*acknowledged, on_its_way[encounter]])
        assert there in allowed, moment
        known[encounter] = there
    left = {name: told for name, told in found.items() if name not in known}
    if None in on_its_way:
        opened = [name for name, told in left.items() if told == [("opened", None)] and name not in others][
            :1
        ]
        for name in opened:
            known[name] = left.pop(name)
    for name, told in known.items():
        assert found.get(name, told) == told, f"what stood before was changed: {moment}"
    return left


def last_one_answers(
    nursery: Nursery, home: Path, url: str | None, headers: dict[str, str], known: Ledger
) -> None:
    """A service that is started again tells of every encounter as the ledger does."""
    served = nursery.start(home, url)
    try:
        for encounter, told in list(known.items())[-20:]:
            status, answer = served.send("GET", f"/v1/encounters/{encounter}", headers)
            assert status == 200
            decisions = answer["encounter"]["decisions"]
            assert [each["number"] for each in decisions] == [n for kind, n in told if kind == "decided"]
            undone = {each["number"] for each in decisions if each["undone"]}
            assert undone == {n for kind, n in told if kind == "undone"}
    finally:
        served.end()
