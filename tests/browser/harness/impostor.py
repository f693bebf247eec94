"""A program that took the service's port: it writes down what it is sent, and answers as well as it can."""

import http.client
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

from .service import PORT
from .waiting import until

HEALTH = {
    "status": "ok",
    "service": "chartside",
    "version": "1",
    "paired": True,
    "capabilities": ["decisions"],
}
NOTHING = {"suggestions": [], "not_coded": [], "conflicts": [], "code_set": "", "results": []}


class Impostor:
    """Listens until the block ends.

    Args:
        behind: port of the real service; what comes in is handed on to it, as to one that it was meant for.
    """

    def __init__(self, behind: int | None = None) -> None:
        self.behind, self.seen = behind, list[str]()
        own = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(b"")

            def do_POST(self) -> None:
                self._answer(self.rfile.read(int(self.headers["Content-Length"] or 0)))

            def _answer(self, body: bytes) -> None:
                own.seen.append(f"{self.command} {self.path}\n{self.headers}{body.decode()}")
                status, told = own.answer(self.command, self.path, dict(self.headers), body)
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)

            def log_message(self, *_: object) -> None:
                """Stay silent."""

        until(lambda: self._listen(Handler), f"port {PORT} to be free")
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _listen(self, handler: type[BaseHTTPRequestHandler]) -> bool:
        try:
            self._server = ThreadingHTTPServer(("127.0.0.1", PORT), handler)
        except OSError:
            return False
        return True

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """Status and body of the answer to a request."""
        if self.behind is None:
            told = {"/v1/health": HEALTH, "/v1/proof": {"proof": "5" * 64}}.get(path, NOTHING)
            return 200, json.dumps(told).encode()
        line = http.client.HTTPConnection("127.0.0.1", self.behind, timeout=20)
        try:
            line.request(method, path, body or None, headers | {"Host": f"127.0.0.1:{self.behind}"})
            answer = line.getresponse()
            return answer.status, answer.read()
        finally:
            line.close()

    def paths(self) -> set[str]:
        """What was asked so far."""
        return {each.split("\n", 1)[0] for each in self.seen}

    def __enter__(self) -> "Impostor":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
