"""A control address for the service, so that tests in another language can stop and start it."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .battery import plain
from .service import Service


class Control:
    """POST /start, /stop, /code, /token or /plain; the answer is text.

    The pairing code, a token for a script, or what the service says of the battery's plain note.

    Args:
        service: the service that is controlled.
    """

    def __init__(self, service: Service) -> None:
        def told() -> str:
            found = plain(service)
            return json.dumps({"codes": sorted(found.codes), "quotes": sorted(found.quotes)})

        actions = {
            "/start": service.start,
            "/stop": service.stop,
            "/code": service.pairing_code,
            "/token": service.token,
            "/plain": told,
        }

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                try:
                    status, text = 200, actions[self.path]() or ""
                except Exception as problem:
                    status, text = 500, str(problem)
                body = text.encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Stay silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
