"""What passes stands on a shelf: the same in memory and in either database."""

import threading
from collections.abc import Callable

import pytest

from chartside.review.passing import DatabaseShelf
from chartside.review.shelf import MOST, MemoryShelf, Shelf
from clock import Clock

from .conftest import Record


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def shelves(request: pytest.FixtureRequest, clock: Clock) -> tuple[Shelf, Shelf]:
    """The shelf as two processes see it; in memory there is only one."""
    if request.param == "memory":
        shelf = MemoryShelf(clock)
        return shelf, shelf
    make: Callable[[], Record] = request.getfixturevalue("make_record")
    first, second = make(), make()
    return DatabaseShelf(lambda: first.reviews, clock), DatabaseShelf(lambda: second.reviews, clock)


@pytest.fixture
def url(request: pytest.FixtureRequest) -> str | None:
    """Of the database that the test's parameter names."""
    wanted = request.node.callspec.params.get("shelves")
    return request.getfixturevalue("postgres").url() if wanted == "postgresql" else None


def test_an_entry_is_there_until_it_ends(shelves: tuple[Shelf, Shelf], clock: Clock) -> None:
    one, other = shelves
    one.put("link", "k", {"a": 1}, 30)
    assert other.get("link", "k") == {"a": 1}
    assert other.get("session", "k") is None
    one.put("link", "k", {"a": 2}, 30)
    assert other.bodies("link") == [{"a": 2}]
    clock.now += 29.9
    assert other.get("link", "k") == {"a": 2}
    clock.now += 0.2
    assert one.get("link", "k") is None
    assert other.take("link", "k") is None
    assert other.bodies("link") == []


def test_an_entry_is_taken_once(shelves: tuple[Shelf, Shelf]) -> None:
    shelves[0].put("link", "k", {"a": 1}, 30)
    shelves[0].put("link", "other", {"a": 2}, 30)
    got: list[object] = []
    together = threading.Barrier(8)

    def take(shelf: Shelf) -> None:
        together.wait()
        got.append(shelf.take("link", "k"))

    threads = [threading.Thread(target=take, args=(shelves[number % 2],)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, got)) == [*["None"] * 7, "{'a': 1}"]
    shelves[1].drop("link", "other")
    shelves[1].drop("link", "never there")
    assert shelves[0].get("link", "other") is None


def test_a_count_that_all_raise_at_once_counts_each(shelves: tuple[Shelf, Shelf], clock: Clock) -> None:
    def count(shelf: Shelf) -> None:
        for _ in range(10):
            shelf.change("tries", "k", lambda body: {"n": (body or {"n": 0})["n"] + 1}, 60)

    threads = [threading.Thread(target=count, args=(shelves[number % 2],)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shelves[0].get("tries", "k") == {"n": 40}
    clock.now += 59
    shelves[1].change("tries", "k", lambda body: {"n": body["n"]}, 60)
    clock.now += 1.1
    assert shelves[0].get("tries", "k") is None
    assert shelves[0].change("tries", "k", lambda body: {"new": body is None}, 60) == {"new": True}
    clock.now += 59
    shelves[0].change("tries", "k", lambda body: {"new": False}, 60, renew=True)
    clock.now += 59
    assert shelves[1].get("tries", "k") == {"new": False}


def test_entries_of_a_kind_are_cleared_by_what_they_hold(shelves: tuple[Shelf, Shelf], clock: Clock) -> None:
    one, other = shelves
    for key, who in (("a", "ana"), ("b", "ben"), ("c", "ana")):
        one.put("invitation", key, {"coder": who}, 60)
    assert other.clear("invitation", lambda body: body["coder"] == "ana") == 2
    assert one.bodies("invitation") == [{"coder": "ben"}]
    clock.now += 61
    other.sweep()
    assert one.clear("invitation", lambda body: True) == 0


def test_memory_keeps_the_newest_of_each_kind(clock: Clock) -> None:
    shelf = MemoryShelf(clock)
    shelf.put("other", "k", {}, 60)
    for number in range(MOST + 1):
        shelf.put("link", str(number), {}, 60)
    assert shelf.get("link", "0") is None
    assert shelf.get("link", "1") == {}
    assert shelf.get("other", "k") == {}
