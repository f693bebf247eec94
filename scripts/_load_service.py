"""A department's service in a folder of its own, for `load.py`: started, measured, stopped."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

PATIENCE = 180
"""Seconds; a code set may have to be compiled first."""


class Department:
    """The master with its workers; it answers when this is made.

    Args:
        folder: for the data folder and the log.
        compiled: data folder whose compiled code set is used, made there when it is missing.
        url: the database.
        workers: processes.
    """

    def __init__(self, folder: Path, compiled: Path, url: str, workers: int) -> None:
        self.home, self.url, self.log = folder / "home", url, folder / "service.log"
        self.home.mkdir()
        for name in ("codesets", "vocabulary"):
            (compiled / name).mkdir(parents=True, exist_ok=True)
            (self.home / name).symlink_to(compiled / name, target_is_directory=True)
        told = {
            "CHARTSIDE_HOME": str(self.home), "CHARTSIDE_DATABASE_URL": url, "CHARTSIDE_KEYS": "file",
            "CHARTSIDE_BIND": "127.0.0.1:0", "CHARTSIDE_WORKERS": str(workers),
        }  # fmt: skip
        command = [sys.executable, "-m", "chartside.cli", "serve", "--department"]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(command, env=os.environ | told, stdout=log, stderr=log)
        self.master = psutil.Process(self._process.pid)
        self.port = self._port()

    def _port(self) -> int:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._process.poll() is None:
            said = self.log.read_text(encoding="utf-8")
            if found := re.search(r"answers on http://[\d.]+:(\d+)", said):
                return int(found[1])
            time.sleep(0.1)
        raise SystemExit(
            f"The service does not start; it said:\n{self.log.read_text(encoding='utf-8')[-2000:]}"
        )

    def workers(self) -> list[int]:
        """The processes that answer."""
        return [each.pid for each in self.master.children()]

    def memory_mb(self) -> float:
        """Proportional set size of master and workers: what is shared counts once."""
        total = 0
        for each in [self.master, *self.master.children()]:
            try:
                total += each.memory_full_info().pss
            except psutil.Error:
                continue
        return round(total / 1024 / 1024, 1)

    def processor_seconds(self) -> float:
        """Of master and workers, those that are gone too."""
        own = self.master.cpu_times()
        total = own.user + own.system + own.children_user + own.children_system
        for each in self.master.children():
            try:
                times = each.cpu_times()
            except psutil.Error:
                continue
            total += times.user + times.system
        return float(total)

    def stop(self) -> None:
        """End it when what is being answered is."""
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(timeout=60)
