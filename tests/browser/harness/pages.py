"""A server for the page fixtures, under two host names, so that frames can be truly cross-site.

Neither name is 127.0.0.1: there the extension may act without being asked, since its service is there.

`{other}` in a fixture becomes the origin of the other host. A fixture's first line may hold headers
for its own answer: ``<!-- header: Content-Security-Policy: script-src 'none' -->``. `{text:FILE}` becomes
the text of another fixture, `{json:FILE}` the same as a string for a script.
"""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

PAGES = Path(__file__).resolve().parent.parent / "pages"
BUNDLES = PAGES.parents[2] / "node_modules" / ".cache" / "chartside-editors"
"""Where `editors.build` puts the bundled editors."""
HEADER = re.compile(r"<!-- header: ([A-Za-z-]+): (.*?) -->")
INSERTED = re.compile(r"\{(text|json):([\w/.-]+)\}")
HOST, OTHER = "localhost", "127.0.0.2"
TYPES = {
    ".svg": "image/svg+xml",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".css": "text/css",
}


def inserted(match: re.Match[str]) -> str:
    """The other fixture that `{text:FILE}` or `{json:FILE}` stands for."""
    text = (PAGES / match[2]).read_text(encoding="utf-8").strip()
    return text if match[1] == "text" else json.dumps(text).replace("</", "<\\/")


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"

    def do_GET(self) -> None:
        path = urlsplit(self.path).path.lstrip("/")
        file = next((found for root in self.server.roots if (found := root / path).is_file()), None)
        if file is None:
            self.send_error(404)
            return
        text = file.read_text(encoding="utf-8")
        host = (self.headers["Host"] or "").rsplit(":", 1)[0]
        here, other = self.server.owner.origin, self.server.owner.other_origin
        if file.suffix != ".js":  # a bundle may hold any characters
            text = INSERTED.sub(inserted, text.replace("{other}", here if host == OTHER else other))
        body = text.encode("utf-8")
        self.send_response(200)
        self.send_header("Content-Type", TYPES.get(file.suffix, "text/plain; charset=utf-8"))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        for name, value in HEADER.findall(text) if file.suffix == ".html" else ():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    owner: "PageServer"
    roots: tuple[Path, ...]


class PageServer:
    """Serves tests/browser/pages as localhost and, on the same port, as 127.0.0.2 (another site)."""

    def __init__(self, *more: Path) -> None:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._second = _Server((OTHER, self._server.server_port), _Handler)
        self.origin, self.other_origin = (
            f"http://{host}:{self._server.server_port}" for host in (HOST, OTHER)
        )
        self._threads = []
        for server in (self._server, self._second):
            server.owner, server.roots = self, (PAGES, BUNDLES, *more)
            self._threads.append(threading.Thread(target=server.serve_forever, daemon=True))
            self._threads[-1].start()

    def url(self, name: str) -> str:
        """Address of a fixture, such as `url("plain.html")`."""
        return f"{self.origin}/{name}"

    def close(self) -> None:
        """Stop serving."""
        for server, thread in zip((self._server, self._second), self._threads, strict=True):
            server.shutdown()
            server.server_close()
            thread.join()
