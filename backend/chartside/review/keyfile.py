"""Where the keys of the record lie: the system's keyring, else a file that only its owner can read.

A record without its keys is refused; new keys are made for a new record only.
"""

import json
import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from chartside.codesets.database import compile_lock
from chartside.errors import VaultError
from chartside.review.vault import Keys, Vault, new_keys
from chartside.wholefile import write_whole

FILE = "keys.json"
SERVICE = "chartside"
_SCRYPT = {"length": 32, "n": 2**15, "r": 8, "p": 1}
"""OWASP's floor for scrypt."""


def open_vault(folder: Path, *, fresh: bool) -> Vault:
    """The vault of the record in `folder`.

    Args:
        folder: the record's folder; a key file lies in it.
        fresh: the record is empty, so that keys may be made.

    Raises:
        VaultError: the keys are missing or cannot be read.
    """
    keys = load(folder)
    if keys is None:
        if not fresh:
            raise VaultError(
                f"The keys of the record in {folder} are missing; bring back {FILE} or the keyring's "
                "entry, or import them with `chartside audit key import FILE`."
            )
        # Two who open a new record at once must not write with different keys.
        with compile_lock(folder):
            keys = load(folder)
            if keys is None:
                keys = new_keys()
                keep(folder, keys)
    return Vault(keys, lambda changed: keep(folder, changed), lambda: load(folder))


def load(folder: Path) -> Keys | None:
    """The keys of a record; None when there are none.

    Raises:
        VaultError: they cannot be read.
    """
    path = folder / FILE
    try:
        if path.exists():
            return _parsed(path.read_text(encoding="utf-8", errors="replace"))
    except OSError as error:
        raise VaultError(
            f"The key file {path} cannot be read ({error.strerror}); make it readable."
        ) from None
    ring = _keyring()
    try:
        stored = ring.get_password(SERVICE, _entry(folder)) if ring else None
    except Exception as error:  # each keyring has errors of its own
        raise VaultError(
            f"The system's keyring does not open ({type(error).__name__}); unlock it and try again."
        ) from None
    return _parsed(stored) if stored else None


def keep(folder: Path, keys: Keys) -> None:
    """Store keys: in the file where there is one or no keyring, else in the keyring.

    Raises:
        VaultError: they cannot be stored.
    """
    text = json.dumps(keys, indent=1)
    ring = None if (folder / FILE).exists() else _keyring()
    if ring is not None:
        with suppress(Exception):
            ring.set_password(SERVICE, _entry(folder), text)
            if ring.get_password(SERVICE, _entry(folder)) == text:
                return
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(folder / FILE, text.encode())
    except OSError as error:
        raise VaultError(
            f"The keys of the record cannot be kept in {folder} ({error.strerror}); make it writable."
        ) from None


def export_keys(keys: Keys, passphrase: str) -> str:
    """The keys as a text that only the passphrase opens."""
    salt, nonce = os.urandom(16), os.urandom(12)
    key = Scrypt(salt=salt, **_SCRYPT).derive(passphrase.encode())
    sealed = AESGCM(key).encrypt(nonce, json.dumps(keys).encode(), SERVICE.encode())
    return json.dumps({"chartside_keys": 1, "salt": salt.hex(), "nonce": nonce.hex(), "sealed": sealed.hex()})


def import_keys(text: str, passphrase: str) -> Keys:
    """The keys of an exported text.

    Raises:
        VaultError: it is no such text, or the passphrase is wrong.
    """
    try:
        row = json.loads(text)
        key = Scrypt(salt=bytes.fromhex(row["salt"]), **_SCRYPT).derive(passphrase.encode())
        plain = AESGCM(key).decrypt(
            bytes.fromhex(row["nonce"]), bytes.fromhex(row["sealed"]), SERVICE.encode()
        )
    except InvalidTag:
        raise VaultError("The passphrase does not open these keys; try it again.") from None
    except (ValueError, KeyError, TypeError):
        raise VaultError("This is no file of exported keys; choose the one that was exported.") from None
    return _parsed(plain.decode())


def _parsed(text: str) -> Keys:
    try:
        keys = json.loads(text)
    except ValueError:
        keys = None
    if not isinstance(keys, dict):
        raise VaultError(
            "The keys of the record cannot be read; import them again with `chartside audit key import FILE`."
        )
    return keys


def _entry(folder: Path) -> str:
    return sha256(str(folder.absolute()).encode()).hexdigest()[:24]


def _keyring() -> Any:
    """The system's keyring; None where there is none, and where CHARTSIDE_KEYS says `file`."""
    if os.environ.get("CHARTSIDE_KEYS") == "file":
        return None
    with suppress(Exception):
        import keyring

        found = keyring.get_keyring()
        if found.priority >= 1:
            return found
    return None
