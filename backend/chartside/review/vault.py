"""The keys of the record: what is quoted is sealed, what is written is signed.

Quotations, reasoning and free text are kept under AES-256-GCM. The ledger is bound to a key that the
database does not hold, so that who can only write the database cannot forge it; checkpoints are signed
with Ed25519, so that others can check them. Keys lie in the system's keyring, else in a file that only
its owner can read. Source: NIST SP 800-38D; RFC 5869; RFC 8032.
"""

import hashlib
import hmac
import json
import os
import secrets
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chartside.errors import VaultError

VERSION = 1
NONCE = 12
"""Bytes of a nonce; random, so one key may seal 2^32 times (SP 800-38D, 8.3)."""
Keys = dict[str, Any]


def new_keys() -> Keys:
    """A first set of keys."""
    first = _key_id()
    return {
        "version": VERSION,
        "current": first,
        "seal": {first: _encoded(AESGCM.generate_key(256))},
        "ledger": _encoded(secrets.token_bytes(32)),
        "anchor": _encoded(Ed25519PrivateKey.generate().private_bytes_raw()),
    }


class Vault:
    """Seals, opens and signs.

    Args:
        keys: a set of keys as `new_keys` makes them.
        keep: writes a changed set back to where it came from.
        load: reads the set again, which another process may have changed; None when it is gone.

    Raises:
        VaultError: the set is not whole.
    """

    def __init__(
        self, keys: Keys, keep: Callable[[Keys], None], load: Callable[[], Keys | None] | None = None
    ) -> None:
        self._keep = keep
        self._load = load or (lambda: None)
        self._take(keys)

    def _take(self, keys: Keys) -> None:
        try:
            seals = {name: AESGCM(_decoded(key)) for name, key in keys["seal"].items()}
            ledger = _decoded(keys["ledger"])
            anchor = Ed25519PrivateKey.from_private_bytes(_decoded(keys["anchor"]))
            current: str = keys["current"]
            seals[current]
        except (KeyError, TypeError, ValueError, AttributeError):
            raise VaultError(
                "The keys of the record are not whole; import them again with `chartside audit key import`."
            ) from None
        self._seals, self._ledger, self._anchor, self.current = seals, ledger, anchor, current
        self._keys = keys

    def reload(self) -> None:
        """Take the keys as they are kept now; another process may have made a new one."""
        keys = self._load()
        if keys is not None:
            self._take(keys)

    def has(self, key_id: str) -> bool:
        """Whether a sealing key is here."""
        return key_id in self._seals

    def seal(self, plain: bytes, about: str) -> tuple[str, bytes]:
        """The current key's name and `plain`, compressed and sealed; opening it needs the same `about`."""
        nonce = os.urandom(NONCE)
        packed = zlib.compress(plain, 6)
        return self.current, nonce + self._seals[self.current].encrypt(nonce, packed, about.encode())

    def open(self, key_id: str, blob: bytes, about: str) -> bytes:
        """What was sealed.

        Raises:
            VaultError: the key is missing, or the blob was changed or belongs to something else.
        """
        if key_id not in self._seals:
            self.reload()
        cipher = self._seals.get(key_id)
        if cipher is None:
            raise VaultError(
                f"The key {key_id[:16]} of the record is missing; import it with `chartside audit key "
                "import`."
            )
        try:
            return zlib.decompress(cipher.decrypt(blob[:NONCE], blob[NONCE:], about.encode()))
        except (InvalidTag, ValueError, zlib.error):
            raise VaultError(
                "A sealed part of the record was changed, or its key is another one; run "
                "`chartside audit verify`."
            ) from None

    def mac(self, data: bytes) -> str:
        """HMAC-SHA-256 of `data` under the ledger's key, in hex."""
        return hmac.digest(self._ledger, data, "sha256").hex()

    def note_digest(self, text: str) -> str:
        """The keyed digest of a note."""
        return self.mac(b"note\n" + text.encode("utf-8", "surrogatepass"))

    def sign(self, data: bytes) -> tuple[str, str]:
        """The public key and the signature of `data`, in hex."""
        public = self._anchor.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return public.hex(), self._anchor.sign(data).hex()

    def new_seal(self) -> str:
        """Make a new sealing key the current one; old ones still open."""
        name = _key_id()
        key = AESGCM.generate_key(256)
        self._change({**self._keys, "current": name, "seal": {**self._keys["seal"], name: _encoded(key)}})
        self._seals[name] = AESGCM(key)
        self.current = name
        return name

    def drop_seals(self) -> None:
        """Forget all sealing keys but the current one; call when nothing is sealed with them any more."""
        self._change({**self._keys, "seal": {self.current: self._keys["seal"][self.current]}})
        self._seals = {self.current: self._seals[self.current]}

    def keys(self) -> Keys:
        """The whole set, to be exported."""
        return json.loads(json.dumps(self._keys))  # type: ignore[no-any-return]

    def _change(self, keys: Keys) -> None:
        self._keep(keys)
        self._keys = keys


def fingerprint(keys: Keys) -> str:
    """A short name of a set of keys that tells nothing of them."""
    return hashlib.sha256(_decoded(keys["ledger"])).hexdigest()[:16]


def _key_id() -> str:
    return secrets.token_hex(6)


def _encoded(key: bytes) -> str:
    return b64encode(key).decode()


def _decoded(text: str) -> bytes:
    return b64decode(text, validate=True)
