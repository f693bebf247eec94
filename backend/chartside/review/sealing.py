"""Sealing parts of the record with the key in force.

A key may be changed by another process. Its event is met here under the write lock, before anything is
sealed, so that nothing is ever sealed with a key that was dropped.
"""

import json

from sqlalchemy import Connection, insert, select

from chartside.errors import VaultError
from chartside.review import ledger
from chartside.review.records import Json
from chartside.review.tables import event as event_table
from chartside.review.tables import sealed as sealed_table
from chartside.review.vault import Vault


def seal_part(connection: Connection, vault: Vault, encounter: str, name: str, told: Json) -> list[str]:
    """Seal `told` as the part `name` of an encounter: its name and code, for the event that tells of it.

    Raises:
        VaultError: the key in force is not here.
    """
    follow(connection, vault)
    plain = ledger.canonical(told).encode("utf-8", "surrogatepass")
    key_id, blob = vault.seal(plain, name)
    connection.execute(insert(sealed_table).values(id=name, encounter=encounter, key_id=key_id, blob=blob))
    return [name, vault.mac(plain)]


def follow(connection: Connection, vault: Vault) -> None:
    """Read the keys anew when another process has changed them.

    Raises:
        VaultError: the key in force is not here.
    """
    wanted = key_in_force(connection)
    if wanted is None or vault.has(wanted):
        return
    vault.reload()
    if not vault.has(wanted):
        raise VaultError(
            "The key of the record was changed elsewhere; export it there, and import it here with "
            "`chartside audit key import FILE`."
        )


def key_in_force(connection: Connection) -> str | None:
    """The sealing key that the ledger named last; None before the first change of keys."""
    query = (
        # Of no encounter: the index finds the few events that are not.
        select(event_table.c.body)
        .where(event_table.c.encounter.is_(None), event_table.c.kind == "key_rotated")
        .order_by(event_table.c.seq.desc())
        .limit(1)
    )
    told = connection.execute(query).scalar()
    return str(json.loads(told)["key"]) if told else None
