"""What a department's service counts, for Prometheus: of all its workers together.

Routes stand as their patterns, so neither codes nor words nor identifiers get into a name. Each worker
writes into files of its own in a folder that the master made; who asks any worker gets the sum.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, Response, g, request

from chartside.web.requestlog import route

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which the client library finds the folder, when it is imported."""
STEPS = (0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 20)
"""Upper ends of the histograms, in seconds."""
READ = frozenset({"suggestions.suggest", "encounters.opened", "encounters.read"})
WRITTEN = {
    "encounters.decide": "decided",
    "encounters.undo": "undone",
    "encounters.finalize": "finalized",
    "review.finalize": "finalized",
}
STORE_ERRORS = frozenset({"store", "no_record", "vault"})


@contextmanager
def shared_folder() -> Iterator[Path]:
    """A private folder for the numbers of all workers; call before anything imports the client library."""
    folder, maker = Path(tempfile.mkdtemp(prefix="chartside-metrics-")), os.getpid()
    os.environ[FOLDER] = str(folder)
    try:
        yield folder
    finally:
        # A worker that ends comes by here too.
        if os.getpid() == maker:
            os.environ.pop(FOLDER, None)
            shutil.rmtree(folder, ignore_errors=True)


def worker_ended(pid: int) -> None:
    """Take a worker that is gone out of the sums of what is now."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(pid)


class Metrics:
    """The numbers of one worker.

    Args:
        registry: where they are kept; a new one if left out.
    """

    def __init__(self, registry: "CollectorRegistry | None" = None) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        self.registry = registry = registry or CollectorRegistry()
        self._requests = Counter(
            "chartside_requests", "Requests answered.", ["method", "route", "status"], registry=registry
        )
        self._seconds = Histogram(
            "chartside_request_seconds", "Time to an answer.", ["route"], buckets=STEPS, registry=registry
        )
        self._read = Counter(
            "chartside_notes_read", "Notes for which codes were suggested.", registry=registry
        )
        self._written = Counter(
            "chartside_decisions", "Decisions written to the record.", ["kind"], registry=registry
        )
        self._waited = Histogram(
            "chartside_reader_wait_seconds", "Time that a note waited for its turn.", buckets=STEPS,
            registry=registry,
        )  # fmt: skip
        self._store_errors = Counter(
            "chartside_record_errors", "Answers that failed because of the record.", registry=registry
        )
        workers = Gauge(
            "chartside_workers", "Worker processes.", multiprocess_mode="livesum", registry=registry
        )
        workers.set(1)

    def waited(self, seconds: float) -> None:
        """A note got its turn."""
        self._waited.observe(seconds)

    def init_app(self, app: Flask) -> None:
        """Count every request of `app`."""

        @app.after_request
        def count(response: Response) -> Response:
            method = request.method if request.url_rule else "-"
            self._requests.labels(method, route(), str(response.status_code)).inc()
            self._seconds.labels(route()).observe(perf_counter() - g.get("started", perf_counter()))
            if response.status_code == 200 and request.endpoint in READ:
                self._read.inc()
            if response.status_code in (200, 303) and request.endpoint in WRITTEN:
                self._written.labels(WRITTEN[str(request.endpoint)]).inc()
            if g.get("error_code", "") in STORE_ERRORS:
                self._store_errors.inc()
            return response

    def text(self) -> tuple[bytes, str]:
        """All numbers of all workers, and the media type."""
        from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest, multiprocess

        registry = self.registry
        if os.environ.get(FOLDER):
            registry = CollectorRegistry()
            multiprocess.MultiProcessCollector(registry)
        return generate_latest(registry), CONTENT_TYPE_LATEST


def blueprint(metrics: Metrics) -> Blueprint:
    """`GET /metrics`, for administrators and monitors."""
    routes = Blueprint("metrics", __name__)

    @routes.get("/metrics")
    def numbers() -> Response:
        text, kind = metrics.text()
        return Response(text, content_type=kind)

    return routes
