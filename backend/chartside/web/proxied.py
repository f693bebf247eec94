"""What a reverse proxy says about the client: believed of the proxies that were named, of exactly one hop.

A proxy hands on the name, the scheme and the address that it was asked by in X-Forwarded-Host, -Proto and
-For. Anybody can send these headers, so of everybody else they are dropped; and where a proxy speaks TLS
for us, nobody else is answered at all, since their notes would cross the network in the clear. Whether the
service lives may be asked on the computer itself, as a container does.
"""

import json
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

REFUSAL = {
    "error": {
        "code": "not_by_proxy",
        "message": "Chartside is behind a proxy here; ask under the address that the proxy has.",
    }
}


PROBES = frozenset({"/livez", "/readyz"})


class Proxied:
    """Stands before the whole service.

    Args:
        app: the service.
        proxies: addresses or networks of the proxies; none when there is no proxy.
        strict: refuse everybody else.
    """

    def __init__(self, app: "WSGIApplication", proxies: tuple[str, ...], *, strict: bool) -> None:
        self._app, self._strict = app, strict
        self._networks = [ip_network(name) for name in proxies]
        self._fixed = ProxyFix(app, x_for=1, x_proto=1, x_host=1)

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answer a request, as WSGI has it."""
        if self._is_proxy(environ.get("REMOTE_ADDR", "")):
            return self._fixed(environ, start)
        if self._strict and not self._is_probe(environ):
            body = json.dumps(REFUSAL).encode()
            headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
            start("403 FORBIDDEN", headers)
            return [body]
        for name in [name for name in environ if name.startswith(("HTTP_X_FORWARDED", "HTTP_FORWARDED"))]:
            del environ[name]
        return self._app(environ, start)

    def _is_proxy(self, address: str) -> bool:
        told = _read(address)
        return told is not None and any(told in network for network in self._networks)

    @staticmethod
    def _is_probe(environ: "WSGIEnvironment") -> bool:
        told = _read(environ.get("REMOTE_ADDR", ""))
        return told is not None and told.is_loopback and environ.get("PATH_INFO") in PROBES


def _read(address: str) -> IPv4Address | IPv6Address | None:
    try:
        told = ip_address(address)
    except ValueError:
        return None
    return getattr(told, "ipv4_mapped", None) or told
