import os
import stat
import sys
from pathlib import Path

import pytest

from chartside.errors import VaultError
from chartside.review import keyfile
from chartside.review.keyfile import FILE, export_keys, import_keys, keep, load, open_vault
from chartside.review.vault import Keys, new_keys


def test_a_new_record_gets_keys_that_only_its_owner_reads(tmp_path: Path) -> None:
    folder = tmp_path / "review"
    first = open_vault(folder, fresh=True)
    assert open_vault(folder, fresh=False).current == first.current
    if sys.platform != "win32":
        assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600


def test_a_record_without_its_keys_is_refused_and_gets_no_new_ones(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="audit key import"):
        open_vault(tmp_path, fresh=False)
    assert not (tmp_path / FILE).exists()


def test_two_who_open_a_new_record_at_once_have_the_same_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Keys] = []
    look = keyfile.load

    def looked(folder: Path) -> Keys | None:
        found = look(folder)
        if not made:  # another process comes in between
            made.append(new_keys())
            keep(folder, made[0])
        return found

    monkeypatch.setattr(keyfile, "load", looked)
    assert open_vault(tmp_path, fresh=True).keys() == made[0]
    assert look(tmp_path) == made[0]


def test_a_keyring_that_does_not_open_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Locked:
        def get_password(self, *_: str) -> str:
            raise RuntimeError("CANARY")

    monkeypatch.setattr(keyfile, "_keyring", Locked)
    with pytest.raises(VaultError, match=r"keyring does not open \(RuntimeError\); unlock it"):
        open_vault(tmp_path, fresh=False)


def test_keys_that_cannot_be_kept_leave_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(VaultError, match="No space"):
        keep(tmp_path, new_keys())
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("text", ["", "[]", "{", '{"version": 1}', "{\udcff}"])
def test_a_damaged_key_file_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(VaultError, match="audit key import"):
        open_vault(tmp_path, fresh=True)


def test_exported_keys_open_with_their_passphrase_only(tmp_path: Path, passphrase: str) -> None:
    keys = new_keys()
    text = export_keys(keys, passphrase)
    assert keys["ledger"] not in text
    assert import_keys(text, passphrase) == keys
    with pytest.raises(VaultError, match="passphrase"):
        import_keys(text, passphrase + "x")
    with pytest.raises(VaultError, match="exported"):
        import_keys("{}", passphrase)
    keep(tmp_path, keys)
    assert load(tmp_path) == keys
