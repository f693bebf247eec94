"""What the terminal shows: tables with colour where there is one, the same in plain text in a pipe."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO, cast

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Column, Table
from rich.text import Text

from chartside.model import Conflict, Evidence, NotCoded, Result, Suggestion, Tier

PIPE_WIDTH = 120
"""Columns when the output is no terminal."""
ROOM_OF_A_COLUMN = 12
"""Columns of the terminal that each column of a table needs."""
ASSERTION_STYLES = {
    "present": "green",
    "uncertain": "yellow",
    "negated": "red",
    "historical": "cyan",
    "family": "magenta",
    "hypothetical": "blue",
}
SECTION_NAMES = {"hpi": "HPI", "ros": "ROS", "assessment_plan": "Assessment and plan"}
# Control and direction characters of a note must not steer the terminal.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
_TIERS = {Tier.SUGGESTED: "Suggested", Tier.POSSIBLE: "Possible"}

Report = Callable[[int, int, str], None]


def console_on(stream: TextIO) -> Console:
    """A console that keeps to plain text of a fixed width when `stream` is no terminal."""
    terminal = stream.isatty()
    return Console(
        file=stream if terminal else cast(TextIO, _Trimmed(stream)),
        width=None if terminal else PIPE_WIDTH,
        # FORCE_COLOR and its like are for other programs' pipes.
        force_terminal=terminal,
        highlight=False,
        emoji=False,
        soft_wrap=False,
    )


class _Trimmed:
    """A pipe without the blanks that fill a table's lines up."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self.encoding = stream, "utf-8"

    def write(self, text: str) -> int:
        return self._stream.write(re.sub(r" +$", "", text, flags=re.MULTILINE))

    def flush(self) -> None:
        self._stream.flush()

    def isatty(self) -> bool:
        return False


