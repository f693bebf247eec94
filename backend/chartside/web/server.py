"""`chartside serve --department`: the service under gunicorn, several processes on one socket.

The master loads the suggester once, brings the database up to date, and forks; workers share what it loaded
until they write to it. What cannot be shared is made by each worker after the fork: connections, locks,
threads, counters. A worker that ends is replaced. SIGTERM ends all when what is being answered is; SIGHUP
replaces the workers by new ones without turning anybody away.
"""

import os
import signal
import socket
import ssl
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TextIO

from chartside.department import Department
from chartside.errors import ServiceError
from chartside.settings import Settings
from chartside.web import metrics, requestlog

FIRST_INHERITED = 3
"""The first socket that systemd hands over, when it does."""
BACKLOG = 512
GRACE = 10
"""Seconds beyond the time limit of a note, after which a worker that ends is killed."""


def run(settings: Settings, department: Department, stream: TextIO) -> None:
    """Serve until told to stop.

    Args:
        settings: data folder and limits.
        department: everything else.
        stream: where the log goes.

    Raises:
        ServiceError: the address cannot be used.
        StoreError: the record cannot be opened.
    """
    from chartside.web.master import Master

    listener = inherited() or _take(department)
    signal.signal(signal.SIGTERM, _stop)
    settings = replace(settings, port=listener.getsockname()[1])
    department = replace(department, port=settings.port)
    requestlog.write_logs(stream, json=department.json_logs)
    with metrics.shared_folder():
        master = Master(settings, department)
        master.open_record()  # first, since it may be away, and loading takes seconds
        master.load()
        _gunicorn(settings, department, listener, master).run()


def inherited() -> socket.socket | None:
    """The socket that systemd listens on for us; it goes on listening while we start anew."""
    if os.environ.get("LISTEN_PID") != str(os.getpid()) or os.environ.get("LISTEN_FDS", "0") == "0":
        return None
    return socket.socket(fileno=os.dup(FIRST_INHERITED))


def _take(department: Department) -> socket.socket:
    family = socket.AF_INET6 if ":" in department.host else socket.AF_INET
    try:
        return socket.create_server((department.host, department.port), family=family, backlog=BACKLOG)
    except OSError as problem:
        raise ServiceError(
            f"{department.bind} cannot be used ({problem.strerror}); end what listens there, or name another "
            "address in CHARTSIDE_BIND."
        ) from None


def _gunicorn(settings: Settings, department: Department, listener: socket.socket, master: Any) -> Any:
    """gunicorn's application, which runs until the end."""
    from gunicorn.app.base import BaseApplication

    options = options_of(settings, department, listener, master)
    _say_no_name()

    class Application(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return master.application()

        def reload(self) -> None:
            super().reload()
            master.load_again()

    return Application()


def _say_no_name() -> None:
    """Answers name no server, as those of a laptop's service do not; gunicorn has no setting for that."""
    from gunicorn.http import wsgi

    class Unnamed(wsgi.Response):  # type: ignore[misc]
        def default_headers(self) -> list[str]:
            return [line for line in super().default_headers() if not line.startswith("Server:")]

    wsgi.Response = Unnamed


def options_of(
    settings: Settings, department: Department, listener: socket.socket, master: Any
) -> dict[str, Any]:
    """gunicorn's settings: all of them ours, none from a file or the environment."""
    systemd = "LISTEN_FDS" in os.environ and inherited() is not None
    grace = int(settings.time_limit) + GRACE
    tls = {"certfile": str(department.certificate), "keyfile": str(department.key), "ssl_context": _context()}
    return {
        "bind": [] if systemd else [f"fd://{listener.detach()}"],
        "backlog": BACKLOG,
        "worker_class": "gthread",
        "workers": department.workers,
        "threads": department.threads,
        "timeout": 60,
        "graceful_timeout": grace,
        "keepalive": 75,
        "worker_connections": 1000,
        "logger_class": "chartside.web.gunicornlog.Log",
        "control_socket_disable": True,
        "proc_name": "chartside",
        # Whose word counts is decided in `proxied`, for all headers alike.
        "forwarded_allow_ips": "",
        "secure_scheme_headers": {},
        "forwarder_headers": "",
        "umask": 0o077,
        "child_exit": lambda _arbiter, worker: metrics.worker_ended(worker.pid),
        "worker_exit": lambda _arbiter, _worker: master.end_worker(),
        "when_ready": lambda _arbiter: master.tell(),
        **(tls if department.tls else {}),
    }


def _context() -> Callable[[Any, Callable[[], ssl.SSLContext]], ssl.SSLContext]:
    """Makes the TLS context, in each worker once."""

    known: dict[int, ssl.SSLContext] = {}

    def of_worker(_config: Any, make: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
        pid = os.getpid()
        if pid not in known:
            context = make()
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            known[pid] = context
        return known[pid]

    return of_worker


def _stop(_signal: int, _frame: object) -> None:
    # While the code set still loads; gunicorn has its own handler afterwards.
    sys.exit(0)
