"""What the service works with, in the ledger: written down when it is not what it was.

A suggestion of last month was made by other rules or in another release; the event says from when on.
"""

from collections.abc import Sequence
from dataclasses import asdict

from chartside.review import ledger
from chartside.review.records import Coder, Json
from chartside.review.reviews import Reviews
from chartside.review.tables import event as event_table

KIND = "settings_changed"
SERVICE = Coder("service", "Chartside", person=False)
"""Who writes this down; nobody who may decide."""


def note_settings(reviews: Reviews, releases: Sequence[str], limits: Json) -> bool:
    """Write down versions, releases and limits; nothing happens when they are as the last event says.

    Args:
        reviews: the record.
        releases: the labels of those that are installed.
        limits: of the service, by name.

    Returns: whether it was written.

    Raises:
        StoreError: the record cannot be read or written.
    """
    body: Json = {**asdict(reviews.versions), "releases": sorted(releases), "limits": limits}
    reviews.add_coder(SERVICE)
    with reviews.database.write() as connection:
        # Of no encounter: the index finds the few events that are not.
        query = event_table.select().where(event_table.c.encounter.is_(None), event_table.c.kind == KIND)
        last = connection.execute(query.order_by(event_table.c.seq.desc()).limit(1)).mappings().first()
        if last is not None and ledger.as_event(last).body == body:
            return False
        ledger.append(connection, reviews.vault, KIND, SERVICE.id, body)
        return True
