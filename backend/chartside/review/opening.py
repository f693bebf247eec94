"""Opens the record under Chartside's data folder: the database and its keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chartside.review.database import Database
from chartside.review.keyfile import open_vault
from chartside.review.reviews import Reviews
from chartside.review.versions import engine_versions

FOLDER = "review"
"""Of the record, below the data folder."""


def open_reviews(home: Path, threads: int | None = None) -> Reviews:
    """The record of `home`; a new one with new keys where there is none.

    `threads` are those that use it at once, when that is known.

    Raises:
        StoreError: it cannot be opened.
        VaultError: its keys are missing.
    """
    database = Database(home / FOLDER, threads=threads)
    try:
        vault = open_vault(database.folder, fresh=database.is_empty())
        return Reviews(database, vault, engine_versions())
    except BaseException:
        database.close()
        raise


@contextmanager
def reviews_of(home: Path) -> Iterator[Reviews]:
    """The record of `home`, closed at the end."""
    reviews = open_reviews(home)
    try:
        yield reviews
    finally:
        reviews.database.close()
