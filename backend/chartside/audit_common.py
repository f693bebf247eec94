"""What the commands of `chartside audit` share: who asks, about which encounter, and files written whole."""

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from chartside.errors import InputError, NotFoundError
from chartside.settings import Settings
from chartside.terminal import console_on, progress_on
from chartside.wholefile import write_whole

if TYPE_CHECKING:
    from chartside.review.records import Coder, Json
    from chartside.review.report import Titles
    from chartside.review.reviews import Reviews


def find(reviews: "Reviews", name: str) -> str:
    """The one encounter whose identifier begins with `name`.

    Raises:
        InputError: there is none, or more than one.
    """
    from sqlalchemy import select

    from chartside.review.tables import encounter

    wanted = name.strip().lower()
    if not wanted or set(wanted) - set("0123456789abcdef-"):
        raise NotFoundError("There is no such encounter; `chartside audit list` shows them.")
    query = select(encounter.c.id).where(encounter.c.id.startswith(wanted)).limit(2)
    with reviews.database.read() as connection:
        found = connection.execute(query).scalars().all()
    if not found:
        raise NotFoundError("There is no such encounter; `chartside audit list` shows them.")
    if len(found) > 1:
        raise InputError("More than one encounter begins like this; give more of its identifier.")
    return str(found[0])


def actor(reviews: "Reviews") -> "Coder":
    """Who sits at the terminal, by the name that the system knows; never one who may finalize."""
    from chartside.review.records import Coder, Role

    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        name = "somebody"
    coder = Coder(f"terminal:{name}"[:40], f"{name} (terminal)"[:80], Role.ADMINISTRATOR, person=False)
    reviews.add_coder(coder)
    return coder


def titles(settings: Settings) -> "Titles":
    """The titles of codes in the release of today."""
    from chartside.codesets.store import open_code_set

    with progress_on(console_on(sys.stderr)) as progress:
        code_set = open_code_set(settings.home, progress=progress)

    def title(code: str) -> str:
        found = code_set.find(code)
        return found.description if found else ""

    return title


def confirm(sure: bool, question: str) -> None:
    """Ask before what cannot be undone."""
    if sure:
        return
    if not (sys.stdin and sys.stdin.isatty()):
        raise InputError("This cannot be undone; say --yes when it shall be done without a question.")
    if input(f"{question} This cannot be undone. Type yes: ").strip().lower() != "yes":
        raise InputError("Nothing was erased.")


def read_json(path: str) -> "Json":
    """The JSON object of a file."""
    from chartside.web.schemas import parse_object

    try:
        return parse_object(Path(path).expanduser().read_bytes())
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); check its name.") from None


def write(path: str, content: bytes) -> None:
    """Write a file that its owner alone can read, all or nothing; `-` is standard output."""
    if path == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    target = Path(path).expanduser().resolve()
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(content)  # /dev/null must stay what it is
        else:
            write_whole(target, content)
    except OSError as error:
        raise InputError(f"The file cannot be written ({error.strerror}); name another with -o.") from None
