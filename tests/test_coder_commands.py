import json
import re
from pathlib import Path

import pytest
from sqlalchemy import select

from chartside.cli import DONE, MISUSED, main
from chartside.review.opening import reviews_of
from chartside.review.passing import DatabaseShelf
from chartside.review.records import Coder
from chartside.review.tables import event
from chartside.web.invitations import Invitations
from chartside.web.tokens import Invited, TokenStore

ORIGIN = "chrome-extension://" + "abcdefghijklmnop" * 2


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHARTSIDE_HOME", str(tmp_path))
    monkeypatch.setenv("CHARTSIDE_KEYS", "file")
    monkeypatch.delenv("CHARTSIDE_DATABASE_URL", raising=False)
    return tmp_path


def invited(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["coder", "add", *arguments]) == DONE
    return re.search(r"  (\w{4}-\w{4}-\w{4})\n", capsys.readouterr().out)[1]


def used(home: Path, code: str) -> Invited:
    with reviews_of(home) as reviews:
        return Invitations(DatabaseShelf(lambda: reviews)).redeem(code, "192.0.2.1")


def listed(capsys: pytest.CaptureFixture[str]) -> list[dict]:
    assert main(["coder", "list", "--format", "json"]) == DONE
    return json.loads(capsys.readouterr().out)


def kinds(home: Path) -> list[str]:
    with reviews_of(home) as reviews, reviews.database.read() as connection:
        return list(connection.execute(select(event.c.kind).order_by(event.c.seq)).scalars())


def test_a_coder_is_invited_again_for_another_browser(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = used(place, invited(capsys, "Ana  Ruiz", "--role", "auditor"))
    assert (first.coder, first.role) == ("Ana Ruiz", "auditor")
    TokenStore(place).admit("Chromium", ORIGIN, lambda: first)
    again = used(place, invited(capsys, "ana ruiz"))
    assert again == first
    assert main(["coder", "add", "Ana Ruiz", "--role", "coder"]) == MISUSED
    assert "is here as auditor already" in capsys.readouterr().err
    assert kinds(place) == ["coder_added", "coder_invited", "coder_invited"]


def test_an_invitation_that_no_department_will_know_is_told(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["coder", "add", "Ana"]) == DONE
    assert "CHARTSIDE_DATABASE_URL is not set" in capsys.readouterr().err


def test_who_comes_back_is_the_same_coder(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with reviews_of(place) as reviews:
        reviews.add_coder(Coder("of-a-script", "Ana", person=False))
        reviews.add_coder(Coder("her-id", "Ana"))
    assert used(place, invited(capsys, "Ana")).coder_id == "her-id"
    assert used(place, invited(capsys, "Ben")).coder_id not in ("her-id", "of-a-script", "")


def test_the_list_shows_who_is_here_and_who_is_asked(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coder", "list"]) == DONE
    assert "Nobody was invited yet" in capsys.readouterr().out
    assert listed(capsys) == []
    tokens = TokenStore(place)
    tokens.create("Firefox", ORIGIN, "Ben")
    tokens.create("numbers", role="monitor")
    invited(capsys, "Ana")
    rows = {each["name"]: each for each in listed(capsys)}
    assert [rows[name]["role"] for name in ("Ana", "Ben", "numbers")] == ["coder", "coder", "monitor"]
    assert rows["Ana"]["invited_until"][0].endswith("+00:00")
    assert rows["Ben"]["browsers"][0]["name"] == "Firefox"
    assert [len(rows["numbers"][held]) for held in ("browsers", "scripts", "invited_until")] == [0, 1, 0]
    assert main(["coder", "list"]) == DONE
    assert re.search(r"Ben\s+coder\s+1\s*\n", capsys.readouterr().out)


def test_one_who_is_removed_has_no_token_and_no_invitation(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tokens = TokenStore(place)
    gone, kept = tokens.create("laptop", ORIGIN, "Ana"), tokens.create("laptop", ORIGIN, "Ben")
    invited(capsys, "Ana")
    assert main(["coder", "remove", "ana"]) == DONE
    assert "tokens 1, invitations 1" in capsys.readouterr().out
    assert (tokens.find(gone), tokens.find(kept).coder) == (None, "Ben")
    assert [each["name"] for each in listed(capsys)] == ["Ben"]
    assert main(["coder", "remove", "Ana"]) == MISUSED
    assert "There is no coder of this name" in capsys.readouterr().err
    assert kinds(place)[-1] == "coder_removed"


@pytest.mark.parametrize("name", ["", "x" * 81, "a\x1b[2J"])
def test_a_name_that_cannot_be_used_is_told(
    place: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main(["coder", "add", name]) == MISUSED
    assert "Give a name of 1 to 80" in capsys.readouterr().err
