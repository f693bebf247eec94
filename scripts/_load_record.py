"""Holds the record against what coders were told, for `load.py`."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from chartside.review import ledger
from chartside.review.database import Database
from chartside.review.keyfile import open_vault
from chartside.review.verify import verify


def held_against(home: Path, url: str, said: dict[str, Any]) -> dict[str, Any]:
    """How much of what was acknowledged is missing or there twice, and whether the chain verifies.

    Args:
        home: data folder with the keys.
        url: the database.
        said: what `_load_coder` wrote; what a coder had sent and not been answered may be there or not.
    """
    there: dict[str, Counter[tuple[str, Any]]] = defaultdict(Counter)
    codes: dict[tuple[str, int], list[str]] = {}
    database = Database(home / "review", url)
    try:
        with database.read() as connection:
            verdict = verify(connection, open_vault(home / "review", fresh=False))
            for event in ledger.events(connection, kinds=("decided", "undone", "finalized")):
                number = event.body.get("number")
                there[str(event.encounter)][event.kind, number] += 1
                if event.kind == "decided":
                    codes[str(event.encounter), event.body["number"]] = [
                        event.body["kind"],
                        event.body["code"],
                    ]
    finally:
        database.close()
    lost: list[str] = []
    known: set[tuple[str, tuple[str, Any]]] = set()
    acknowledged = 0
    for encounter, told in said["written"].items():
        wanted: list[tuple[str, Any]] = [("decided", int(number)) for number in told["decided"]]
        wanted += [("undone", number) for number in told["undone"]]
        wanted += [("finalized", None)] if told["finalized"] else []
        acknowledged += len(wanted)
        known.update((encounter, each) for each in wanted)
        lost += [f"{each} of {encounter}" for each in wanted if not there[encounter][each]]
        lost += [
            f"decision {number} of {encounter} is another one"
            for number, decision in told["decided"].items()
            if codes.get((encounter, int(number))) != decision
        ]
    twice = sum(count > 1 for events in there.values() for count in events.values())
    way = {(where.rsplit("/", 1)[1], (kind, number)) for where, kind, number in said["on_its_way"]}
    written = {(encounter, each) for encounter, events in there.items() for each in events}
    return {
        "acknowledged": acknowledged,
        "lost": len(lost),
        "lost_ones": lost[:5],
        "twice": twice,
        "nobody_was_told": len(written - known - way),
        "chain_verifies": verdict.ok,
    }
