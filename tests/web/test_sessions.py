from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from chartside.review.passing import DatabaseShelf
from chartside.review.shelf import MemoryShelf
from chartside.web.record import Record
from chartside.web.sessions import LINK_SECONDS, PER_CODER, SESSION_SECONDS, Sessions
from chartside.web.tokens import Client, TokenStore
from clock import Clock

from . import CHROMIUM, FIREFOX


@pytest.fixture
def tokens(tmp_path: Path) -> TokenStore:
    store = TokenStore(tmp_path)
    store.create("Chromium", CHROMIUM, "Ana")
    return store


@pytest.fixture
def client(tokens: TokenStore) -> Client:
    return tokens.clients()[0]


@pytest.fixture
def sessions(tokens: TokenStore, clock: Clock) -> Sessions:
    return Sessions(tokens, MemoryShelf(clock))


def test_a_link_opens_one_session_once(sessions: Sessions, client: Client) -> None:
    code = sessions.link(client)
    assert len(code) >= 43
    cookie = sessions.enter(code)
    assert sessions.find(cookie).client.coder == "Ana"
    assert sessions.enter(code) is None
    assert sessions.find(code) is None
    assert sessions.enter("") is None
    assert sessions.enter("\ud800") is None


def test_a_link_is_good_for_seconds_and_a_session_for_hours(
    sessions: Sessions, client: Client, clock: Clock
) -> None:
    code, late = sessions.link(client), sessions.link(client)
    cookie = sessions.enter(code)
    clock.now += LINK_SECONDS
    assert sessions.enter(late) is None
    clock.now += SESSION_SECONDS - LINK_SECONDS - 1
    assert sessions.find(cookie)
    clock.now += 1
    assert sessions.find(cookie) is None


def test_a_session_ends_when_one_leaves_and_when_the_browser_is_not_paired_any_more(
    sessions: Sessions, client: Client, tokens: TokenStore
) -> None:
    first, second = (sessions.enter(sessions.link(client)) for _ in range(2))
    sessions.leave(first)
    assert sessions.find(first) is None
    assert sessions.find(second)
    tokens.path.unlink()
    assert sessions.find(second) is None
    assert sessions.find("") is None


def test_a_form_must_bring_the_word_of_its_session(sessions: Sessions, client: Client) -> None:
    mine, other = (sessions.find(sessions.enter(sessions.link(client))) for _ in range(2))
    assert mine.allows(mine.csrf)
    for wrong in ("", other.csrf, mine.csrf[:-1], "é"):
        assert not mine.allows(wrong)


@pytest.fixture(params=["memory", "database"])
def both(
    request: pytest.FixtureRequest, tokens: TokenStore, clock: Clock, tmp_path: Path
) -> Iterator[Sessions]:
    """Sessions as a laptop keeps them and as a department does."""
    if request.param == "memory":
        yield Sessions(tokens, MemoryShelf(clock))
        return
    record = Record(tmp_path)
    yield Sessions(tokens, DatabaseShelf(record.reviews, clock))
    record.close()


def test_a_coder_has_so_many_at_once_and_the_oldest_ends(both: Sessions, tokens: TokenStore) -> None:
    tokens.create("Firefox", FIREFOX, "Ana")
    tokens.create("Chromium", CHROMIUM, "Ben")
    mine, again, other = tokens.clients()
    assert mine.coder_id == again.coder_id != other.coder_id
    theirs = both.enter(both.link(other))
    cookies = [both.enter(both.link((mine, again)[number % 2])) for number in range(PER_CODER)]
    both.leave(cookies.pop(5))
    cookies.append(both.enter(both.link(mine)))
    assert all(both.find(cookie) for cookie in cookies)
    cookies += [both.enter(both.link(again)) for _ in range(2)]
    assert [both.find(cookie) is None for cookie in cookies] == [True] * 2 + [False] * PER_CODER
    assert both.find(theirs)


def test_those_that_have_ended_do_not_count(both: Sessions, client: Client, clock: Clock) -> None:
    old = [both.enter(both.link(client)) for _ in range(PER_CODER)]
    clock.now += SESSION_SECONDS - 1
    late = both.enter(both.link(client))
    clock.now += 2
    new = [both.enter(both.link(client)) for _ in range(PER_CODER - 1)]
    assert not any(both.find(cookie) for cookie in old)
    assert all(both.find(cookie) for cookie in [late, *new])


def test_many_that_enter_at_once_are_no_more(both: Sessions, client: Client) -> None:
    codes = [both.link(client) for _ in range(PER_CODER + 8)]
    with ThreadPoolExecutor(8) as pool:
        cookies = list(pool.map(both.enter, codes))
    assert sum(both.find(cookie) is not None for cookie in cookies) == PER_CODER
