"""One line of progress that lives on a terminal and stays plain in a pipe."""

from __future__ import annotations

import shutil
import sys
import threading
import time


class Line:
    """One line of progress: what is done, how far it is, and the seconds it took in the end."""

    def __init__(self, title: str) -> None:
        self.title, self.detail = title, ""
        self._live = sys.stdout.isatty()
        self._done = threading.Event()
        self._ticker = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self) -> Line:
        self._start = time.monotonic()
        if self._live:
            self._ticker.start()
        else:
            print(f"{self.title} …", flush=True)
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._done.set()
        if self._live:
            self._ticker.join()
        seconds = time.monotonic() - self._start
        end = "failed" if kind else "done"
        print(f"{self._clear()}{self.title}: {end} in {seconds:.1f} s", flush=True)

    def _tick(self) -> None:
        while not self._done.wait(0.2):
            width = shutil.get_terminal_size().columns - 1
            seconds = time.monotonic() - self._start
            text = f"{self.title} … {seconds:.0f} s  {self.detail}"
            print(f"{self._clear()}{text[:width]}", end="", flush=True)

    def _clear(self) -> str:
        return "\r\x1b[2K" if self._live else ""
