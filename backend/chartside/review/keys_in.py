"""Bringing exported keys to a record: only those that belong to it."""

from sqlalchemy import select

from chartside.errors import VaultError
from chartside.review import ledger
from chartside.review.database import Database
from chartside.review.keyfile import keep, load
from chartside.review.sealing import key_in_force
from chartside.review.tables import head as head_table
from chartside.review.vault import Keys, Vault, fingerprint


def bring_in(database: Database, keys: Keys) -> None:
    """Keep imported keys for a record; sealing keys that are here already stay.

    Raises:
        VaultError: they are not whole, or those of another record; nothing was changed.
    """
    vault = Vault(keys, lambda changed: None)
    with database.read() as connection:
        head = connection.execute(select(head_table)).mappings().first()
        in_force = key_in_force(connection)
    if head and head["mac"] != ledger.head_mac(vault, head["count"], head["hash"]):
        raise VaultError(
            "These are the keys of another record; import those that were exported from this one."
        )
    here = load(database.folder)
    if here and fingerprint(here) == fingerprint(keys):
        keys = {**keys, "seal": {**here["seal"], **keys["seal"]}}
    elif here and not head:
        raise VaultError("This record is new and has keys of its own; import into a folder without a record.")
    if in_force in keys["seal"]:
        # An export of before the change must not bring the key of before back into use.
        keys = {**keys, "current": in_force}
    keep(database.folder, keys)
