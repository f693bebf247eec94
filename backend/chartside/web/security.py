"""The gate before every route.

The threat: the service listens on this computer and holds nothing back from who may ask, so every web page
the coder opens is a possible attacker. A page can
  - send requests to 127.0.0.1 from its own scripts, forms and images (cross-site request forgery),
  - point its own host name at 127.0.0.1 after loading, and so become "same origin" with us (DNS rebinding),
  - probe what is running here, or guess a pairing code.
Another extension, or another user's program on this computer, can do the same without a browser's manners.

What stands against it, in this order, before any body is read:
  1. Host: only our own address by name. A rebound name sends its own Host.
  2. Origin: a browser sends it with every POST and every cross-origin read. Only a paired extension's is let
     through; pages (http, https, null) never. Scripts send none.
  3. Sec-Fetch-Site: a page's image or script tag sends no Origin, but this header, which pages cannot forge.
     Measured: an extension's background fetch sends `none` (Chromium) or `same-origin` (Firefox), and no
     Origin on GET.
  4. A bearer token on every route but bare health, pairing, `proof` and a department's probes, compared in
     constant time; the token of an extension is refused from another extension's Origin.
  5. The role of the token: `roles` says what each may do.
  6. JSON only: a form or a `no-cors` fetch cannot send that type without asking first.
The review page has a gate of its own behind the first check: see `pagegate`.
Answers are never cached, sniffed, framed or readable by an Origin that is not paired.
"""

import re

from flask import Flask, Response, g, request
from flask_cors.core import get_cors_options, set_cors_headers

from chartside.department import Department
from chartside.errors import AccessError, InputError, ServiceError
from chartside.settings import Settings
from chartside.web.pagegate import PageGate, is_page
from chartside.web.roles import Roles
from chartside.web.tokens import Client, TokenStore

EXTENSION_ORIGIN = re.compile(
    r"(chrome-extension://[a-p]{32}|moz-extension://[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})"
)
OPEN_ROUTES = frozenset({"health.health", "pairing.pair", "proof.prove"})
"""Endpoints that answer without a token."""
PROBES = frozenset({"probes.lives", "probes.ready"})
"""Endpoints that answer anybody, by any name, and say nothing but that they do."""
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Refused(AccessError):
    """A request that is turned away, with its HTTP status."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message, code=code)
        self.status = status


class NotJson(InputError):
    """A body that is not declared as JSON."""

    code = "not_json"
    status = 415


def hosts_of(settings: Settings, department: Department | None = None) -> frozenset[str]:
    """The names that a service answers to: this computer's own, or those of a department's service.

    Browsers leave the port out of Host when it is the scheme's own.
    """
    port, hosts = settings.port, set[str]()
    if department is None or (department.is_local and not department.proxies):
        own = [f"{name}:{port}" for name in LOOPBACK]
        hosts.update(own, LOOPBACK if port == 80 else ())
    for name in department.hosts if department else ():
        hosts.update([name.removesuffix(":443")] if ":" in name else [name, f"{name}:{port}"])
    return frozenset(hosts)


class Gate:
    """Host, Origin, fetch site, token and content type of every request, and the headers of every answer.

    Args:
        hosts: the names that we answer to, as a Host header has them.
        tokens: who may come in.
        pages: stands before the review page instead, behind the check of the host.
        roles: what each client may do.
    """

    def __init__(self, hosts: frozenset[str], tokens: TokenStore, pages: PageGate, roles: Roles) -> None:
        self._hosts, self._tokens, self._pages, self._roles = hosts, tokens, pages, roles

    def init_app(self, app: Flask) -> None:
        """Stand before every request of `app`, and behind it."""
        app.before_request(self.check)
        app.after_request(self.finish)

    def check(self) -> Response | None:
        """Let the request through, answer a preflight, or raise `Refused` or `NotJson`."""
        g.client = None
        if request.endpoint in PROBES:
            return None
        self._check_host()
        if is_page():
            self._pages.check()
            if g.client is not None:
                self._roles.enter(g.client)
            return None
        origin = self._check_origin()
        self._check_fetch_site(origin)
        if request.method == "OPTIONS":
            return Response(status=204)
        g.client = self._client(origin)
        if g.client is None and request.endpoint not in OPEN_ROUTES:
            raise Refused(
                401,
                "no_token",
                "This request has no valid token; pair the extension or run `chartside token NAME`.",
            )
        if g.client is not None:
            self._roles.enter(g.client)
        if request.method == "POST" and request.mimetype != "application/json":
            raise NotJson("Send the request's body as JSON, with the header Content-Type: application/json.")
        return None

    def finish(self, response: Response) -> Response:
        """Put the protecting headers on an answer; cross-origin ones for a paired extension only."""
        response.headers.update(HEADERS)
        if is_page():
            self._pages.finish(response)
            return response
        response.headers.add("Vary", "Origin")
        origin = request.headers.get("Origin")
        if origin and self._is_paired(origin):
            del response.headers["Cross-Origin-Resource-Policy"]
            options = {
                "origins": [origin],
                "methods": ["GET", "POST"],
                "allow_headers": ["Authorization", "Content-Type"],
                "max_age": 600,
                "allow_private_network": True,
            }
            set_cors_headers(response, get_cors_options(None, options))  # type: ignore[arg-type]
        return response

    def _is_paired(self, origin: str) -> bool:
        try:
            return self._tokens.is_paired(origin)
        except ServiceError:  # as the answer says already
            return False

    def _check_host(self) -> None:
        if request.headers.get("Host", "").lower() not in self._hosts:
            raise Refused(
                403,
                "wrong_host",
                "Chartside answers only under its own address, such as 127.0.0.1 on this computer.",
            )

    def _check_origin(self) -> str | None:
        origins = request.headers.getlist("Origin")
        if not origins:
            return None
        origin = origins[0]
        if len(origins) == 1 and EXTENSION_ORIGIN.fullmatch(origin):
            if self._tokens.is_paired(origin) or request.endpoint in OPEN_ROUTES:
                return origin
            raise Refused(
                403, "not_paired", "This browser extension is not paired; pair it in its options first."
            )
        raise Refused(
            403, "wrong_origin", "Chartside does not answer web pages; use the paired extension or a script."
        )

    def _check_fetch_site(self, origin: str | None) -> None:
        site = request.headers.get("Sec-Fetch-Site", "none")
        if origin is None and site not in ("none", "same-origin"):
            raise Refused(
                403, "cross_site", "Chartside does not answer requests that another site's page has made."
            )

    def _client(self, origin: str | None) -> Client | None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            return None
        client = self._tokens.find(token.strip())
        if client is not None and client.origin is not None and origin not in (None, client.origin):
            return None
        return client


def current_client() -> Client | None:
    """The holder of the token that this request brought, if it was a good one."""
    client: Client | None = g.get("client")
    return client
