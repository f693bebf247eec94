"""The commands behind `chartside coder`: who may come in to the service of a department, and as what."""

import argparse
import json
import os
import secrets
import sys
from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from chartside.audit_common import actor
from chartside.errors import InputError, NotFoundError
from chartside.settings import Settings
from chartside.terminal import console_on, table, tame

if TYPE_CHECKING:
    from chartside.review.reviews import Reviews
    from chartside.web.invitations import Invitations
    from chartside.web.tokens import TokenStore


def run_coder(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside coder COMMAND`."""
    from chartside.review.opening import reviews_of
    from chartside.review.passing import DatabaseShelf
    from chartside.web.invitations import Invitations
    from chartside.web.tokens import TokenStore

    with reviews_of(settings.home) as reviews:
        invitations = Invitations(DatabaseShelf(lambda: reviews))
        run = {"add": _add, "list": _list, "remove": _remove}[asked.what]
        run(asked, reviews, TokenStore(settings.home), invitations)
    return 0


def _add(
    asked: argparse.Namespace, reviews: "Reviews", tokens: "TokenStore", invitations: "Invitations"
) -> None:
    from chartside.review.database import VARIABLE
    from chartside.web.invitations import LIFETIME
    from chartside.web.tokens import clean_name

    name = clean_name(asked.name)
    told = [(each.coder, each.coder_id, each.role) for each in tokens.clients() if each.person]
    told += [(each.coder, each.coder_id, each.role) for each in invitations.all()]
    here = [each for each in told if each[0].casefold() == name.casefold()]
    role = asked.role or (here[0][2] if here else "coder")
    if here:
        name, coder_id, known = here[0]
        if role != known:
            raise InputError(
                f"{name} is here as {known} already; run `chartside coder remove` first, then add them anew."
            )
    else:
        coder_id = _known_id(reviews, name) or secrets.token_hex(16)
    who = actor(reviews)
    code = invitations.make(name, coder_id, role)
    reviews.note_event("coder_invited", who, {"id": coder_id, "name": name, "role": role})
    until = datetime.fromtimestamp(datetime.now().timestamp() + LIFETIME)
    if not os.environ.get(VARIABLE, "").strip():
        print(
            f"chartside: {VARIABLE} is not set, so this goes into the record of this computer, where no"
            " department's service looks; run it with the settings of the service.",
            file=sys.stderr,
        )
    console = console_on(sys.stdout)
    console.print(f"Invitation for {name}, {role}:  {code}", markup=False, highlight=False)
    console.print(
        f"Type it into the extension's options, under Pair. Good once, until {until:%Y-%m-%d %H:%M}.",
        highlight=False,
    )


def _list(
    asked: argparse.Namespace, _reviews: "Reviews", tokens: "TokenStore", invitations: "Invitations"
) -> None:
    rows: dict[tuple[str, str], dict[str, list[object]]] = defaultdict(
        lambda: {"browsers": [], "scripts": [], "invited_until": []}
    )
    for client in tokens.clients():
        told = {"name": client.name, "since": client.created}
        rows[client.coder, client.role]["browsers" if client.person else "scripts"].append(told)
    for each in invitations.all():
        ends = datetime.fromtimestamp(each.ends, UTC).isoformat(timespec="seconds")
        rows[each.coder, each.role]["invited_until"].append(ends)
    found = sorted(rows.items(), key=lambda row: row[0][0].casefold())
    if asked.format == "json":
        told_all = [{"name": name, "role": role, **held} for (name, role), held in found]
        print(json.dumps(told_all, ensure_ascii=False, indent=1))
        return
    if not found:
        print("Nobody was invited yet; `chartside coder add NAME` does it.")
        return
    made = table("Name", "Role", "Browsers", "Scripts", "Invitations", title="Coders")
    for (name, role), held in found:
        counts = [str(len(held[each]) or "") for each in ("browsers", "scripts", "invited_until")]
        made.add_row(tame(name, 80), role, *counts)
    console_on(sys.stdout).print(made)


def _remove(
    asked: argparse.Namespace, reviews: "Reviews", tokens: "TokenStore", invitations: "Invitations"
) -> None:
    withdrawn: list[int] = []
    ids = {each.coder_id for each in tokens.clients() if each.coder.casefold() == asked.name.casefold()}
    count = tokens.remove(asked.name, lambda: withdrawn.append(invitations.withdraw(asked.name)))
    if not count and not sum(withdrawn):
        raise NotFoundError("There is no coder of this name; `chartside coder list` shows them.")
    body = {"ids": sorted(ids), "tokens": count, "invitations": sum(withdrawn)}
    reviews.note_event("coder_removed", actor(reviews), body)
    print(
        f"Removed: tokens {count}, invitations {sum(withdrawn)}. Their sessions have ended; what was decided "
        "stays in the record."
    )


def _known_id(reviews: "Reviews", name: str) -> str | None:
    """The identifier of a person of this name who coded here before."""
    from sqlalchemy import select

    from chartside.review.tables import coder as coder_table

    query = select(coder_table.c.id, coder_table.c.name).where(coder_table.c.person.is_(True))
    with reviews.database.read() as connection:
        rows = connection.execute(query.order_by(coder_table.c.added_at.desc())).all()
    return next((str(row.id) for row in rows if row.name.casefold() == name.casefold()), None)
