import json
import os
import stat
from pathlib import Path

import pytest

from chartside.errors import InputError, ServiceError
from chartside.web.tokens import Invited, TokenStore

from . import CHROMIUM


def test_only_hashes_are_kept_and_only_the_owner_may_read(tmp_path: Path) -> None:
    home = tmp_path / "home"
    store = TokenStore(home)
    token = store.create("script")
    assert token not in store.path.read_text(encoding="utf-8")
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert {path.name for path in home.iterdir()} == {"tokens.json", "tokens.lock"}


def test_a_token_is_good_after_a_restart_and_beside_newer_ones(tmp_path: Path) -> None:
    first = TokenStore(tmp_path).create("laptop", CHROMIUM)
    second = TokenStore(tmp_path).create("laptop", CHROMIUM)
    again = TokenStore(tmp_path)
    assert first != second
    assert [again.find(token).name for token in (first, second)] == ["laptop", "laptop"]
    assert again.is_paired(CHROMIUM)
    assert not again.is_paired(CHROMIUM.upper())


def test_a_running_store_sees_what_another_process_adds(tmp_path: Path) -> None:
    running = TokenStore(tmp_path)
    assert running.clients() == ()
    token = TokenStore(tmp_path).create("added later")
    assert running.find(token).name == "added later"
    running.path.unlink()
    assert running.find(token) is None


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x1b[2J", None, 5, "\ud800"])
def test_names_are_fit_for_a_terminal(tmp_path: Path, name: object) -> None:
    with pytest.raises(InputError, match="Give a name of 1 to 80 printable characters"):
        TokenStore(tmp_path).create(name)


def test_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ServiceError, match="make that folder writable"):
        TokenStore(tmp_path / "file").create("script")


def test_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = TokenStore(tmp_path)
    token = store.create("kept")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("chartside.web.tokens.os.replace", full)
    with pytest.raises(ServiceError, match="No space left on device"):
        store.create("lost")
    assert store.find(token).name == "kept"
    assert {path.name for path in tmp_path.iterdir()} == {"tokens.json", "tokens.lock"}


@pytest.mark.skipif(os.name != "posix", reason="no file locks there")
def test_a_link_in_place_of_the_lock_harms_no_other_file(tmp_path: Path) -> None:
    other, home = tmp_path / "other", tmp_path / "home"
    other.write_text("precious")
    home.mkdir()
    (home / "tokens.lock").symlink_to(other)
    with pytest.raises(ServiceError):
        TokenStore(home).create("Report")
    assert other.read_text() == "precious"


def test_a_client_has_a_role_and_is_a_coder_in_files_that_name_none(tmp_path: Path) -> None:
    store = TokenStore(tmp_path)
    auditor, coder = store.create("Ben", CHROMIUM, "Ben", "auditor"), store.create("script")
    assert (store.find(auditor).role, store.find(coder).role) == ("auditor", "coder")
    told = json.loads(store.path.read_text())
    for row in told["clients"]:
        del row["role"]
    store.path.write_text(json.dumps(told))
    assert [client.role for client in TokenStore(tmp_path).clients()] == ["coder", "coder"]


def test_all_tokens_of_a_coder_are_taken_away_at_once(tmp_path: Path) -> None:
    running, other = TokenStore(tmp_path), TokenStore(tmp_path)
    tokens = [other.create(name, origin, "Ana") for name, origin in (("laptop", CHROMIUM), ("script", None))]
    kept = other.create("laptop", CHROMIUM, "Ben")
    assert all(running.find(token) for token in tokens)
    called: list[int] = []
    assert other.remove("ANA", lambda: called.append(1)) == 2
    assert called == [1]
    assert [running.find(token) for token in tokens] == [None, None]
    assert running.find(kept).coder == "Ben"
    assert other.remove("Ana") == 0


def test_who_is_invited_is_asked_while_nobody_else_writes(tmp_path: Path) -> None:
    store = TokenStore(tmp_path)

    def refused() -> Invited:
        raise InputError("No more.")

    with pytest.raises(InputError, match="No more"):
        store.admit("laptop", CHROMIUM, refused)
    assert not store.path.exists()
    token = store.admit("laptop", CHROMIUM, lambda: Invited("Ana", "her-id", "auditor"))
    assert [store.find(token).coder, store.find(token).coder_id] == ["Ana", "her-id"]
    assert store.find(store.create("home", CHROMIUM, "Ana")).coder_id == "her-id"
