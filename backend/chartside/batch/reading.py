"""What a worker does: it loads the engine once, reads the notes of a part and encodes what came of them.

Nothing that happens to a single note leaves this function as an exception: Dask would log it together with
the arguments of the task. A note that never ends is told to stop; one that cannot be stopped ends its worker.
"""

import faulthandler
import json
import os
import threading
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from chartside import quiet
from chartside.batch.rows import Outcome, Part, Row, Setup
from chartside.errors import ChartsideError, InputError
from chartside.model import Note
from chartside.web import schemas
from chartside.web.offsets import without_surrogates
from chartside.web.timelimit import Busy, OneAtATime, TooSlow

GRACE = 5.0
"""Seconds after its time in which a note may still be stopped, before its worker is ended."""
Work = Callable[[Note, tuple[str, ...] | None], schemas.Json]
"""From a note and the codes of its claim to the object that is written."""

_loading = threading.Lock()
_mine = threading.local()


def read_part(setup: Setup, part: Part) -> Outcome:
    """All notes of a part, in order."""
    try:
        work, identity = engine_of(setup)
    except ChartsideError as error:
        return Outcome("", trouble=str(error))
    except Exception as error:
        return Outcome("", trouble=f"The engine cannot be loaded ({quiet.where(error)}).")
    done: list[schemas.Json] = []
    failed: list[bytes] = []
    for row in part.rows:
        name = row.name
        try:
            fields = _fields(row)
            name = _name_of(fields, name)
            if row.place in part.barred:
                raise InputError(part.barred[row.place])
            note = _note(fields, setup)
            done.append(_timed(setup, lambda note=note, claim=row.claim: work(note, claim)))  # type: ignore[misc]
        except ChartsideError as error:
            failed.append(_failure(name, row.place, str(error)))
        except Exception as error:
            said = f"Something went wrong inside ({quiet.where(error)}); please report it."
            failed.append(_failure(name, row.place, said))
    return Outcome(identity, _encoded(setup, done), b"".join(failed), len(done), len(failed))


def identify(setup: Setup) -> Outcome:
    """An outcome without notes: versions and code set, or why nothing can be read."""
    return read_part(setup, Part(0, ()))


def engine_of(setup: Setup) -> tuple[Work, str]:
    """The loaded engine for a job, and its identity; loaded once in a process.

    Raises:
        ChartsideError: the code set or a curated file cannot be used.
    """
    with _loading:
        return _engine(setup)


@lru_cache(maxsize=2)
def _engine(setup: Setup) -> tuple[Work, str]:
    from chartside.batch.jobs import build_job
    from chartside.collector import settle

    # Some packages write what they read to stderr.
    if setup.ours:
        quiet.hush()
    else:
        quiet.hush_loguru()
    made = build_job(setup)
    settle()
    return made


def _fields(row: Row) -> schemas.Json:
    if row.data is None:
        raise InputError(row.fault)
    if row.kind == "json":
        assert isinstance(row.data, bytes)
        return schemas.parse_object(row.data)
    if row.kind == "text":
        from chartside.textinput import decode

        assert isinstance(row.data, bytes)
        return {"id": row.name, "text": decode(row.data, "The file")}
    return dict(row.data)  # type: ignore[arg-type]


def _name_of(fields: schemas.Json, name: str) -> str:
    """The id, as far as there is one, so that a failure can be named."""
    try:
        return schemas.read_id(fields)
    except InputError:
        return name


def _note(fields: schemas.Json, setup: Setup) -> Note:
    note = schemas.read_note(fields, setting=setup.setting, day=setup.day)
    if not note.text.strip():
        raise InputError("The note has no text.")
    if len(note.text) > setup.longest:
        raise InputError(f"The note is longer than {setup.longest:,} characters; send a shorter part.")
    return note


def _timed(setup: Setup, work: Callable[[], schemas.Json]) -> schemas.Json:
    gate = _gate(setup.seconds)
    # Works without the interpreter's lock, which a search in C may hold for ever. One a process: where a
    # worker reads several notes at once, only the first way of stopping is left.
    if setup.ours:
        faulthandler.dump_traceback_later(setup.seconds + GRACE, exit=True, file=_nowhere())
    try:
        return gate.run(work)
    except TooSlow:
        try:
            # The next note must not begin beside this one.
            gate.run(lambda: None)
        except Busy:
            _mine.gate = None
        raise InputError(f"The note took longer than {setup.seconds:g} s.") from None
    finally:
        if setup.ours:
            faulthandler.cancel_dump_traceback_later()


def _gate(seconds: float) -> OneAtATime:
    gate: OneAtATime | None = getattr(_mine, "gate", None)
    if gate is None or _mine.seconds != seconds:
        gate = _mine.gate = OneAtATime(seconds)
        _mine.seconds = seconds
    return gate


@lru_cache(maxsize=1)
def _nowhere() -> Any:
    return open(os.devnull, "w")


def _failure(name: str, place: int, reason: str) -> bytes:
    told = {"id": without_surrogates(name)[: schemas.LONGEST_ID], "place": place, "reason": reason}
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _encoded(setup: Setup, done: list[schemas.Json]) -> bytes:
    if setup.form == "parquet":
        from chartside.batch.parquet import encode

        return encode(setup.job, done)
    # As standard output writes it.
    return b"".join(json.dumps(each, ensure_ascii=False).encode("utf-8", "replace") + b"\n" for each in done)
