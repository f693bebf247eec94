import socket
import sys
import urllib.request

import pytest

from _service import Pages, Service
from _setup import Stop

SERVE = """
import http.server, sys
class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *_):
        pass
print("Pairing code: 123-456")
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Health).serve_forever()
"""


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_waits_for_health_and_hears_the_code(port, capfd):
    service = Service([sys.executable, "-c", SERVE, str(port)], port)
    try:
        service.wait_until_ready()
        assert service.pairing_code() == "123-456"
        assert service.running
    finally:
        service.close()
    assert not service.running
    assert "Pairing code: 123-456" in capfd.readouterr().out


def test_a_service_that_ends_is_told_with_its_own_words(port, capfd):
    service = Service([sys.executable, "-c", "print('Port 1 is taken.'); raise SystemExit(1)"], port)
    try:
        with pytest.raises(Stop, match="did not start; the lines above say why"):
            service.wait_until_ready()
    finally:
        service.close()
    assert "Port 1 is taken." in capfd.readouterr().out


def test_another_service_on_the_port_is_not_taken_for_ours(port):
    other = Service([sys.executable, "-c", SERVE, str(port)], port)
    try:
        other.wait_until_ready()
        ours = Service([sys.executable, "-c", ""], port)
        try:
            with pytest.raises(Stop, match="did not start"):
                ours.wait_until_ready()
        finally:
            ours.close()
    finally:
        other.close()


def test_no_code_is_told(port):
    service = Service([sys.executable, "-c", ""], port)
    try:
        with pytest.raises(Stop, match="no pairing code"):
            service.pairing_code()
    finally:
        service.close()


def test_pages_of_one_folder(tmp_path):
    (tmp_path / "index.html").write_text("<p>demo</p>")
    pages = Pages(tmp_path)
    try:
        with urllib.request.urlopen(pages.address) as answer:
            assert answer.read() == b"<p>demo</p>"
    finally:
        pages.close()
