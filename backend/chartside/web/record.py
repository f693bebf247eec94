"""The record as the service holds it: opened when it is first needed, tried again when it could not be.

Suggestions do not need it. Without it, what is asked of it is answered with the sentence that says why.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic
from weakref import finalize

from chartside.errors import ChartsideError, StoreError
from chartside.review.opening import open_reviews
from chartside.review.records import Coder, EncounterView, Json, Role
from chartside.review.reviews import Reviews
from chartside.review.settings_log import note_settings
from chartside.web.roles import May, may
from chartside.web.security import Refused, current_client
from chartside.web.tokens import MONITOR, Client

log = logging.getLogger("chartside.service")

REST = 5.0
"""Seconds before a record that could not be opened is tried again."""


def coder_of(client: Client) -> Coder:
    """The coder who holds a token; a script is no person."""
    # A script that only reads metrics is nobody in the record.
    role = Role.CODER if client.role == MONITOR else Role(client.role)
    return Coder(client.coder_id, client.coder, role, person=client.person)


class Record:
    """The record of one data folder; may be shared between threads.

    Args:
        home: Chartside's data folder.
        clock: seconds that only grow.
        threads: those that use it at once; the database's usual number of connections when left out.
    """

    def __init__(
        self, home: Path, clock: Callable[[], float] = monotonic, *, threads: int | None = None
    ) -> None:
        self._home, self._clock, self._threads = home, clock, threads
        self._lock = threading.Lock()
        self._reviews: Reviews | None = None
        self._known: set[Coder] = set()
        self._trouble, self._tried = "", float("-inf")

    def reviews(self) -> Reviews:
        """The open record.

        Raises:
            StoreError: it cannot be opened.
        """
        with self._lock:
            if self._reviews is None and self._clock() - self._tried >= REST:
                self._open()
            if self._reviews is None:
                raise StoreError(self._trouble, code="no_record")
            return self._reviews

    def opened(self) -> Reviews | None:
        """The record when it is open now; asking opens nothing and waits for nobody."""
        return self._reviews

    def trouble(self) -> str:
        """Why the record cannot be opened; empty when it is open."""
        try:
            self.reviews()
        except StoreError as error:
            return str(error)
        return ""

    def works_with(self, releases: Sequence[str], limits: Json) -> None:
        """Write down what the service works with, where that changed; it goes on when this cannot be."""
        try:
            note_settings(self.reviews(), releases, limits)
        except ChartsideError as error:
            log.warning("settings are not in the record: %s", error)

    def paired(self, client: Client) -> None:
        """Write down that a browser was paired; pairing goes on when the record cannot be opened."""
        try:
            self._meet(coder_of(client))
            body = {"browser": client.name, "extension": client.origin}
            self.reviews().note_event("browser_paired", coder_of(client), body)
        except ChartsideError as error:
            log.warning("pairing is not in the record: %s", error)

    def coder(self) -> Coder:
        """Who makes this request, known to the record.

        Raises:
            StoreError: the record cannot be opened or written.
        """
        client = current_client()
        if client is None:  # the gate let only paired clients come this far
            raise Refused(401, "no_token", "This request has no valid token; pair the extension.")
        return self._meet(coder_of(client))

    def seen(self, encounter: str, others: May = May.READ_ALL) -> EncounterView:
        """An encounter of who makes this request, or of anybody where `others` is allowed to them.

        Raises:
            NotFoundError: there is none.
            StoreError: the record cannot be opened or read.
        """
        coder = self.coder()
        return self.reviews().get(encounter, None if may(others) else coder)

    def close(self) -> None:
        """Close the record; it opens again when it is needed."""
        with self._lock:
            if self._reviews is not None:
                self._reviews.database.close()
                self._reviews = None
            self._tried = float("-inf")

    def _meet(self, coder: Coder) -> Coder:
        if coder not in self._known:
            self.reviews().add_coder(coder)
            self._known.add(coder)
        return coder

    def _open(self) -> None:
        self._tried = self._clock()
        try:
            self._reviews, self._trouble = open_reviews(self._home, self._threads), ""
        except ChartsideError as error:
            self._trouble = str(error)
            log.warning("the record is not open: %s", error)
            return
        finalize(self, self._reviews.database.close)
