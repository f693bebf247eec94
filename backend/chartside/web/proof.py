"""The service proves itself to a client, before the client sends its token or a note.

The threat: a program that listens on the port before Chartside does. It must learn nothing of a browser that
takes it for the service. So the browser first asks what only a holder of its token's hash can answer:
  - it names itself by a keyed hash of a fixed word, which says nothing about the token, and sends 32 random
    bytes;
  - the answer is the HMAC (RFC 2104, SHA-256), keyed with the token's hash, of a fixed word, those bytes and
    the name and port that the service was asked by. The gate answers under the service's own names alone,
    so what a program in between fetches from the real service at another address is of no use to it.
To a client that is not known the answer looks the same, under a key that nobody has: nothing can be found
out about who is paired here. Who holds a copy of the token file can answer, too.
"""

import hashlib
import hmac
import re
import secrets

from flask import Blueprint, Response, jsonify, request

from chartside.errors import InputError
from chartside.web import schemas
from chartside.web.tokens import Client, TokenStore

NAME = b"chartside client 1"
PROOF = b"chartside service 1"
"""What is hashed begins with one of these, so that no answer is ever a client's name."""
NAME_LENGTH, NONCE_LENGTH = 32, 64
"""In hexadecimal digits."""
DIGITS = re.compile(r"[0-9a-f]+")


def key_of(client: Client) -> bytes:
    """What both sides have: the SHA-256 of the token, which is all that is kept of it."""
    return bytes.fromhex(client.sha256)


def name_of(key: bytes) -> str:
    """How a client names itself, in 32 hexadecimal digits."""
    return hmac.new(key, NAME, hashlib.sha256).hexdigest()[:NAME_LENGTH]


def proof_of(key: bytes, nonce: bytes, host: str) -> str:
    """The answer to 32 random bytes, in 64 hexadecimal digits; `host` as a Host header has it."""
    return hmac.new(key, PROOF + nonce + host.encode(), hashlib.sha256).hexdigest()


class Keys:
    """The clients' keys by name, found anew when the token file has changed.

    Args:
        tokens: the clients.
    """

    def __init__(self, tokens: TokenStore) -> None:
        self._tokens = tokens
        self._known: tuple[tuple[Client, ...], dict[str, bytes]] = ((), {})

    def find(self, name: str) -> bytes:
        """The key of a client; of one that is not known, a random one.

        Raises:
            ServiceError: the token file is damaged.
        """
        clients, keys = self._known
        if (now := self._tokens.clients()) is not clients:
            keys = {name_of(key): key for key in map(key_of, now)}
            self._known = (now, keys)
        return keys.get(name, secrets.token_bytes(32))


def blueprint(tokens: TokenStore) -> Blueprint:
    """`POST /v1/proof`."""
    routes, keys = Blueprint("proof", __name__), Keys(tokens)

    @routes.post("/v1/proof")
    def prove() -> Response:
        body = schemas.parse_object(request.get_data())
        name = _digits(body, "client", NAME_LENGTH)
        nonce = bytes.fromhex(_digits(body, "nonce", NONCE_LENGTH))
        # The gate has compared it with the names that the service answers to.
        host = request.headers["Host"].lower()
        return jsonify({"proof": proof_of(keys.find(name), nonce, host)})

    return routes


def _digits(body: schemas.Json, name: str, length: int) -> str:
    value = body.get(name)
    if not isinstance(value, str) or len(value) != length or not DIGITS.fullmatch(value):
        raise InputError(f"`{name}` must be {length} hexadecimal digits in lower case.")
    return value
