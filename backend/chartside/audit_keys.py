"""`chartside audit key`: the keys of the record, exported, imported and changed."""

import argparse
import getpass
import os
import sys
from pathlib import Path

from chartside.audit_common import actor, write
from chartside.errors import InputError, VaultError
from chartside.settings import Settings
from chartside.terminal import console_on, progress_on

PASSPHRASE = "CHARTSIDE_PASSPHRASE"  # noqa: S105 - the name of a variable
SHORTEST = 12
"""Characters of a passphrase."""


def run_key(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside audit key ACTION`."""
    run = {"export": run_export, "import": run_import, "rotate": run_rotate}[asked.action]
    return run(asked, settings)


def run_export(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside audit key export`."""
    from chartside.review.keyfile import export_keys
    from chartside.review.opening import reviews_of

    with reviews_of(settings.home) as reviews:
        write(asked.output, export_keys(reviews.vault.keys(), passphrase(new=True)).encode())
    print("The keys are written. Keep the file and the passphrase apart, and away from this computer.")
    return 0


def run_import(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside audit key import`."""
    from chartside.review.database import Database
    from chartside.review.keyfile import import_keys
    from chartside.review.keys_in import bring_in
    from chartside.review.opening import FOLDER

    try:
        text = Path(asked.file).expanduser().read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise InputError(f"{asked.file} cannot be read ({error.strerror}); check its name.") from None
    keys = import_keys(text, passphrase(new=False))
    database = Database(settings.home / FOLDER)
    try:
        bring_in(database, keys)
    finally:
        database.close()
    print("The keys are in place. `chartside audit verify` shows whether the record is whole.")
    return 0


def run_rotate(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside audit key rotate`."""
    from chartside.review.opening import reviews_of
    from chartside.review.rotate import rotate

    with reviews_of(settings.home) as reviews, progress_on(console_on(sys.stderr)) as progress:
        done = rotate(
            reviews, actor(reviews), lambda done, total: progress(done, total, "Sealing with the new key")
        )
    print(f"{done:,} sealed parts have a new key. Export it: an older export opens none of them.")
    return 0


def passphrase(*, new: bool) -> str:
    """The passphrase of exported keys: from the variable, else asked for, twice when it is new."""
    given = os.environ.get(PASSPHRASE)
    if given is None:
        if not (sys.stdin and sys.stdin.isatty()):
            raise InputError(f"There is nobody to ask for the passphrase; put it in {PASSPHRASE}.")
        given = getpass.getpass("Passphrase: ")
        if new and getpass.getpass("Once more: ") != given:
            raise VaultError("The two passphrases differ; nothing was written.")
    if new and len(given) < SHORTEST:
        raise InputError(f"A passphrase has at least {SHORTEST} characters; nothing was written.")
    return given
