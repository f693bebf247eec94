from pathlib import Path

import pytest

from chartside.review.shelf import MOST, MemoryShelf
from chartside.web.sessions import LINK_SECONDS, SESSION_SECONDS, Sessions
from chartside.web.tokens import Client, TokenStore
from clock import Clock

from . import CHROMIUM


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


def test_there_are_never_more_than_so_many(sessions: Sessions, client: Client) -> None:
    cookies = [sessions.enter(sessions.link(client)) for _ in range(MOST + 1)]
    assert sessions.find(cookies[0]) is None
    assert sessions.find(cookies[-1])
