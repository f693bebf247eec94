"""The workers: processes of this machine behind temporary TLS certificates, or those of an existing cluster.

Workers of ours keep nothing on disk: no spilling, no dashboard, a folder of their own that holds lock files.
"""

import logging
import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from chartside.batch.rows import MISSING, BatchError, Setup
from chartside.errors import InputError

if TYPE_CHECKING:
    from distributed import Client

DEATHS = 1
"""Times that a part may end its worker before it is looked at alone."""
CONNECT = 20
"""Seconds to reach a scheduler."""
CONFIG: dict[str, Any] = {
    "distributed.scheduler.allowed-failures": DEATHS,
    "distributed.scheduler.http.routes": [],
    "distributed.scheduler.worker-ttl": "2 minutes",
    "distributed.admin.low-level-log-length": 100,
    "distributed.admin.log-length": 100,
    "distributed.worker.http.routes": [],
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": False,
    "distributed.diagnostics.nvml": False,
    # A process that ends often and is started again is not lost; Dask would give it up after 15 s.
    "distributed.deploy.lost-worker-timeout": "1 day",
    "distributed.nanny.pre-spawn-environ": {
        "MALLOC_TRIM_THRESHOLD_": 65536,
        "OMP_NUM_THREADS": 1,
        "MKL_NUM_THREADS": 1,
        "OPENBLAS_NUM_THREADS": 1,
        "DASK_LOGGING__DISTRIBUTED": "critical",
    },
}
CERTIFICATES = (
    "For tls:// Dask needs certificates: name them in its configuration as distributed.comm.tls.ca-file, "
    "client.cert and client.key."
)
QUIET = ("distributed", "tornado", "asyncio", "dask")


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def local_workers(count: int) -> "Iterator[Client]":
    """A client of `count` processes with one thread each; they end with it.

    Raises:
        BatchError: they cannot be started.
        InputError: Dask is not installed.
    """
    dask, distributed = _dask()
    with (
        tempfile.TemporaryDirectory(prefix="chartside-batch-") as folder,
        dask.config.set(CONFIG | {"temporary-directory": folder}),
    ):
        try:
            with _interrupts_kept_from_workers():
                cluster = distributed.LocalCluster(
                    n_workers=count,
                    threads_per_worker=1,
                    processes=True,
                    host="127.0.0.1",
                    protocol="tls://",
                    security=distributed.Security.temporary(),
                    dashboard_address="127.0.0.1:0",
                    scheduler_kwargs={"dashboard": False},
                    memory_limit=0,
                    local_directory=folder,
                    silence_logs=logging.CRITICAL,
                )
            client = distributed.Client(cluster, set_as_default=False)
        except Exception as error:
            raise BatchError(f"The workers cannot be started ({type(error).__name__}); try again.") from None
        try:
            yield client
        finally:
            for closing in (client, cluster):
                with suppress(Exception):
                    closing.close(timeout=10)


@contextmanager
def workers_at(address: str) -> "Iterator[Client]":
    """A client of an existing cluster; its certificates come from Dask's own configuration.

    Raises:
        BatchError: nothing answers there, or it refuses.
        InputError: Dask is not installed, or has no certificates for tls://.
    """
    _, distributed = _dask()
    try:
        secured = distributed.Security().get_connection_args("client").get("ssl_context")
        if address.startswith("tls://") and secured is None:
            raise InputError(CERTIFICATES)
        client = distributed.Client(address, timeout=CONNECT, set_as_default=False)
    except InputError:
        raise
    except Exception as error:
        raise BatchError(
            f"No Dask scheduler answers at {address} ({type(error).__name__}); check the address, and for "
            "tls:// the certificates in Dask's configuration."
        ) from None
    try:
        yield client
    finally:
        with suppress(Exception):
            client.close(timeout=10)


def prepare(client: "Client", setup: Setup) -> str:
    """Have every worker, now and later, load the engine once, before its first note; the plugin's name.

    Raises:
        BatchError: the workers have no Chartside, or another version.
    """
    from chartside.batch.plugin import Loader

    name = f"chartside-{uuid4().hex}"
    try:
        client.register_plugin(Loader(setup), name=name)
    except Exception as error:
        raise BatchError(
            f"The workers cannot load Chartside ({type(error).__name__}); install the same version there, "
            "with the extra `batch`."
        ) from None
    return name


def _dask() -> tuple[Any, Any]:
    try:
        import dask
        import distributed
    except ImportError:
        raise InputError(MISSING) from None
    for name in QUIET:
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [logging.NullHandler()], False
        logger.setLevel(logging.CRITICAL)
    return dask, distributed


@contextmanager
def _interrupts_kept_from_workers() -> Iterator[None]:
    """Ctrl-C in a terminal goes to every process; only the driver shall act on it, and after this.

    Whatever is started meanwhile, thread or process, keeps the signal blocked, and so do their children.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # It would unblock the signal again when it is started later.
    resource_tracker.ensure_running()
    kept = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, kept)
