"""The gate before the review page, in place of the token's.

The page is opened in a tab, so there is no token, and a cookie is sent along by the browser, whoever asks. So
  1. Host as everywhere, checked before this.
  2. Sec-Fetch-Site: `none` (typed, or opened by the extension) or `same-origin`; another site's link, frame,
     image or form is refused, and so is another port of this computer (`same-site`).
  3. A session: its cookie is HttpOnly and SameSite=Strict, and good below /review only.
  4. What changes something is a form with the page's own Origin and the session's word (CSRF).
A bearer token opens nothing here, and the cookie opens nothing elsewhere.
"""

from flask import Response, g, request

from chartside.errors import AccessError, InputError
from chartside.web.sessions import COOKIE, Sessions

BLUEPRINT = "review"
OPEN = frozenset({"review.static", "review.leave"})
"""Without a session: what is the same for everybody, and leaving."""
ENTRY = "review.listed"
"""Takes the code of a link."""
FORM = "application/x-www-form-urlencoded"
POLICY = (
    "default-src 'none'; style-src 'self'{inline}; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    # Without a referrer browsers send the Origin `null` with a form.
    "Referrer-Policy": "same-origin",
}


class NoSession(AccessError):
    """The page was opened without a session, or it has ended."""

    code = "no_session"
    status = 401


class NotOurs(AccessError):
    """A form or link that does not come from the page itself."""

    code = "cross_site"
    status = 403


class NoForm(InputError):
    """A body that is no form."""

    code = "no_form"
    status = 415


def is_page() -> bool:
    """Whether this request is for the review page."""
    return request.blueprint == BLUEPRINT


class PageGate:
    """Lets a browser with a session through; the host has been checked.

    Args:
        sessions: those that there are.
    """

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def check(self) -> None:
        """Let the request through, or raise `NoSession`, `NotOurs` or `NoForm`."""
        g.session = None
        if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            raise NotOurs("Chartside does not answer another site's page; open the review page itself.")
        origin = request.headers.get("Origin")
        own = f"{request.scheme}://{request.headers.get('Host', '').lower()}"
        if origin != own and (origin is not None or request.method == "POST"):
            raise NotOurs("This does not come from the review page itself; open it from the extension.")
        session = self._sessions.find(request.cookies.get(COOKIE, ""))
        if request.method == "POST":
            if request.mimetype != FORM:
                raise NoForm("Send what the page's own form sends.")
            if session is not None and not session.allows(request.form.get("csrf", "")):
                raise NotOurs("This form is of an earlier session; load the page again.")
        if session is not None:
            g.session, g.client = session, session.client
        elif request.endpoint not in OPEN and not (request.endpoint == ENTRY and "code" in request.args):
            raise NoSession("This page needs a session; open it from the extension, which makes a link.")

    @staticmethod
    def finish(response: Response) -> None:
        """Put the page's own headers on an answer; a page may have set `g.policy`."""
        response.headers.update(HEADERS)
        response.headers["Content-Security-Policy"] = g.get("policy") or POLICY.format(inline="")
