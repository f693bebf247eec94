"""`chartside serve`: the service under waitress, until Ctrl-C or SIGTERM."""

import errno
import os
import signal
import socket
from collections.abc import Callable
from dataclasses import replace
from itertools import chain, repeat
from types import FrameType

from rich.console import Console
from waitress.server import create_server

from chartside import __version__
from chartside.collector import settle
from chartside.errors import ServiceError
from chartside.quiet import hush_loguru, write_our_logs
from chartside.settings import HOST, Settings
from chartside.terminal import progress_on
from chartside.web import portowner

THREADS = 4


def serve(settings: Settings, console: Console, errors: Console) -> None:
    """Serve until told to stop; port 0 takes any free one.

    Args:
        settings: data folder, port and limits.
        console: where the address and pairing codes are shown.
        errors: where progress is shown while the code set loads.

    Raises:
        ServiceError: the port is taken or not allowed.
    """
    # The port is held before the code set loads, so that a taken one is told at once; nobody is let in yet.
    with _take(settings.port) as listener:
        signal.signal(signal.SIGTERM, _stop)
        settings = replace(settings, port=listener.getsockname()[1])
        with progress_on(errors) as progress:
            from chartside.codesets.catalog import installed_releases
            from chartside.coding.suggester import build_suggester
            from chartside.web.app import create_app

            hush_loguru()
            suggester = build_suggester(settings.home, progress=progress)
        app = create_app(settings, suggester, show_code=_shower(console))
        settle()
        write_our_logs()
        try:
            server = create_server(
                app,
                sockets=[listener],
                threads=THREADS,
                ident=None,
                # Flask refuses sooner, with a sentence; a note never overflows into a temporary file.
                max_request_body_size=settings.max_body_bytes * 4,
                inbuf_overflow=settings.max_body_bytes * 4 + 65536,
                clear_untrusted_proxy_headers=True,
            )
        except OSError as problem:  # another one began to listen while we loaded
            raise _refusal(settings.port, problem) from None
        console.print(f"Chartside {__version__} answers on http://{HOST}:{settings.port}", highlight=False)
        console.print(
            f"Code set {suggester.code_set.release.label}, data in {settings.home}", highlight=False
        )
        app.extensions["chartside"]["desk"].open()
        record = app.extensions["chartside"]["record"]
        if trouble := record.trouble():
            console.print(f"Decisions are not kept: {trouble}", highlight=False)
        else:
            releases = [each.release.label for each in installed_releases(settings.home)]
            limits = {"max_body_bytes": settings.max_body_bytes, "time_limit": settings.time_limit}
            record.works_with(releases, limits)
        app.extensions["chartside"]["lessons"].begin(record.opened())
        console.print("End it with Ctrl-C.\n")
        try:
            server.run()  # returns on KeyboardInterrupt and SystemExit, after waitress has ended its threads
        finally:
            server.close()
            app.extensions["chartside"]["record"].close()
        console.print("\nChartside has stopped.")


def _shower(console: Console) -> Callable[[str], None]:
    """Puts pairing codes before the coder's eyes; after the first, each is said to be new."""
    titles = chain(["Pairing code"], repeat("New pairing code"))

    def show(code: str) -> None:
        console.print(f"\n    {next(titles)}   [bold reverse] {code} [/]")
        console.print("    Type it into the extension's options, under Pair. Good once, for 10 minutes.\n")

    return show


def _take(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":
        # Elsewhere this option would let two programs share the port.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except (OSError, OverflowError) as problem:
        listener.close()
        raise _refusal(port, problem) from None
    return listener


def _refusal(port: int, problem: OSError | OverflowError) -> ServiceError:
    if isinstance(problem, OSError) and problem.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else port - 1
        return ServiceError(
            f"Port {port} is taken by {portowner.describe(port)}; "
            f"end that first, or choose another port with `chartside serve --port {other}`."
        )
    reason = f" ({problem.strerror})" if isinstance(problem, OSError) and problem.strerror else ""
    return ServiceError(f"Port {port} cannot be used{reason}; choose one from 1024 to 65535 with --port.")


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
