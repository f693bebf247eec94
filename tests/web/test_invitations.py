import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from chartside.review.opening import open_reviews
from chartside.review.passing import DatabaseShelf
from chartside.review.shelf import MemoryShelf
from chartside.web.invitations import (
    ALPHABET,
    LIFETIME,
    MOST_OF_ALL,
    MOST_OF_ONE,
    WINDOW,
    Invitations,
    NoInvitation,
    TooManyTries,
    read,
)
from clock import Clock

HERE = "192.0.2.1"


@pytest.fixture(params=["memory", "sqlite"])
def invitations(
    request: pytest.FixtureRequest, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Invitations]:
    if request.param == "memory":
        yield Invitations(MemoryShelf(clock), clock)
        return
    monkeypatch.delenv("CHARTSIDE_DATABASE_URL", raising=False)
    reviews = open_reviews(tmp_path)
    yield Invitations(DatabaseShelf(lambda: reviews, clock), clock)
    reviews.database.close()


def test_an_invitation_is_three_groups_and_works_once(invitations: Invitations) -> None:
    code = invitations.make("Ana", "her-id", "auditor")
    assert re.fullmatch(rf"([{ALPHABET}]{{4}}-){{2}}[{ALPHABET}]{{4}}", code)
    used = invitations.redeem(code, HERE)
    assert (used.coder, used.coder_id, used.role) == ("Ana", "her-id", "auditor")
    with pytest.raises(NoInvitation, match="ask an administrator for one"):
        invitations.redeem(code, HERE)


def test_it_may_be_typed_as_people_do() -> None:
    assert read(" 7kqm 2x9d-rb4t ") == "7KQM2X9DRB4T"
    assert read("O123-Il45-ULLO") == "01231145V110"
    for none in (
        "",
        "123-456",
        "7KQM-2X9D-RB4",
        "7KQM-2X9D-RB4TT",
        "7KQM-2X9D-RB4é",
        None,
        7,
        ["7"],
        "x" * 99,
    ):
        assert read(none) == ""


def test_it_is_good_for_a_day(invitations: Invitations, clock: Clock) -> None:
    code = invitations.make("Ana", "her-id", "coder")
    assert [each.coder for each in invitations.all()] == ["Ana"]
    clock.now += LIFETIME + 1
    assert invitations.all() == []
    with pytest.raises(NoInvitation):
        invitations.redeem(code, HERE)


def test_those_of_a_coder_are_withdrawn(invitations: Invitations) -> None:
    codes = [invitations.make(name, name, "coder") for name in ("Ana", "Ben", "ana")]
    assert invitations.withdraw("ANA") == 2
    for code in (codes[0], codes[2]):
        with pytest.raises(NoInvitation):
            invitations.redeem(code, HERE)
    assert invitations.redeem(codes[1], HERE).coder == "Ben"


def test_an_address_that_guesses_must_wait(invitations: Invitations, clock: Clock) -> None:
    code = invitations.make("Ana", "her-id", "coder")
    for number in range(MOST_OF_ONE):
        clock.now += 1
        with pytest.raises(NoInvitation):
            invitations.redeem(f"{number:012d}", HERE)
    with pytest.raises(TooManyTries) as told:
        invitations.redeem(code, HERE)
    assert told.value.retry_after == round(WINDOW - MOST_OF_ONE + 1)
    assert "then type the invitation again" in str(told.value)
    assert invitations.all()
    clock.now += WINDOW
    assert invitations.redeem(code, HERE).coder == "Ana"


def test_another_address_may_still_try_until_all_have_tried_too_often(
    invitations: Invitations, clock: Clock
) -> None:
    for number in range(MOST_OF_ALL):
        with pytest.raises(NoInvitation):
            invitations.redeem("no invitation", f"192.0.2.{number}")
    code = invitations.make("Ana", "her-id", "coder")
    with pytest.raises(TooManyTries):
        invitations.redeem(code, "198.51.100.7")
    clock.now += WINDOW + 1
    assert invitations.redeem(code, "198.51.100.7").coder == "Ana"


def test_right_ones_are_no_tries(invitations: Invitations) -> None:
    for number in range(MOST_OF_ALL + 5):
        invitations.redeem(invitations.make("Ana", "her-id", "coder"), HERE)
        if number % 30 == 0:
            with pytest.raises(NoInvitation):
                invitations.redeem("wrong", HERE)


def test_of_all_who_type_it_at_once_one_is_let_in(invitations: Invitations) -> None:
    code = invitations.make("Ana", "her-id", "coder")
    got: list[str] = []
    together = threading.Barrier(4)

    def type_it(number: int) -> None:
        together.wait()
        try:
            got.append(invitations.redeem(code, f"192.0.2.{number}").coder)
        except NoInvitation:
            got.append("")

    threads = [threading.Thread(target=type_it, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == ["", "", "", "Ana"]
