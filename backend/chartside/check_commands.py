"""The command `chartside check`: codes of a claim against notes."""

import argparse
import csv
import json
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from chartside import textinput
from chartside.commands import each_line, invite, open_suggester
from chartside.errors import InputError
from chartside.model import Note, Setting
from chartside.settings import Settings
from chartside.spreadsheet import tame_cell
from chartside.terminal import console_on, quoted, table, tame
from chartside.web import schemas
from chartside.web.check_json import read_codes, write_findings
from chartside.web.offsets import code_points, without_surrogates

if TYPE_CHECKING:
    from chartside.coding.dated import DatedSuggester
    from chartside.review.findings import Finding

COLUMNS = ("id", "code", "description", "verdict", "text", "others", "evidence", "section", "assertion",
           "start", "end", "guideline")  # fmt: skip
STYLES = {
    "supported": "green",
    "not_supported": "red",
    "contradicted": "bold red",
    "less_specific": "yellow",
    "more_specific_than_documented": "yellow",
    "missing": "cyan",
    "conflicting": "magenta",
}
Said = Callable[[str, "Sequence[Finding]"], None]


def run_check(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside check NOTE CODE...` and `chartside check --input ROWS.jsonl`."""
    form = asked.format or ("jsonl" if asked.input else "table")
    setting = Setting(asked.setting)
    if asked.input:
        if asked.file:
            raise InputError("Name either NOTE and codes or --input, not both.")
        if form not in ("jsonl", "csv", "table"):
            raise InputError(f"--input goes with --format jsonl, csv or table, not with {form}.")
        lines = textinput.read_lines(asked.input)
        suggester = open_suggester(settings)
        say = _teller(form)

        def one(row: schemas.Json) -> None:
            note = schemas.read_note(row, setting=setting, day=asked.date)
            say(note.id, _findings(suggester, note, read_codes(row)))

        return each_line(asked.input, lines, one)
    if not asked.file:
        raise InputError("Name a note and the codes of its claim, or --input; see `chartside check --help`.")
    if not asked.codes:
        raise InputError("Name the codes of the claim after the note; see `chartside check --help`.")
    invite(asked.file)
    text = without_surrogates(textinput.read_text(asked.file))
    note = Note(text, "" if asked.file == "-" else asked.file, setting, asked.date)
    _teller(form)(note.id, _findings(open_suggester(settings), note, asked.codes))
    return 0


def _findings(suggester: "DatedSuggester", note: Note, codes: Sequence[str]) -> "list[Finding]":
    from chartside.review.check import check_note

    return check_note(suggester, note, codes)[1]


def _teller(form: str) -> Said:
    """What writes the findings of a note in a form."""
    if form == "table":
        return _print_table
    if form == "csv":
        rows = csv.writer(sys.stdout, lineterminator="\n")
        rows.writerow(COLUMNS)
        return lambda name, found: rows.writerows(_row(name, each) for each in found)
    indent = 1 if form == "json" else None

    def say(name: str, found: "Sequence[Finding]") -> None:
        told = {"id": name, "offset_unit": "codepoint", "findings": write_findings(found, code_points(""))}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=indent) + "\n")
        sys.stdout.flush()

    return say


def _row(name: str, found: "Finding") -> list[str | int]:
    first = found.evidence[0] if found.evidence else None
    quotation: list[str | int] = ["", "", "", "", ""]
    if first:
        quotation = [
            tame_cell(first.text),
            first.section or "",
            first.assertion.value,
            first.start,
            first.end,
        ]
    section = found.guideline.section if found.guideline else ""
    told = [found.code, found.description, found.verdict.value, tame_cell(found.text), " ".join(found.others)]
    return [tame_cell(name), *told, *quotation, section]


def _print_table(name: str, found: "Sequence[Finding]") -> None:
    console = console_on(sys.stdout)
    made = table("Code", "Verdict", "What the note says", "Evidence", title=tame(name, 60) or "Chart check")
    for each in found:
        text = Text(tame(each.text))
        if each.guideline:
            text.append(f" {each.guideline.section}", style="dim")
        word = each.verdict.value.replace("_", " ")
        made.add_row(
            Text(each.code, "bold"), Text(word, STYLES.get(each.verdict, "")), text, quoted(each.evidence)
        )
    console.print(made if found else "There is nothing to say about this claim.")
    console.print(Text("Read in the note by Chartside: the coder decides.", style="dim"))