@contextmanager
def progress_on(console: Console) -> Iterator[Report]:
    """A progress bar, fed with (done, total, what is done); nothing when `console` is no terminal."""
    if not console.is_terminal:
        yield lambda done, total, text: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), share_column(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Loading", total=None)
        yield lambda done, total, text: bar.update(task, completed=done, total=total, description=text)


def share_column(column: Column | None = None) -> TaskProgressColumn:
    """How much is done, once it is known how much there is."""
    return TaskProgressColumn("{task.percentage:>3.0f} %", "", table_column=column)


def tame(text: str, most: int = 0) -> str:
    """`text` on one line, without characters that steer a terminal, cut to `most` characters."""
    line = " ".join(_UNSAFE.sub(" ", text).split())
    return line if not most or len(line) <= most else line[: most - 1].rstrip() + "…"


def print_result(console: Console, result: Result) -> None:
    """The suggestions for one note, what is not coded and why, and conflicts."""
    head = f"{result.code_set} · {result.setting.value}" + (f" · {tame(result.id, 60)}" if result.id else "")
    console.print(Text(head, style="dim"))
    for notice in result.notices:
        console.print(Text(notice, style="yellow"))
    if not (result.suggestions or result.not_coded):
        console.print(
            "" if result.notices else "The note names no condition that Chartside knows; nothing to suggest."
        )
        return
    if result.suggestions:
        console.print(_suggestions(result.suggestions))
    else:
        console.print("\nNo code to suggest.\n")
    if result.ms_drg:
        group = result.ms_drg
        basis = f"{group.version}, {group.principal} first, without procedures"
        console.print(f"MS-DRG {group.drg} {group.title} ({basis})\n", highlight=False)
    if result.not_coded:
        console.print(_not_coded(result.not_coded))
    if result.conflicts:
        console.print(_conflicts(result.conflicts))
    console.print(Text("Suggestions only: the coder decides.", style="dim"))


class _Table(Table):
    """A list of its rows where its columns had no room: a code that is cut is another code."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if options.max_width >= ROOM_OF_A_COLUMN * len(self.columns):
            yield from super().__rich_console__(console, options)
            return
        if self.title:
            yield Text(str(self.title), style="bold")
        for first, *rest in zip(*(column.cells for column in self.columns), strict=True):
            yield first
            told = Table.grid(padding=(0, 1), pad_edge=False)
            told.add_column(style="dim", max_width=ROOM_OF_A_COLUMN)
            told.add_column(overflow="fold")
            for column, cell in zip(self.columns[1:], rest, strict=True):
                if str(cell):
                    told.add_row(column.header, cell)
            yield Padding(told, (0, 0, 1, 2))


def table(*headings: str, title: str = "") -> Table:
    """The one style of table; on a narrow terminal a list."""
    made = _Table(
        box=box.SIMPLE_HEAD, title=title or None, title_justify="left", title_style="bold", pad_edge=False
    )
    for heading in headings:
        made.add_column(heading, overflow="fold")
    made.columns[0].no_wrap = True
    return made


def _suggestions(items: Sequence[Suggestion]) -> RenderableType:
    made = table("Code", "Description", "Tier", "Sure", "Assertion", "Evidence", title="Suggested codes")
    for name, width in (("Tier", 9), ("Sure", 5), ("Assertion", 12)):
        column = next(c for c in made.columns if c.header == name)
        column.no_wrap, column.min_width = True, width
    last: Tier | None = None
    for item in items:
        if last is not None and item.tier is not last:
            made.add_section()
        last = item.tier
        first = item.evidence[0] if item.evidence else None
        made.add_row(
            Text(item.code, style="bold" if item.tier is Tier.SUGGESTED else ""),
            _described(item),
            Text(_TIERS[item.tier], style="bold green" if item.tier is Tier.SUGGESTED else "dim"),
            Text(f"{item.confidence:.0%}"),
            _assertion(first.assertion.value) if first else Text(""),
            quoted(item.evidence),
        )
    return made


def _described(item: Suggestion) -> Text:
    text = Text(item.description)
    flags = (
        item.flags.hcc_v28 and f"HCC {item.flags.hcc_v28}",
        item.flags.cc_mcc,
        item.poa and f"POA {item.poa}",
    )
    if any(flags):
        text.append(f" · {' · '.join(filter(None, flags))}", style="dim")
    return text


def _not_coded(items: Sequence[NotCoded]) -> RenderableType:
    made = table("Code", "Description", "Why not", "Evidence", title="Not coded, and why")
    made.columns[2].no_wrap = True
    for item in items:
        why = _assertion(item.reason.replace("_", " "))
        if item.guideline:
            why.append(f" ({item.guideline.section})", style="dim")
        made.add_row(Text(item.code, style="dim"), Text(item.description), why, quoted(item.evidence))
    return made


def _conflicts(items: Sequence[Conflict]) -> RenderableType:
    rows: list[RenderableType] = [Text("Conflicts", style="bold")]
    rows += [
        Padding(Text.assemble((", ".join(item.codes), "bold"), "  ", tame(item.text)), (0, 0, 0, 2))
        for item in items
    ]
    return Padding(Group(*rows), (0, 0, 1, 0))


def _assertion(word: str) -> Text:
    return Text(word, style=ASSERTION_STYLES.get(word, ""))


def quoted(evidence: Sequence[Evidence]) -> Text:
    """The first quotation, its section, its cue when there is one, and how many more there are."""
    if not evidence:
        return Text("")
    first = evidence[0]
    text = Text(f"“{tame(first.text, 90)}”")
    if first.cues:
        text.append(f" ← {tame(', '.join(cue.text for cue in first.cues), 60)}", style="italic")
    if first.section:
        text.append(f" · {section_name(first.section)}", style="dim")
    if len(evidence) > 1:
        text.append(f" · {len(evidence) - 1} more", style="dim")
    return text


def section_name(category: str) -> str:
    """`assessment_plan` as people write it."""
    known = SECTION_NAMES.get(category)
    return known if known else category.replace("_", " ").capitalize()
