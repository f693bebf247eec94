"""A new key for all that is sealed.

The new key is kept before anything is sealed with it, and the old ones until nothing is: wherever this
breaks off, everything still opens, and the next time ends it.
"""

from collections.abc import Callable

from sqlalchemy import func, select, update

from chartside.codesets.database import compile_lock
from chartside.review import ledger
from chartside.review.records import Coder
from chartside.review.reviews import Reviews
from chartside.review.tables import sealed as sealed_table

BATCH = 500
"""Parts that are sealed anew in one transaction; others write in between."""
Progress = Callable[[int, int], None]
"""Called with how many parts are done, and of how many."""


def rotate(reviews: Reviews, actor: Coder, progress: Progress = lambda done, total: None) -> int:
    """Seal everything with a new key and forget the old ones; how many parts were sealed anew.

    Raises:
        VaultError: a key is missing, or the new one cannot be kept; every old key stays.
        StoreError: the database cannot be written; what was done stands.
    """
    database, vault = reviews.database, reviews.vault
    with compile_lock(database.folder):
        vault.reload()
        name = vault.new_seal()
        done = 0
        old = sealed_table.c.key_id != name
        with database.read() as connection:
            total = connection.execute(select(func.count()).select_from(sealed_table).where(old)).scalar_one()
        while True:
            with database.write() as connection:
                rows = connection.execute(select(sealed_table).where(old).limit(BATCH)).mappings().all()
                for row in rows:
                    plain = vault.open(row["key_id"], row["blob"], row["id"])
                    key_id, blob = vault.seal(plain, row["id"])
                    changed = update(sealed_table).where(sealed_table.c.id == row["id"])
                    connection.execute(changed.values(key_id=key_id, blob=blob))
                done += len(rows)
                if not rows:
                    ledger.append(connection, vault, "key_rotated", actor.id, {"key": name, "parts": done})
                    break
            progress(done, max(done, total))
        vault.drop_seals()
    return done
