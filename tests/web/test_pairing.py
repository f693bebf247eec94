import re

import pytest
from flask.testing import FlaskClient

from chartside.web.pairing import LIFETIME, REST, TRIES, PairingDesk, TooManyTries
from chartside.web.security import Refused
from clock import Clock

from . import CHROMIUM, FIREFOX


@pytest.fixture
def shown() -> list[str]:
    return []


@pytest.fixture
def desk(shown: list[str], clock: Clock) -> PairingDesk:
    made = PairingDesk(shown.append, clock)
    made.open()
    return made


def other(code: str) -> str:
    """A code that is surely not `code`."""
    return f"{(int(code.replace('-', '')) + 1) % 1_000_000:06d}"


def test_a_code_is_six_digits_and_works_once(desk: PairingDesk, shown: list[str]) -> None:
    first = shown[-1]
    assert re.fullmatch(r"[0-9]{3}-[0-9]{3}", first)
    desk.redeem(first)
    with pytest.raises(Refused, match="no longer good"):
        desk.redeem(first)
    assert len(shown) == 2
    desk.redeem(shown[-1])


@pytest.mark.parametrize("write", [str, lambda c: c.replace("-", ""), lambda c: f" {c.replace('-', ' ')} "])
def test_a_code_may_be_typed_with_or_without_its_dash(desk: PairingDesk, shown: list[str], write) -> None:
    desk.redeem(write(shown[-1]))


@pytest.mark.parametrize("code", ["", None, 123456, "１２３４５６", "\ud800", ["1"], "abc-def"])
def test_what_is_no_code_is_refused(desk: PairingDesk, code: object) -> None:
    with pytest.raises(Refused, match="type the six digits"):
        desk.redeem(code)


def test_a_code_grows_too_old_and_a_new_one_is_shown(
    desk: PairingDesk, shown: list[str], clock: Clock
) -> None:
    clock.now += LIFETIME + 1
    with pytest.raises(Refused, match="no longer good; use the terminal's new one"):
        desk.redeem(shown[0])
    assert len(shown) == 2
    desk.redeem(shown[-1])


def test_guessing_is_slowed_down(desk: PairingDesk, shown: list[str], clock: Clock) -> None:
    for _ in range(TRIES - 1):
        with pytest.raises(Refused):
            desk.redeem(other(shown[0]))
    with pytest.raises(TooManyTries, match="wait 30 seconds"):
        desk.redeem(other(shown[0]))
    assert len(shown) == 2
    clock.now += REST / 2
    with pytest.raises(TooManyTries, match="wait 15 seconds"):
        desk.redeem(shown[-1])
    clock.now += REST
    desk.redeem(shown[-1])


def test_nothing_pairs_before_a_code_is_shown(clock: Clock, shown: list[str]) -> None:
    desk = PairingDesk(shown.append, clock)
    with pytest.raises(Refused):
        desk.redeem("")
    assert len(shown) == 1


def pair(client: FlaskClient, code: str, origin: str | None = CHROMIUM, name: object = "Chromium on laptop"):
    headers = {"Origin": origin} if origin else {}
    return client.post("/v1/pair", json={"code": code, "name": name}, headers=headers)


@pytest.mark.parametrize("origin", [CHROMIUM, FIREFOX])
def test_pairing_the_first_time_gives_a_token_that_works(
    client: FlaskClient, codes_shown: list[str], origin: str
) -> None:
    answer = pair(client, codes_shown[-1], origin)
    assert answer.status_code == 200
    headers = {"Authorization": f"Bearer {answer.get_json()['token']}", "Origin": origin}
    assert client.post("/v1/suggest", json={"text": "x"}, headers=headers).status_code == 200
    health = client.get("/v1/health", headers=headers).get_json()
    assert (health["paired"], health["department"]) == (True, False)
    assert health["coder"] == "Chromium on laptop"


def test_pairing_again_keeps_the_older_token_good(client: FlaskClient, codes_shown: list[str]) -> None:
    tokens = [pair(client, codes_shown[-1]).get_json()["token"] for _ in range(2)]
    for token in tokens:
        headers = {"Authorization": f"Bearer {token}", "Origin": CHROMIUM}
        assert client.get("/v1/codes?q=gout", headers=headers).status_code == 200


def test_wrong_code_is_said_and_pairs_nobody(client: FlaskClient, codes_shown: list[str]) -> None:
    answer = pair(client, other(codes_shown[-1]))
    assert answer.status_code == 403
    assert "type the six digits that stand in the terminal" in answer.get_json()["error"]["message"]
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_too_many_wrong_codes_answer_429(client: FlaskClient, codes_shown: list[str]) -> None:
    statuses = [pair(client, other(codes_shown[0])) for _ in range(TRIES)]
    assert [answer.status_code for answer in statuses] == [403] * (TRIES - 1) + [429]
    assert statuses[-1].headers["Retry-After"] == "30"


def test_scripts_do_not_pair(client: FlaskClient, codes_shown: list[str]) -> None:
    answer = pair(client, codes_shown[-1], origin=None)
    assert answer.status_code == 403
    assert "chartside token NAME" in answer.get_json()["error"]["message"]
    assert len(codes_shown) == 1


@pytest.mark.parametrize("name", [None, "", "x" * 81, {"a": 1}])
def test_a_bad_name_does_not_use_the_code_up(
    client: FlaskClient, codes_shown: list[str], name: object
) -> None:
    assert pair(client, codes_shown[-1], name=name).status_code == 400
    assert pair(client, codes_shown[-1]).status_code == 200


def test_an_invitation_is_for_a_department(client: FlaskClient, codes_shown: list[str]) -> None:
    answer = pair(client, "7KQM-2X9D-RB4T")
    assert answer.status_code == 403
    assert "Invitations are for the service of a department" in answer.get_json()["error"]["message"]
    assert pair(client, codes_shown[-1]).get_json()["role"] == "coder"
