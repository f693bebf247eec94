"""What gunicorn says, in the service's own log, without anything that a client sent.

gunicorn quotes the line or header of a request that it cannot read, and the text of an error.
"""

import logging
import sys
from typing import Any

from gunicorn.glogging import Logger

from chartside.quiet import where

log = logging.getLogger("chartside.service")

QUOTING = ("Invalid request from", "Error handling request", "Socket error")


class Log(Logger):  # type: ignore[misc]
    """Takes the place of gunicorn's own logger; there is no access log, since `requestlog` writes one."""

    def setup(self, cfg: Any) -> None:
        """Write nothing by itself."""
        super().setup(cfg)
        self.error_log.handlers, self.error_log.propagate = [logging.NullHandler()], False

    def info(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Such as the start and the end of a worker."""
        log.info(msg, *args)

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Something that the master or a worker did not expect."""
        if msg.startswith(QUOTING):
            log.warning("a request was refused that is not HTTP as it should be")
        else:
            log.warning(msg, *args)

    def error(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Such as a worker that was killed."""
        self._failed(logging.ERROR, msg, args)

    def critical(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Such as a worker that does not answer the master."""
        self._failed(logging.CRITICAL, msg, args)

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """An error inside; its kind and place only."""
        self._failed(logging.ERROR, msg, args)

    def debug(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Nothing."""

    def _failed(self, level: int, msg: str, args: tuple[Any, ...]) -> None:
        error = sys.exc_info()[1]
        if error is not None:
            log.log(level, "inside gunicorn: %s", where(error))
        elif not msg.startswith(QUOTING):
            log.log(level, msg, *args)
