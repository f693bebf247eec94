"""Nothing of a note reaches a log: other people's packages are kept from writing.

medspaCy brings PyRuSH, which writes every token to stderr through loguru; spaCy's warnings quote the text;
a traceback's last line may hold it too. Only our own loggers write, and they never hand over text.
"""

import logging
import sys
import threading
import traceback
import warnings
from pathlib import Path
from typing import TextIO

import chartside

OURS = ("chartside.access", "chartside.service")


def hush() -> None:
    """Silence third-party logs, warnings and thread tracebacks, for a process of our own.

    Called once by the command line, before anything reads a note; not by the library.
    """
    warnings.simplefilter("ignore")
    logging.lastResort = None
    root = logging.getLogger()
    root.handlers = [logging.NullHandler()]
    threading.excepthook = _thread_ended
    sys.unraisablehook = _cannot_raise
    hush_loguru()


def hush_loguru() -> None:
    """Take loguru's own writer to stderr away."""
    try:
        from loguru import logger
    except ImportError:
        return
    logger.remove()
    logger.disable("PyRuSH")


def write_our_logs(stream: TextIO | None = None) -> None:
    """Let Chartside's own log lines through to `stream` (stderr)."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_NoTraceback("%(asctime)s %(message)s", "%H:%M:%S"))
    for name in OURS:
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(logging.INFO)


def where(error: BaseException) -> str:
    """Kind and place of an error; never its message, which may quote the note."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = str(Path(chartside.__file__).parent)
    inside = [frame for frame in frames if frame.filename.startswith(ours)] or frames
    place = f" at {Path(inside[-1].filename).name}:{inside[-1].lineno}" if inside else ""
    return f"{type(error).__name__}{place}"


class _NoTraceback(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        record.exc_info = record.exc_text = record.stack_info = None
        return super().format(record)


def _cannot_raise(args: "sys.UnraisableHookArgs") -> None:
    logging.getLogger("chartside.service").error("%s where none can be raised", args.exc_type.__name__)


def _thread_ended(args: threading.ExceptHookArgs) -> None:
    logging.getLogger("chartside.service").error("a thread ended with %s", args.exc_type.__name__)
