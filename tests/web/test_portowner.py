"""Another program on our port says who it is; it must not steer the coder's terminal."""

import socket
import threading

import pytest

from chartside.web import portowner


@pytest.mark.parametrize(
    "body",
    [
        b'{"service": "chartside", "version": "1\\u001b[2J\\u009b1m\\n\\u202e"}',
        b"[" * 4000,
    ],
)
def test_what_another_program_says_is_shown_tame(body: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        said = portowner.describe(listener.getsockname()[1])
        thread.join(timeout=5)
    assert said
    assert said.isprintable()
