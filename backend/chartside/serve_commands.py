"""`chartside serve --department`, and what `chartside serve --help` says of it."""

import argparse
import sys

from chartside import quiet
from chartside.department import VARIABLES, read_department
from chartside.errors import InputError
from chartside.settings import PORT, Settings

SERVE_HELP = (
    "Shows a pairing code to type into the extension's options. Ctrl-C ends it.\n\n"
    "With --department several worker processes answer the coders of a whole department, with the record\n"
    "in PostgreSQL. All settings are variables of the environment:\n\n"
    + "\n".join(f"  {name:<23} {meaning}" for name, meaning in VARIABLES.items())
    + "\n\nSIGTERM ends it when what is being answered is; SIGHUP replaces the workers by new ones."
)


def add_department(parser: argparse.ArgumentParser) -> None:
    """The switch of `chartside serve`."""
    parser.add_argument(
        "--department", action="store_true", help="serve a department, with settings by environment"
    )


def serve_department(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside serve --department`."""
    if asked.port != PORT:
        raise InputError("--port is for one computer; a department names its address in CHARTSIDE_BIND.")
    department = read_department()
    from chartside.web.server import run

    quiet.hush()
    run(settings, department, sys.stderr)
    return 0
