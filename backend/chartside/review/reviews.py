"""Encounters and decisions: what a named coder does with the codes of one note.

Nothing is decided without a person. Every change is one event of the ledger and the rows folded from it,
in one transaction; what was quoted is sealed beside it, and note text never enters.
"""

import uuid
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Connection, delete, select

from chartside.errors import ReviewError
from chartside.model import Result
from chartside.review import ledger
from chartside.review.database import Database
from chartside.review.records import (
    Coder,
    Decision,
    DecisionView,
    EncounterState,
    EncounterView,
    Json,
    Mode,
    NoteFacts,
    Versions,
    check,
)
from chartside.review.sealing import seal_part
from chartside.review.shown import shown_of, told_of
from chartside.review.tables import coder as coder_table
from chartside.review.tables import sealed as sealed_table
from chartside.review.tables import suggestion as suggestion_table
from chartside.review.vault import Vault
from chartside.review.views import decisions_of, encounter_view, open_view, own_view


class Reviews:
    """The record's ways in; may be shared between threads.

    Args:
        database: the record.
        vault: its keys.
        versions: of the engine that suggests.
    """

    def __init__(self, database: Database, vault: Vault, versions: Versions) -> None:
        self.database = database
        self.vault = vault
        self.versions = versions

    def add_coder(self, coder: Coder) -> None:
        """Make a coder known, or known in another role; nothing happens when they are."""
        with self.database.write() as connection:
            known = connection.execute(
                select(coder_table.c.role).where(coder_table.c.id == coder.id)
            ).scalar()
            if known != coder.role:
                body = {"id": coder.id, "name": coder.name, "role": coder.role, "person": coder.person}
                kind = "coder_added" if known is None else "coder_changed"
                ledger.append(connection, self.vault, kind, coder.id, body)

    def open(
        self,
        coder: Coder,
        note: NoteFacts,
        result: Result,
        mode: Mode = Mode.ASSISTED,
        *,
        since: float = 0.0,
        active_seconds: float = 0.0,
    ) -> str:
        """Open an encounter for a note that was read; its identifier.

        `since` are the seconds since the coder first saw the note, `active_seconds` those of work among them.
        """
        encounter = str(uuid.uuid4())
        body: Json = {"source": note.source, "setting": note.setting, "mode": mode}
        if since > 0:
            body |= {"since": round(since, 1), "active": round(min(active_seconds, since), 1)}
        body["day"] = note.day and note.day.isoformat()
        with self.database.write() as connection:
            self._read(connection, "opened", coder, encounter, body, note, result, 1)
        return encounter

    def read_again(self, coder: Coder, encounter: str, note: NoteFacts, result: Result) -> None:
        """The note of an open encounter changed and was read again.

        Raises:
            NotFoundError: there is no such encounter of this coder.
            ReviewError: it is closed.
        """
        with self.database.write() as connection:
            view = open_view(connection, coder, encounter)
            self._read(connection, "read_again", coder, encounter, {}, note, result, view.readings + 1)

    def decide(
        self, coder: Coder, encounter: str, decision: Decision, sent: int | None = None
    ) -> DecisionView:
        """Write down a decision; one that was sent as number `sent` before is not written again.

        Raises:
            NotFoundError: there is no such encounter of this coder.
            ReviewError: it is closed, or the decision does not fit, or another one has that number.
        """
        check(decision)
        with self.database.write() as connection:
            view = open_view(connection, coder, encounter)
            number = 1 + len(view.decisions)
            if sent is not None and sent < number:
                known = view.decisions[sent - 1]
                if not known.is_again(decision):
                    raise ReviewError(
                        f"Decision {sent} of this encounter is another one; read the encounter anew."
                    )
                return known
            about = decision.from_code or decision.code
            shown = connection.execute(
                select(suggestion_table.c.code).where(
                    suggestion_table.c.encounter == encounter, suggestion_table.c.code == about
                )
            ).first()
            body: Json = {
                "number": number,
                "kind": decision.kind,
                "code": decision.code,
                "from_code": decision.from_code,
                "reason": decision.reason,
                "shown": shown is not None and not view.hidden,
                "active": round(decision.active_seconds, 1),
                "evidence": [[q.start, q.end, q.section, q.assertion] for q in decision.quotes],
                "versions": asdict(self.versions),
            }
            if decision.quotes or decision.reason_text:
                told = {"quotes": [asdict(q) for q in decision.quotes], "reason_text": decision.reason_text}
                body["sealed"] = seal_part(connection, self.vault, encounter, f"{encounter}/d{number}", told)
            ledger.append(connection, self.vault, "decided", coder.id, body, encounter)
            return decisions_of(connection, encounter)[-1]

    def undo(
        self, coder: Coder, encounter: str, active_seconds: float = 0.0, number: int | None = None
    ) -> DecisionView | None:
        """Take back the last decision that stands, or the one of that number; None when there is none.

        Raises:
            NotFoundError: there is no such encounter of this coder.
            ReviewError: it is closed.
        """
        with self.database.write() as connection:
            open_view(connection, coder, encounter)
            told = decisions_of(connection, encounter)
            standing = [each.number for each in told if not each.undone and number in (None, each.number)]
            if not standing:
                return None
            body = {"number": standing[-1], "active": round(active_seconds, 1)}
            ledger.append(connection, self.vault, "undone", coder.id, body, encounter)
            return decisions_of(connection, encounter)[standing[-1] - 1]

    def finalize(self, coder: Coder, encounter: str, active_seconds: float = 0.0) -> EncounterView:
        """Close an encounter with the codes that stand; only a person can.

        Raises:
            NotFoundError: there is no such encounter of this coder.
            ReviewError: it is closed already, or the one who asks is no person.
        """
        if not coder.person:
            raise ReviewError(
                "Only a person finalizes; open the encounter in a browser that a coder has paired."
            )
        with self.database.write() as connection:
            view = open_view(connection, coder, encounter)
            body = {
                "codes": list(view.codes),
                "active": round(active_seconds, 1),
                "versions": asdict(self.versions),
            }
            ledger.append(connection, self.vault, "finalized", coder.id, body, encounter)
            return encounter_view(connection, encounter)

    def reopen(self, coder: Coder, encounter: str) -> EncounterView:
        """Open a finalized encounter again; what was decided stays.

        Raises:
            NotFoundError: there is no such encounter of this coder.
            ReviewError: it is not finalized, or the one who asks is no person.
        """
        if not coder.person:
            raise ReviewError(
                "Only a person opens an encounter again; use a browser that a coder has paired."
            )
        with self.database.write() as connection:
            view = own_view(connection, coder, encounter)
            if view.state is not EncounterState.FINALIZED:
                raise ReviewError("This encounter is not finalized, so there is nothing to open again.")
            ledger.append(connection, self.vault, "reopened", coder.id, {}, encounter)
            return encounter_view(connection, encounter)

    def erase(self, actor: Coder, encounters: Sequence[str]) -> int:
        """Take away what was quoted of these encounters and where they were; the chain still verifies.

        Returns: how many were erased; those that are already are passed over.
        """
        done = 0
        for encounter in encounters:
            with self.database.write() as connection:
                if encounter_view(connection, encounter).state is EncounterState.ERASED:
                    continue
                connection.execute(delete(sealed_table).where(sealed_table.c.encounter == encounter))
                ledger.append(connection, self.vault, "erased", actor.id, {}, encounter)
                done += 1
        return done

    def note_event(self, kind: str, actor: Coder, body: Json, encounter: str | None = None) -> None:
        """Write down what is no decision: an export, a change of settings, something learned taken back."""
        with self.database.write() as connection:
            ledger.append(connection, self.vault, kind, actor.id, body, encounter)

    def get(self, encounter: str, coder: Coder | None = None) -> EncounterView:
        """An encounter with its decisions; of this coder only, when one is given.

        Raises:
            NotFoundError: there is no such encounter.
        """
        with self.database.read() as connection:
            return own_view(connection, coder, encounter) if coder else encounter_view(connection, encounter)

    def _read(
        self,
        connection: Connection,
        kind: str,
        coder: Coder,
        encounter: str,
        body: Json,
        note: NoteFacts,
        result: Result,
        reading: int,
    ) -> None:
        told = told_of(result) | {"wide": list(note.wide)}
        body = {
            **body,
            "note": {"digest": note.digest, "characters": note.characters},
            "code_set": result.code_set,
            "versions": asdict(self.versions),
            "shown": shown_of(result),
            "sealed": seal_part(connection, self.vault, encounter, f"{encounter}/r{reading}", told),
        }
        ledger.append(connection, self.vault, kind, coder.id, body, encounter)
