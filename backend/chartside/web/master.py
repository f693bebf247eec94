"""The process that starts the workers of a department: what is loaded and done once for all of them."""

import gc
import logging
import sys
from typing import TYPE_CHECKING

from chartside import __version__
from chartside.collector import settle
from chartside.department import Department
from chartside.errors import ChartsideError, StoreError
from chartside.quiet import hush_loguru, where
from chartside.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from flask import Flask

    from chartside.coding.suggester import Suggester

log = logging.getLogger("chartside.service")

SWITCH = 0.001
"""Seconds after which one thread of Python lets another on; the usual 5 ms add up for a lookup that runs
beside the reading of a note."""


WARMING = """HISTORY OF PRESENT ILLNESS

A 61-year-old with type 2 diabetes, hypertension and COPD. Denies chest pain. Mother had breast cancer.

ASSESSMENT AND PLAN

1. Type 2 diabetes with chronic kidney disease stage 3. Continue metformin.
2. Fracture of the left distal radius after a fall. Possible meniscus tear of the knee.
"""


class Master:
    """Loads, and hands each worker its application.

    Args:
        settings: data folder, port and limits.
        department: everything else.
    """

    def __init__(self, settings: Settings, department: Department) -> None:
        self._settings, self._department = settings, department
        self._suggester: Suggester | None = None
        self._app: Flask | None = None

    def load(self) -> None:
        """Build the suggester; workers that are forked from now on have this one.

        Raises:
            CodeSetError: the code set cannot be opened.
            DataFileError: a curated file is wrong.
        """
        # So that workers find all that they use imported.
        import prometheus_client.multiprocess  # noqa: F401

        from chartside.coding.suggester import build_suggester
        from chartside.review import check, export, figures, statistics  # noqa: F401
        from chartside.web import app  # noqa: F401

        hush_loguru()
        made = build_suggester(self._settings.home)
        self._warm(made)
        self._suggester = made
        gc.unfreeze()
        settle()

    def load_again(self) -> None:
        """As `load`, for workers that follow those there are; what cannot be loaded changes nothing."""
        try:
            self.load()
        except ChartsideError as error:
            log.error("new workers have what the old ones had: %s", error)
        except Exception as error:  # the master must not end, and all workers with it
            log.error("new workers have what the old ones had: %s", where(error))

    @staticmethod
    def _warm(suggester: "Suggester") -> None:
        """What is made with the first note and the first lookup, once for all workers."""
        from chartside.model import Note

        suggester.suggest(Note(WARMING))
        suggester.code_set.search("diabetic kidney disease", limit=20)

    def open_record(self) -> None:
        """Bring the database up to date and write down what the service works with, before anybody writes.

        Raises:
            StoreError: the record cannot be opened.
        """
        from chartside.codesets.catalog import installed_releases
        from chartside.web.record import Record

        record = Record(self._settings.home)
        if trouble := record.trouble():
            raise StoreError(trouble)
        releases = [each.release.label for each in installed_releases(self._settings.home)]
        limits = {"max_body_bytes": self._settings.max_body_bytes, "time_limit": self._settings.time_limit}
        record.works_with(releases, limits)
        record.close()

    def application(self) -> "WSGIApplication":
        """In a worker, after the fork: the service with connections, locks and threads of its own."""
        from chartside.web.app import create_app
        from chartside.web.proxied import Proxied

        assert self._suggester is not None
        sys.setswitchinterval(SWITCH)
        # The first note of a process takes longer: it opens files and copies the memory that it writes to.
        self._warm(self._suggester)
        department = self._department
        self._app = create_app(self._settings, self._suggester, department=department)
        shared = self._app.extensions["chartside"]
        shared["record"].trouble()
        shared["lessons"].begin(shared["record"].opened())
        strict = not (department.tls or department.is_local)
        return Proxied(self._app.wsgi_app, department.proxies, strict=strict)

    def end_worker(self) -> None:
        """In a worker that ends."""
        if self._app is not None:
            self._app.extensions["chartside"]["record"].close()

    def tell(self) -> None:
        """All is ready to fork."""
        assert self._suggester is not None
        scheme = "https" if self._department.tls else "http"
        log.info(
            "Chartside %s answers on %s://%s with %d workers, code set %s",
            __version__, scheme, self._department.bind, self._department.workers,
            self._suggester.code_set.release.label,
        )  # fmt: skip
