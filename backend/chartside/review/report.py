"""The audit report of an encounter: who decided what, when and why, and what was on screen then."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from chartside.review import ledger
from chartside.review.records import (
    Coder,
    DecisionKind,
    DecisionView,
    EncounterState,
    Event,
    Json,
    Mode,
    Role,
    Versions,
)
from chartside.review.report_types import (
    AuditReport,
    Decided,
    GuidelineTold,
    LeftOut,
    Line,
    QuoteTold,
    ShownTold,
    StepTold,
    Undecided,
)
from chartside.review.report_words import sentence_of
from chartside.review.tables import coder as coder_table
from chartside.review.tables import event as event_table
from chartside.review.tables import head as head_table
from chartside.review.vault import Vault
from chartside.review.views import encounter_view, sealed_of

Titles = Callable[[str], str]
"""The title of a code; empty when it is not known."""


def build_report(
    connection: Connection, vault: Vault, encounter: str, titles: Titles | None = None
) -> AuditReport:
    """The report of one encounter, in the snapshot of `connection`.

    Args:
        connection: to the record, for reading.
        vault: its keys.
        encounter: identifier of the encounter.
        titles: names codes that were never suggested, such as those that the coder added.

    Raises:
        NotFoundError: there is no such encounter.
        VaultError: a key is missing, or a sealed part was changed.
    """
    return _Builder(connection, vault, encounter, titles or (lambda code: "")).report()


class _Builder:
    def __init__(self, connection: Connection, vault: Vault, encounter: str, titles: Titles) -> None:
        self._connection, self._vault, self._titles = connection, vault, titles
        self.view = encounter_view(connection, encounter)
        query = select(event_table).where(event_table.c.encounter == encounter).order_by(event_table.c.seq)
        self._rows = [dict(row) for row in connection.execute(query).mappings()]
        self._events = [ledger.as_event(row) for row in self._rows]
        self._sealed = {part.pop("id"): part for part in sealed_of(connection, vault, encounter)}
        self._coders = {
            row["id"]: Coder(row["id"], row["name"], Role(row["role"]), bool(row["person"]))
            for row in connection.execute(
                select(coder_table).where(coder_table.c.id.in_({event.actor for event in self._events}))
            ).mappings()
        }
        self._decided_at: dict[int, tuple[Event, int]] = {}
        self._readings: dict[int, Json] = {0: {"suggestions": [], "not_coded": [], "conflicts": []}}
        self._walk()

    def report(self) -> AuditReport:
        view = self.view
        last = self._readings[0 if view.hidden else max(self._readings)]
        standing, rejected = _standing(view.decisions)
        head = self._connection.execute(select(head_table)).mappings().one()
        undecided = [
            Undecided(each["code"], _shown(each))
            for each in last["suggestions"]
            if each["code"] not in standing and each["code"] not in rejected
        ]
        return AuditReport(
            encounter=view,
            coder=self._who(view.coder),
            closed_by=self._who(view.finalized_by) if view.finalized_by else None,
            codes=tuple(self._decided(code, decision) for code, decision in standing.items()),
            rejected=tuple(self._decided(code, decision) for code, decision in rejected.items()),
            undecided=tuple(undecided),
            not_coded=tuple(_left_out(each) for each in last["not_coded"]),
            conflicts=tuple(each["text"] for each in last["conflicts"]),
            ledger=tuple(self._lines()),
            head=(head["count"], head["hash"]),
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )

    def _walk(self) -> None:
        """Which reading was on screen at each decision; none before a first pass ends."""
        read, shown = 0, self.view.mode is Mode.ASSISTED
        for event in self._events:
            shown = shown or event.kind == "revealed"
            if event.kind in ("opened", "read_again"):
                read += 1
                told = self._sealed.get(f"{self.view.id}/r{read}")
                self._readings[read] = told or _bare(event.body)
            reading = read if shown else 0
            if event.kind == "decided":
                self._decided_at[event.body["number"]] = (event, reading)

    def _decided(self, code: str, decision: DecisionView) -> Decided:
        event, reading = self._decided_at[decision.number]
        suggestions = {each["code"]: each for each in self._readings[reading]["suggestions"]}
        found = suggestions.get(code)
        shown = _shown(found) if found else ShownTold(self._titles(code))
        replaced = decision.kind is DecisionKind.CHANGE and code == decision.from_code
        own = self._sealed.get(f"{self.view.id}/d{decision.number}")
        quotes = tuple(_quote(each) for each in own["quotes"]) if own else ()
        if not own and not replaced and self.view.state is EncounterState.ERASED:
            quotes = tuple(QuoteTold(start, end, "", *more) for start, end, *more in event.body["evidence"])
        before = suggestions.get(decision.from_code or "")
        if not quotes and not shown.quotes and before:
            quotes = _shown(before).quotes
        return Decided(
            code=code,
            how="reject" if replaced else decision.kind.value,
            other=decision.code if replaced else decision.from_code,
            coder=self._who(decision.coder),
            at=decision.at,
            event=event.seq,
            hash=event.hash,
            reason=decision.reason and decision.reason.value,
            reason_text=own["reason_text"] if own else "",
            quotes=(() if replaced else quotes) or shown.quotes,
            shown=shown,
        )

    def _lines(self) -> Iterable[Line]:
        numbered: dict[int, Event] = {}
        for row, event in zip(self._rows, self._events, strict=True):
            good = ledger.digest(row["previous"], row) == row["hash"]
            good = good and ledger.event_mac(self._vault, row["hash"]) == row["mac"]
            if event.kind == "decided":
                numbered[event.body["number"]] = event
            versions = event.body.get("versions")
            yield Line(
                event.seq,
                event.at,
                event.kind,
                self._who(event.actor).name,
                sentence_of(event, numbered),
                Versions(**versions) if versions else None,
                event.previous,
                event.hash,
                good,
            )

    def _who(self, actor: str) -> Coder:
        return self._coders.get(actor) or Coder(actor, actor, person=False)


def _standing(
    decisions: Iterable[DecisionView],
) -> tuple[dict[str, DecisionView], dict[str, DecisionView]]:
    """The decisions behind the codes that stand, and behind those that were turned down."""
    codes: dict[str, DecisionView] = {}
    rejected: dict[str, DecisionView] = {}
    for decision in decisions:
        if decision.undone:
            continue
        for code in filter(None, (decision.from_code, decision.code)):
            codes.pop(code, None)
            rejected.pop(code, None)
        if decision.kind is DecisionKind.REJECT:
            rejected[decision.code] = decision
        else:
            if decision.from_code:
                rejected[decision.from_code] = decision
            codes[decision.code] = decision
    return codes, rejected


def _bare(body: Json) -> Json:
    """A reading whose sealed part was erased: what its event tells in clear."""
    suggestions = [
        {
            "code": code,
            "tier": tier,
            "confidence": confidence,
            "evidence": [
                {"start": start, "end": end, "section": section, "assertion": assertion}
                for start, end, section, assertion in evidence
            ],
        }
        for code, tier, confidence, evidence, *_ in body["shown"]
    ]
    return {"suggestions": suggestions, "not_coded": [], "conflicts": []}


def _shown(told: Json) -> ShownTold:
    return ShownTold(
        told.get("description", ""),
        told["tier"],
        told["confidence"],
        tuple(_quote(each) for each in told["evidence"]),
        tuple(StepTold(each["step"], each["text"], each["reference"]) for each in told.get("reasoning", ())),
        tuple(_guideline(each) for each in told.get("guidelines", ())),
    )


def _left_out(told: Json) -> LeftOut:
    quotes = tuple(_quote(each) for each in told["evidence"])
    rule = told["guideline"]
    return LeftOut(
        told["code"], told["description"], told["reason"], _guideline(rule) if rule else None, quotes
    )


def _guideline(told: Json) -> GuidelineTold:
    return GuidelineTold(told["section"], told["title"], told["summary"])


def _quote(told: Json) -> QuoteTold:
    return QuoteTold(
        told["start"],
        told["end"],
        told.get("text", ""),
        told["section"],
        told["assertion"],
        tuple(cue["text"] for cue in told.get("cues", ())),
    )
