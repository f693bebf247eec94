"""A process that has loaded what `chartside serve` needs, and forks one service for each line it is sent.

Loading takes seconds, so that nobody could kill a service two hundred times otherwise. All the rest is the
real command: its arguments, its sockets, its waitress, its record, its end.

    python nursery.py HOME        HOME holds the compiled code set; lines are {"env": {...}, "out": a pipe}
"""

import ctypes
import json
import os
import signal
import sys
from pathlib import Path

KILLED_WITH_PARENT = 1
"""`PR_SET_PDEATHSIG` of Linux."""


def main() -> None:
    import chartside.coding.suggester as floor
    import chartside.commands
    import chartside.review.check
    import chartside.review.reviews
    import chartside.web.app
    import chartside.web.serve  # noqa: F401
    from chartside.collector import settle
    from chartside.quiet import hush

    hush()
    warmed = floor.build_suggester(Path(sys.argv[1]))
    floor.build_suggester = lambda home, **more: warmed
    settle()
    # Nobody waits for the children here.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                serve(asked)
            except BaseException as error:
                print(f"the service ended with {error!r}", file=sys.stderr)
            finally:
                os._exit(1)
        print(child, flush=True)


def serve(asked: dict) -> None:
    """In the child: the real command, until it ends."""
    ctypes.CDLL(None).prctl(KILLED_WITH_PARENT, signal.SIGKILL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    out = os.open(asked["out"], os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(out, stream)
    os.close(out)
    sys.stdout, sys.stderr = (open(stream, "w", buffering=1, closefd=False) for stream in (1, 2))  # noqa: SIM115
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.update(asked["env"])
    from chartside.cli import main as chartside

    os._exit(chartside(["serve", "--port", "0"]))


main()
