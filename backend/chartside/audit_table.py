"""What `chartside audit` shows in a terminal."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from rich.console import Console
from rich.text import Text
from sqlalchemy import Connection, select

from chartside.review.records import EncounterView, Json
from chartside.review.report_types import AuditReport, Decided, QuoteTold
from chartside.review.report_words import HOW, reason_words, section_words, time_words
from chartside.review.tables import coder as coder_table
from chartside.terminal import table, tame


def coders_of(connection: Connection) -> dict[str, str]:
    """The names of all coders by their identifiers."""
    rows = connection.execute(select(coder_table.c.id, coder_table.c.name))
    return {row.id: row.name for row in rows}


def print_list(
    console: Console, found: Sequence[EncounterView], coders: Mapping[str, str], *, asked_for: bool
) -> None:
    """Encounters as a table; `asked_for` when they were chosen among others."""
    if not found:
        console.print(f"The record holds no {'such encounter' if asked_for else 'encounter yet'}.")
        return
    made = table("Encounter", "Opened", "Coder", "Read from", "State", "Codes", title="Encounters")
    for view in found:
        made.add_row(
            view.id[:8],
            time_words(view.opened_at),
            Text(tame(coders.get(view.coder, view.coder), 40)),
            Text(tame(view.source, 40)),
            view.state.value,
            ", ".join(view.codes),
        )
    console.print(made)


def list_json(found: Sequence[EncounterView], coders: Mapping[str, str]) -> list[Json]:
    """Encounters for programs."""
    return [
        asdict(view) | {"coder": {"id": view.coder, "name": coders.get(view.coder, "")}, "codes": view.codes}
        for view in found
    ]


def print_report(console: Console, report: AuditReport) -> None:
    """One encounter: its codes, what was turned down, its events."""
    view = report.encounter
    console.print(
        Text(
            f"{view.id} · {view.state} · {tame(report.coder.name, 60)} · {time_words(view.opened_at)}", "dim"
        )
    )
    console.print(
        Text(f"{view.code_set} · {view.setting} · {tame(view.source, 60) or 'source erased'}", "dim")
    )
    _decided(console, "Codes", report.codes)
    if not report.codes:
        console.print("\nNo code stands.\n")
    _decided(console, "Alternatives turned down", report.rejected)
    if report.undecided:
        made = table("Code", "Description", "Evidence", title="Offered, not decided")
        for item in report.undecided:
            made.add_row(item.code, Text(tame(item.shown.description)), _quoted(item.shown.quotes))
        console.print(made)
    made = table("Event", "Time", "Who", "What", "Hash", title="Ledger")
    for line in report.ledger:
        hash_ = line.hash[:16] if line.good else "does not match"
        made.add_row(
            str(line.seq), time_words(line.at), Text(tame(line.actor, 40)), Text(tame(line.text, 120)), hash_
        )
    console.print(made)


def _decided(console: Console, title: str, items: Sequence[Decided]) -> None:
    if not items:
        return
    made = table("Code", "Description", "Decision", "Evidence", title=title)
    for item in items:
        said = HOW[item.how] + (f" ({item.other})" if item.other else "")
        why = ": ".join(filter(None, (reason_words(item.reason), tame(item.reason_text, 80))))
        made.add_row(
            Text(item.code, "bold"),
            Text(tame(item.shown.description)),
            Text(f"{said}{', ' if why else ''}{why} by {tame(item.coder.name, 40)}, event {item.event}"),
            _quoted(item.quotes),
        )
    console.print(made)


def _quoted(quotes: Sequence[QuoteTold]) -> Text:
    if not quotes:
        return Text("")
    first = quotes[0]
    text = Text(f"“{tame(first.text, 90)}”" if first.text else "erased")
    text.append(f" · {section_words(first.section)} · {first.assertion}", style="dim")
    if len(quotes) > 1:
        text.append(f" · {len(quotes) - 1} more", style="dim")
    return text
