"""What passes, in the record's database: for the processes of one department.

It is no part of the ledger. Each entry is bound to the vault's key, so that who can write the database but
does not hold the key can neither make up a session or an invitation nor change whose it is; what was made up
or changed is as if it were not there.
"""

import hmac
import json
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from chartside.review.ledger import canonical
from chartside.review.records import Json
from chartside.review.reviews import Reviews
from chartside.review.shelf import Change
from chartside.review.tables import passing
from chartside.review.vault import Vault

SWEEP_EVERY = 60.0
"""Seconds between two looks for what has ended."""


class DatabaseShelf:
    """Entries that any number of processes and threads share; see `chartside.review.shelf.Shelf`.

    Args:
        reviews: gives the record when it is open; asked at each call, since a service opens it late.
        clock: seconds since 1970, the same in every process.
    """

    def __init__(self, reviews: Callable[[], Reviews], clock: Callable[[], float] = time.time) -> None:
        self._reviews, self._clock = reviews, clock
        self._swept = float("-inf")

    def put(self, kind: str, key: str, body: Json, seconds: float) -> None:
        """See `Shelf`."""
        reviews = self._reviews()
        row = _row(reviews.vault, kind, key, body, self._clock() + seconds)
        with reviews.database.write(chain=False) as connection:
            statement = _insert(connection, row)
            changed = {name: row[name] for name in ("body", "ends", "mac")}
            connection.execute(statement.on_conflict_do_update(index_elements=["kind", "key"], set_=changed))
        self._tidy()

    def get(self, kind: str, key: str) -> Json | None:
        """See `Shelf`."""
        reviews = self._reviews()
        with reviews.database.read() as connection:
            row = connection.execute(select(passing).where(*_is(reviews.vault, kind, key))).mappings().first()
        return self._body(reviews.vault, row)

    def take(self, kind: str, key: str) -> Json | None:
        """See `Shelf`."""
        reviews = self._reviews()
        with reviews.database.write(chain=False) as connection:
            gone = delete(passing).where(*_is(reviews.vault, kind, key)).returning(*passing.columns)
            row = connection.execute(gone).mappings().first()
        return self._body(reviews.vault, row)

    def drop(self, kind: str, key: str) -> None:
        """See `Shelf`."""
        self.take(kind, key)

    def change(self, kind: str, key: str, how: Change, seconds: float, *, renew: bool = False) -> Json:
        """See `Shelf`."""
        reviews = self._reviews()
        vault, fresh = reviews.vault, self._clock() + seconds
        with reviews.database.write(chain=False) as connection:
            # There is a row to lock in any case; an ended one is as none.
            connection.execute(_insert(connection, _row(vault, kind, key, {}, 0.0)).on_conflict_do_nothing())
            place = _is(vault, kind, key)
            row = connection.execute(select(passing).where(*place).with_for_update()).mappings().one()
            found = self._body(vault, row)
            made = how(found)
            ends = row["ends"] if found is not None and not renew else fresh
            changed = _row(vault, kind, key, made, ends)
            connection.execute(update(passing).where(*place).values(**changed))
        self._tidy()
        return made

    def bodies(self, kind: str) -> list[Json]:
        """See `Shelf`."""
        reviews = self._reviews()
        with reviews.database.read() as connection:
            rows = connection.execute(select(passing).where(passing.c.kind == kind)).mappings().all()
        told = (self._body(reviews.vault, row) for row in rows)
        return [body for body in told if body is not None]

    def clear(self, kind: str, of: Callable[[Json], bool]) -> int:
        """See `Shelf`."""
        reviews = self._reviews()
        gone = 0
        with reviews.database.write(chain=False) as connection:
            query = select(passing).where(passing.c.kind == kind).with_for_update()
            for row in connection.execute(query).mappings().all():
                body = self._body(reviews.vault, row)
                if body is not None and of(body):
                    place = (passing.c.kind == kind, passing.c.key == row["key"])
                    gone += connection.execute(delete(passing).where(*place)).rowcount
        return gone

    def sweep(self) -> None:
        """See `Shelf`."""
        now = self._swept = self._clock()
        with self._reviews().database.write(chain=False) as connection:
            connection.execute(delete(passing).where(passing.c.ends <= now))

    def _tidy(self) -> None:
        if self._clock() - self._swept > SWEEP_EVERY:
            self.sweep()

    def _body(self, vault: Vault, row: Any) -> Json | None:
        """What a row holds, while it is good."""
        if row is None or row["ends"] <= self._clock():
            return None
        if not hmac.compare_digest(row["mac"].encode(), _mac(vault, row).encode()):
            return None
        return json.loads(row["body"])  # type: ignore[no-any-return]


def _row(vault: Vault, kind: str, key: str, body: Json, ends: float) -> Json:
    row = {"kind": kind, "key": _key(vault, kind, key), "body": canonical(body), "ends": round(ends, 3)}
    return row | {"mac": _mac(vault, row)}


def _is(vault: Vault, kind: str, key: str) -> tuple[Any, Any]:
    return passing.c.kind == kind, passing.c.key == _key(vault, kind, key)


def _key(vault: Vault, kind: str, key: str) -> str:
    # Keyed once more: a short secret cannot be tried against a copy of the database.
    return vault.mac(f"passing\n{kind}\n{key}".encode("utf-8", "replace"))


def _mac(vault: Vault, row: Any) -> str:
    told = f"passing entry\n{row['kind']}\n{row['key']}\n{row['ends']:.3f}\n{row['body']}"
    return vault.mac(told.encode())


def _insert(connection: Connection, row: Json) -> Any:
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(passing).values(**row)
