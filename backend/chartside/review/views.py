"""The record as it stands, read from its rows; what was sealed is opened only here."""

import json
from collections.abc import Iterable

from sqlalchemy import Connection, select

from chartside.errors import NotFoundError, ReviewError
from chartside.model import Setting
from chartside.review.records import (
    Coder,
    DecisionKind,
    DecisionView,
    EncounterState,
    EncounterView,
    Json,
    Mode,
    RejectReason,
    Versions,
)
from chartside.review.tables import decision as decision_table
from chartside.review.tables import encounter as encounter_table
from chartside.review.tables import sealed as sealed_table
from chartside.review.vault import Vault


def encounter_view(connection: Connection, encounter: str) -> EncounterView:
    """An encounter with its decisions.

    Raises:
        NotFoundError: there is no such encounter.
    """
    query = select(encounter_table).where(encounter_table.c.id == encounter)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise NotFoundError("There is no such encounter; look at the list of your encounters.")
    return view_of(row, decisions_of(connection, encounter))


def own_view(connection: Connection, coder: Coder, encounter: str) -> EncounterView:
    """An encounter of this coder with its decisions.

    Raises:
        NotFoundError: this coder has no such encounter.
    """
    view = encounter_view(connection, encounter)
    if view.coder != coder.id:
        raise NotFoundError("There is no such encounter of yours; look at the list of your encounters.")
    return view


def open_view(connection: Connection, coder: Coder, encounter: str) -> EncounterView:
    """As `own_view`, of an encounter that can be worked on.

    Raises:
        NotFoundError: this coder has no such encounter.
        ReviewError: it is closed.
    """
    view = own_view(connection, coder, encounter)
    if view.state is not EncounterState.OPEN:
        raise ReviewError(f"This encounter is {view.state}; open it again to change its codes.")
    return view


def decisions_of(connection: Connection, encounter: str) -> tuple[DecisionView, ...]:
    """The decisions of an encounter in their order, those taken back too."""
    query = select(decision_table).where(decision_table.c.encounter == encounter)
    rows = connection.execute(query.order_by(decision_table.c.number)).mappings()
    return tuple(decision_of(row) for row in rows)


def sealed_of(connection: Connection, vault: Vault, encounter: str) -> list[Json]:
    """What was sealed of an encounter: readings (`ID/r1`) as they were shown, and decisions (`ID/d1`).

    Raises:
        VaultError: a key is missing, or a part was changed.
    """
    query = select(sealed_table).where(sealed_table.c.encounter == encounter).order_by(sealed_table.c.id)
    return [
        {"id": row["id"], **json.loads(vault.open(row["key_id"], row["blob"], row["id"]))}
        for row in connection.execute(query).mappings()
    ]


def view_of(row: object, decisions: Iterable[DecisionView] = ()) -> EncounterView:
    """The encounter of a row of its table."""
    told = dict(row)  # type: ignore[call-overload]
    versions = Versions(told.pop("engine"), told.pop("rules"), told.pop("weights"))
    return EncounterView(
        **told
        | {
            "setting": Setting(told["setting"]),
            "mode": Mode(told["mode"]),
            "state": EncounterState(told["state"]),
            "versions": versions,
            "decisions": tuple(decisions),
        }
    )


def decision_of(row: object) -> DecisionView:
    """The decision of a row of its table."""
    told = dict(row)  # type: ignore[call-overload]
    reason = told["reason"]
    return DecisionView(
        **told | {"kind": DecisionKind(told["kind"]), "reason": RejectReason(reason) if reason else None}
    )
