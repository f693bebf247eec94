"""The commands behind `chartside`, one function each: `run_NAME(arguments, settings) -> exit code`."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from chartside import quiet, textinput
from chartside.errors import ChartsideError, InputError
from chartside.model import Note, Result, Setting
from chartside.settings import Settings
from chartside.terminal import console_on, print_result, progress_on
from chartside.web import schemas
from chartside.web.offsets import without_surrogates

if TYPE_CHECKING:
    from chartside.codesets.flags import FlagStore
    from chartside.codesets.opening import AnyCodeSet
    from chartside.coding.dated import DatedSuggester


def run_serve(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside serve`."""
    if asked.department:
        from chartside.serve_commands import serve_department

        return serve_department(asked, settings)
    from dataclasses import replace

    from chartside.web.serve import serve

    quiet.hush()
    serve(replace(settings, port=asked.port), console_on(sys.stdout), console_on(sys.stderr))
    return 0


def run_token(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside token NAME`."""
    from chartside.web.tokens import TokenStore

    print(TokenStore(settings.home).create(asked.name, role=asked.role))
    return 0


def run_suggest(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside suggest`."""
    from chartside.csvtable import CsvTable

    form = asked.format or ("jsonl" if asked.input else "table")
    setting = Setting(asked.setting)
    out = sys.stdout
    table = CsvTable(out)
    if asked.input:
        if asked.file != "-":
            raise InputError("Name either FILE or --input, not both.")
        if form not in ("jsonl", "csv"):
            raise InputError(f"--input goes with --format jsonl or csv, not with {form}.")
        lines = textinput.read_lines(asked.input)
        suggester = open_suggester(settings)
        if form == "csv":
            table.head()

        def one(row: schemas.Json) -> None:
            note = schemas.read_note(row, setting=setting, day=asked.date)
            result = suggester.suggest(note)
            table.add(result) if form == "csv" else _print_json(
                schemas.write_result(result, note.text, schemas.CODEPOINT)
            )

        return each_line(asked.input, lines, one)

    invite(asked.file)
    text = without_surrogates(textinput.read_text(asked.file))
    note = Note(text, "" if asked.file == "-" else asked.file, setting, asked.date)
    suggester = open_suggester(settings)
    if not text.strip():
        print("chartside: the note is empty; there is nothing to suggest.", file=sys.stderr)
        result = Result(note.id, suggester.code_set.release.label, setting)
    else:
        result = suggester.suggest(note)
    if form == "table":
        print_result(console_on(out), result)
    elif form == "csv":
        table.head()
        table.add(result)
    else:
        _print_json(schemas.write_result(result, text, schemas.CODEPOINT), 1 if form == "json" else None)
    return 0


def run_assertions(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside assertions`."""
    lines = textinput.read_lines(asked.input)
    reader = open_suggester(settings).reader

    def one(row: schemas.Json) -> None:
        span_id, text, start, end = schemas.read_span(row)
        assertion, cues = reader.assertion(text, start, end)
        _print_json(schemas.write_assertion(span_id, assertion, cues))

    return each_line(asked.input, lines, one)


def run_lookup(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside lookup WORDS`."""
    from chartside.codepage import print_hits

    words = without_surrogates(" ".join(" ".join(asked.words).split()))
    code_set, notices = _code_set(asked, settings)
    hits = code_set.search(words, limit=asked.limit) if words else ()
    if asked.format == "json":
        _print_json(schemas.write_hits(words, code_set.release.label, hits, notices), 1)
    else:
        print_hits(console_on(sys.stdout), words, hits)
        _warn(notices)
    return 0


def run_code(asked: argparse.Namespace, settings: Settings) -> int:
    """`chartside code CODE`."""
    from chartside.codepage import print_code
    from chartside.codesets.flags import CodeFlags
    from chartside.codesets.release import ICD10CM

    code_set, notices = _code_set(asked, settings)
    code = schemas.get_code(code_set, without_surrogates(asked.code))
    # Another system may spell a code alike.
    known = code_set.release.system == ICD10CM
    flags = _flags(settings).of(code.code, asked.date) if known else CodeFlags()
    if asked.format == "json":
        _print_json(schemas.write_code(code, code_set, flags, notices), 1)
    else:
        print_code(console_on(sys.stdout), code, code_set, flags)
        _warn(notices)
    return 0


def each_line(source: str, lines: Iterator[tuple[int, bytes]], work: Callable[[schemas.Json], None]) -> int:
    """Do `work` for every line; a bad one is named on stderr and the others go on. 1 if any was bad."""
    bad = 0
    console = console_on(sys.stderr)
    # Progress beside the results would tear them apart when both go to one terminal.
    with (
        console.status("Reading notes")
        if console.is_terminal and not sys.stdout.isatty()
        else _Silent() as status
    ):
        for done, (number, line) in enumerate(lines, 1):
            try:
                work(schemas.parse_object(line))
            except BrokenPipeError:
                raise
            except ChartsideError as error:
                bad += 1
                print(f"chartside: {textinput.name_of(source)}, line {number}: {error}", file=sys.stderr)
            except Exception as error:
                bad += 1
                said = f"something went wrong inside ({quiet.where(error)}); please report it."
                print(f"chartside: {textinput.name_of(source)}, line {number}: {said}", file=sys.stderr)
            status.update(f"Reading notes: {done} done")
    return 1 if bad else 0


class _Silent:
    def __enter__(self) -> "_Silent":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def update(self, _: str) -> None:
        """Say nothing."""


def open_suggester(settings: Settings) -> "DatedSuggester":
    """The suggester, compiled first if need be."""
    from chartside.coding.dated import build_dated_suggester

    quiet.hush()
    with progress_on(console_on(sys.stderr)) as progress:
        return build_dated_suggester(settings.home, progress=progress)


def _code_set(asked: argparse.Namespace, settings: Settings) -> "tuple[AnyCodeSet, tuple[str, ...]]":
    """The code set for the system and day that are asked for, and what has to be known about it."""
    from chartside.codesets.library import Library
    from chartside.codesets.release import read_system

    with progress_on(console_on(sys.stderr)) as progress:
        library = Library(settings.home, progress=progress)
        chosen = library.code_set(read_system(asked.system), asked.date)
    return chosen.code_set, chosen.notices if asked.date else ()


def _warn(notices: Iterable[str]) -> None:
    for notice in notices:
        print(f"chartside: {notice}", file=sys.stderr)


def _flags(settings: Settings) -> "FlagStore":
    from chartside.codesets.flags import open_flags

    with progress_on(console_on(sys.stderr)) as progress:
        return open_flags(settings.home, progress=progress)


def invite(source: str) -> None:
    """Say what to do where the note is typed."""
    if source == "-" and sys.stdin is not None and sys.stdin.isatty():
        print("Paste the note, then press Ctrl-D (on Windows Ctrl-Z and Enter).", file=sys.stderr)


def _print_json(value: schemas.Json, indent: int | None = None) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=indent) + "\n")
    sys.stdout.flush()
