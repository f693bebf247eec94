"""First pass and training: the coder's own codes come first, then what was suggested is shown beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select

from chartside.codesets.code import key_of
from chartside.codesets.codeset import CodeSet
from chartside.coding.guidelines import read_guidelines
from chartside.errors import ReviewError
from chartside.model import Guideline, Result, Setting, Tier
from chartside.review import ledger
from chartside.review.check import check
from chartside.review.findings import Finding, quote
from chartside.review.records import Coder, EncounterState, EncounterView, Json, Mode
from chartside.review.reviews import Reviews
from chartside.review.shown import result_of
from chartside.review.tables import encounter as encounter_table
from chartside.review.views import encounter_view, open_view, sealed_of

FIND_DAYS = 30
"""An open encounter of before that is not the one that a coder comes back to."""


@dataclass(frozen=True, slots=True)
class Revealed:
    """What is shown after a first pass.

    Attributes:
        own: the codes that the coder had before the suggestions were shown.
        wide: of the note that was read last, see `NoteFacts`.
    """

    view: EncounterView
    own: tuple[str, ...]
    result: Result
    wide: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A code that only one of both has: the coder (`mine`) or the list of suggestions (`suggested`)."""

    code: str
    mine: bool
    suggested: bool
    text: str
    guideline: Guideline | None


def reveal(reviews: Reviews, coder: Coder, encounter: str) -> Revealed:
    """The coder's own codes are in: write that down, and tell what was suggested. Again is the same.

    Raises:
        NotFoundError: there is no such encounter of this coder.
        ReviewError: it is closed, or its suggestions were shown from the beginning.
        VaultError: a key is missing, or a sealed part was changed.
    """
    with reviews.database.write() as connection:
        view = open_view(connection, coder, encounter)
        if view.mode is Mode.ASSISTED:
            raise ReviewError("The suggestions of this encounter were shown when it was opened.")
        last = last_reading(sealed_of(connection, reviews.vault, encounter))
        if view.hidden:
            body = {"codes": list(view.codes), "reading": view.readings}
            ledger.append(connection, reviews.vault, "revealed", coder.id, body, encounter)
            view = encounter_view(connection, encounter)
        own = own_codes(connection, encounter) or ()
    return Revealed(view, own, result_of(last, view.code_set, view.setting), tuple(last["wide"]))


def own_codes(connection: Connection, encounter: str) -> tuple[str, ...] | None:
    """The codes that stood when the suggestions were shown; None when they never were."""
    for event in ledger.events(connection, encounter=encounter, kinds=("revealed",)):
        return tuple(event.body["codes"])
    return None


def last_reading(parts: Sequence[Json]) -> Json:
    """The sealed part of the last reading; the parts come in no order of numbers."""
    readings = [part for part in parts if "wide" in part]
    none: Json = {"suggestions": [], "not_coded": [], "conflicts": [], "wide": []}
    return max(readings, key=lambda part: int(part["id"].rpartition("/r")[2]), default=none)


def differences(result: Result, own: Sequence[str], code_set: CodeSet) -> list[Difference]:
    """What only one of both has, the coder's codes first, each with the section that speaks of it."""
    guidelines = read_guidelines()
    general = guidelines.get("III" if result.setting is Setting.INPATIENT else "IV.J")
    listed = {each.code: each for each in result.suggestions if each.tier is Tier.SUGGESTED}
    mine = {key_of(code): code for code in own}
    told: dict[str, Finding] = {}
    for finding in check(result, own, code_set, guidelines):
        told.setdefault(key_of(finding.code), finding)
    found = [
        Difference(code, True, False, told[key].text, told[key].guideline or general)
        for key, code in mine.items()
        if code not in listed and key in told
    ]
    for each in listed.values():
        if key_of(each.code) not in mine:
            text = f"The note documents {each.code} ({quote(each.evidence)}); you did not code it."
            section = each.guidelines[0] if each.guidelines else general
            found.append(Difference(each.code, False, True, text, section))
    return found


def find_open(connection: Connection, coder: Coder, digest: str, source: str) -> EncounterView | None:
    """The encounter that a coder comes back to with a note: one with decisions first, then the newest."""
    table = encounter_table.c
    since = datetime.now(UTC) - timedelta(days=FIND_DAYS)
    query = select(table.id).where(
        table.coder == coder.id,
        table.opened_at >= since.isoformat(timespec="microseconds"),
        table.note_digest == digest,
        table.source == source,
        table.state == EncounterState.OPEN,
    )
    query = query.order_by(table.first_action_at.is_(None), table.opened_at.desc(), table.id).limit(1)
    name = connection.execute(query).scalar()
    return encounter_view(connection, name) if name else None
