"""Has a worker load the engine when it starts, instead of with its first part."""

import signal
import threading
from typing import Any

from distributed import WorkerPlugin

from chartside import quiet
from chartside.batch.reading import identify
from chartside.batch.rows import Setup


class Loader(WorkerPlugin):
    """Loads in a thread: to compile a code set first takes minutes, and the worker must answer."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup

    def setup(self, worker: Any) -> None:
        """Called by Dask in each worker."""
        if self._setup.ours:
            quiet.hush()
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        threading.Thread(target=identify, args=(self._setup,), name="load", daemon=True).start()
