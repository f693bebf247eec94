"""The command `chartside evaluate`: measured quality of the engine, and of coder and engine together."""

import argparse
import json
import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from chartside.errors import InputError
from chartside.settings import Settings
from chartside.terminal import console_on, progress_on, table

if TYPE_CHECKING:
    from chartside.model import Note
    from chartside.review.collaboration import Figure

SOURCES = ("adjudicated", "codes", "mentioned")
"""Where the right codes of a note may stand below `gold`; the first that is there counts."""
NOTE = (
    "F1 of whole codes over all notes, with the middle 95 % of 2000 resamples of the notes. An upper bound "
    "is no measurement: it is what a coder can reach who never takes a wrong row and never adds a code."
)


def run_evaluate(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside evaluate`."""
    from chartside.coding.suggester import build_suggester
    from chartside.model import Tier
    from chartside.review.collaboration import Judged, bare, engine_alone, upper_bounds

    notes = read_notes(asked.notes)
    with progress_on(console_on(sys.stderr)) as progress:
        suggester = build_suggester(settings.home, progress=progress)
        judged = []
        for place, (note, gold) in enumerate(notes, 1):
            found = suggester.suggest(note).suggestions
            short = frozenset(bare(each.code) for each in found if each.tier is Tier.SUGGESTED)
            judged.append(Judged(gold, tuple(bare(each.code) for each in found), short))
            progress(place, len(notes), "Reading the notes")
        suggester.close()
    figures = [engine_alone(judged)]
    if asked.protocol == "collaborative":
        figures += upper_bounds(judged, asked.rows)
        figures += _recorded(settings, notes)
    if asked.format == "json":
        print(json.dumps({"figures": [asdict(each) for each in figures], "note": NOTE}, indent=1))
    else:
        _print(figures)
    return 0


def read_notes(source: str) -> "list[tuple[Note, frozenset[str]]]":
    """The notes of a file that have codes.

    Raises:
        InputError: a line is no note, its codes cannot be read, or no note has any.
    """
    from chartside.review.collaboration import bare
    from chartside.textinput import read_lines
    from chartside.web.schemas import parse_object, read_note

    found = []
    for number, line in read_lines(source):
        row = parse_object(line)
        gold = row.pop("gold", None)
        if not isinstance(gold, dict):
            raise InputError(f"Line {number} of {source} has no object `gold` with its right codes.")
        codes = next((gold[name] for name in SOURCES if name in gold), None)
        if codes is None:
            continue
        if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
            raise InputError(f'The codes of line {number} of {source} must be a list such as ["E11.22"].')
        found.append((read_note(row), frozenset(bare(code) for code in codes)))
    if not found:
        raise InputError(f"No note of {source} has codes under gold: {', '.join(SOURCES)}.")
    return found


def _recorded(settings: Settings, notes: "list[tuple[Note, frozenset[str]]]") -> "list[Figure]":
    """What the record tells; nothing, and no new record, where there is none."""
    from chartside.review.collaboration import first_passes, recorded
    from chartside.review.database import VARIABLE
    from chartside.review.opening import FOLDER, reviews_of

    if not (settings.home / FOLDER).exists() and not os.environ.get(VARIABLE):
        return []
    with reviews_of(settings.home) as reviews:
        known = {reviews.vault.note_digest(note.text): gold for note, gold in notes}
        with reviews.database.read() as connection:
            return list(recorded(first_passes(connection), known))


def _print(figures: "list[Figure]") -> None:
    made = table("Figure", "Kind", "Notes", "Precision", "Recall", "F1", "95 %", title="Whole codes")
    for each in figures:
        made.add_row(
            each.name, each.kind, str(each.notes), f"{each.precision:.3f}", f"{each.recall:.3f}",
            f"{each.f1:.3f}", f"{each.low:.3f} to {each.high:.3f}",
        )  # fmt: skip
    console = console_on(sys.stdout)
    console.print(made)
    console.print(NOTE, markup=False)
